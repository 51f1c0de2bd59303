package dev.gradus.report;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The documents under `src/test/resources`. The climbs have scores of the order measured on
/// card-support and are otherwise made up to fill the page; `judge` and `judge-no-goal` are what
/// `gradus judge` wrote of the examples, `judge-full` has a value wherever there can be one; `chat`
/// has what chat models and a judge leave; `asked` is what `gradus climb --all` wrote of chat
/// models that a server played, with its lists cut. The tunings are of the shape that `gradus tune`
/// writes.
final class Fixture {
    private Fixture() {}

    static List<String> all() {
        return List.of(
                "stop",
                "not-yet",
                "inconclusive",
                "fine-tune",
                "chat",
                "asked",
                "judge",
                "judge-no-goal",
                "judge-full");
    }

    /// What `gradus tune` writes, by how it ends.
    static List<String> tunings() {
        return List.of("tune-promoted", "tune-rolled-back", "tune-refused");
    }

    /// The climb below a tuning.
    static String climbOf(String tuning) {
        return tuning.equals("tune-refused") ? "stop" : "fine-tune";
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> read(String name) throws Exception {
        try (InputStream in = Fixture.class.getResourceAsStream(name + ".json");
                JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
            json.nextToken();
            return (Map<String, Object>) value(json);
        }
    }

    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> json.getString();
            default -> json.getNumberValue();
        };
    }

    private static Map<String, Object> object(JsonParser json) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            object.put(key, value(json));
        }
        return object;
    }

    private static List<Object> array(JsonParser json) {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (String name : all()) {
            Files.writeString(folder.resolve(name + ".html"), HtmlReport.render(read(name)));
        }
        for (String name : tunings()) {
            Files.writeString(
                    folder.resolve(name + ".html"),
                    HtmlReport.render(read(climbOf(name)), Optional.of(read(name))));
        }
        Files.writeString(
                folder.resolve("tune-hostile.html"),
                HtmlReport.render(
                        hostile(read("fine-tune")), Optional.of(hostile(read("tune-promoted")))));
        Files.writeString(folder.resolve("hostile.html"), HtmlReport.render(hostile(read("stop"))));
    }

    /// Every text has become what a model under attack might write.
    static Map<String, Object> hostile(Map<String, Object> document) {
        String attack =
                "</style><script>alert(1)</script>\"'> \u202Etxt.exe "
                        + "W".repeat(200)
                        + " \u0645\u0631\u062D\u0628\u0627";
        return Paths.replace(
                document,
                (path, v) -> v instanceof String s && !path.equals("schema") ? s + attack : v);
    }
}
