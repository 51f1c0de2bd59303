package dev.gradus.report;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The documents under `src/test/resources`. Scores are those of card-support; the rest is made up
/// to fill the page. `main` writes each as a page to look at.
final class Fixture {
    static final List<String> CLIMBS = List.of("stop", "not-yet", "inconclusive", "fine-tune");

    private Fixture() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> read(String name) throws Exception {
        try (InputStream in = Fixture.class.getResourceAsStream(name + ".json")) {
            return new JsonMapper().readValue(in, LinkedHashMap.class);
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (String name : List.of("stop", "not-yet", "inconclusive", "fine-tune", "judge")) {
            Files.writeString(folder.resolve(name + ".html"), HtmlReport.render(read(name)));
        }
    }
}
