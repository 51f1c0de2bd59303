package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows of its first command is what that command prints, but for what a clock
/// measured. `-Dgradus.golden=rewrite` writes the block anew; read the difference before committing
/// it.
class ReadmeOutputTest {
    private static final Path README = Path.of("../README.md");
    private static final String BEGIN = "```text\n";
    private static final String END = "```\n";

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
        assertThat(lines(readme.substring(from, to))).isEqualTo(lines(printed));
    }

    /// Without times, and without the costs that are times too; wrapped lines are joined, as a
    /// shorter figure wraps elsewhere.
    private static String lines(String text) {
        return text.replaceAll("\\d[\\d,]*\\.?\\d* (USD|ms|s;)", "# $1").replaceAll("\\s+", " ");
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
