package dev.gradus.tune.open;

import dev.gradus.spi.GradusException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Files of a recipe: whole or not there, and JSON that any YAML, Python or JavaScript reader
/// takes.
final class OpenFiles {
    /// Beyond ASCII as `\\u` escapes: half a surrogate pair, U+2028 or U+0085 in a text would end a
    /// line, or the reading, elsewhere.
    private static final ObjectWriter JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

    private OpenFiles() {}

    interface Writing {
        void to(Writer out) throws IOException;
    }

    /// On one line.
    static String json(Object value) {
        return JSON.writeValueAsString(value).replace("\u007f", "\\u007f");
    }

    /// For people to read.
    static String prettyJson(Object value) {
        return JSON.withDefaultPrettyPrinter()
                        .writeValueAsString(value)
                        .replace("\u007f", "\\u007f")
                + "\n";
    }

    static void write(Path file, String text) {
        write(file, out -> out.write(text));
    }

    /// Writes beside the file and moves it into place, so that a full disk leaves no half of it.
    static void write(Path file, Writing writing) {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (BufferedWriter out = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                writing.to(out);
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GradusException.Data(
                    "'"
                            + file
                            + "' cannot be written: "
                            + e.getMessage()
                            + ". Check the folder's rights and the free space, or name another"
                            + " folder.");
        }
    }
}
