package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows of its first command is what that command prints: the same words line by
/// line, scores within a point, and nothing said of what a clock measured. Eight-bit encoders
/// answer a few messages otherwise on other processors, so a count of messages may be another one.
/// `-Dgradus.golden=rewrite` writes the block anew; read the difference before committing it.
class ReadmeOutputTest {
    private static final Path README = Path.of("../README.md");
    private static final String BEGIN = "```text\n";
    private static final String END = "```\n";
    private static final Pattern SCORE = Pattern.compile(" (\\d+\\.\\d) +\\[[\\d., ]+] ");

    @Test
    @Tag("slow")
    void the_readme_shows_what_its_first_command_prints(@TempDir Path folder) throws IOException {
        Path copy = folder.resolve("card-support");
        copy(Path.of("../examples/card-support"), copy);

        Cli run = Cli.run("climb", copy);

        String printed = run.out().strip().replace(copy.toString(), "examples/card-support") + "\n";
        String readme = Files.readString(README);
        int from = readme.indexOf(BEGIN) + BEGIN.length();
        int to = readme.indexOf(END, from);
        if ("rewrite".equals(System.getProperty("gradus.golden"))) {
            Files.writeString(README, readme.substring(0, from) + printed + readme.substring(to));
            return;
        }
        String shown = readme.substring(from, to);
        assertThat(words(shown)).isEqualTo(words(printed));
        assertThat(scores(shown)).hasSameSizeAs(scores(printed));
        for (int i = 0; i < scores(shown).size(); i++) {
            assertThat(scores(shown).get(i)).isCloseTo(scores(printed).get(i), within(1.0));
        }
    }

    /// Without figures; wrapped lines are joined, as a shorter figure wraps elsewhere. Of two that
    /// score alike a clock tells which is the second cheapest, so its name is left out too.
    private static String words(String text) {
        return text.replaceAll("\\s+", " ")
                .replaceAll(
                        "against [\\d,]+ USD with \\S+ \\S+?( k=\\d+)?\\. ", "against another. ")
                .replaceAll("-?\\d[\\d,.]*", "#");
    }

    /// The scores of the table, in per cent.
    private static List<Double> scores(String text) {
        return SCORE.matcher(text)
                .results()
                .map(found -> Double.parseDouble(found.group(1)))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            List<Path> plain = files.filter(Files::isRegularFile).toList();
            Files.createDirectories(to);
            for (Path file : plain) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
