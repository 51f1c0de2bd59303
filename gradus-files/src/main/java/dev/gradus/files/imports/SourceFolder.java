package dev.gradus.files.imports;

import dev.gradus.files.Quoted;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/// The folder that an imported file stands in, with the files that it names. Only files in or
/// beside it are read; nothing is fetched.
record SourceFolder(Path folder) {
    private static final long LONGEST = 16L << 20;
    private static final int MOST_FILES = 1000;

    static SourceFolder of(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return new SourceFolder(parent == null ? file.toAbsolutePath() : parent);
    }

    /// The path that a text names: `file://a.txt`, `./a.txt`, `a.txt`.
    Path path(String name) {
        String plain = name.startsWith("file://") ? name.substring("file://".length()) : name;
        if (plain.isEmpty() || plain.indexOf('\0') >= 0) {
            throw new GradusException.Data(Quoted.value(name) + " names no file. Fix the name.");
        }
        return folder.resolve(plain).normalize();
    }

    boolean has(String name) {
        return Files.isRegularFile(path(name));
    }

    /// The name of a file in the report: relative to the folder.
    String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(folder)
                ? folder.relativize(absolute).toString()
                : absolute.toString();
    }

    Node yaml(Path path) {
        return NodeReader.yaml(text(path), shown(path));
    }

    String text(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new GradusException.Data(
                        shown(path) + ": there is no such file. Fix the name, or put it there.");
            }
            if (Files.size(path) > LONGEST) {
                throw new GradusException.Data(
                        shown(path)
                                + ": the file has "
                                + (Files.size(path) >> 20)
                                + " MB, and at most 16 are read. Take a sample.");
            }
            String text = Files.readString(path);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new GradusException.Data(
                    shown(path) + ": the file is not UTF-8 text. Convert it to UTF-8.");
        } catch (IOException e) {
            throw new GradusException.Data(
                    shown(path) + ": the file cannot be read. Check the disk and the rights.");
        }
    }

    /// The files that a pattern such as `prompts/*.txt` names, in order.
    List<Path> glob(String pattern) {
        String plain =
                pattern.startsWith("file://") ? pattern.substring("file://".length()) : pattern;
        plain = plain.startsWith("./") ? plain.substring(2) : plain;
        PathMatcher matcher =
                FileSystems.getDefault().getPathMatcher("glob:" + folder + "/" + plain);
        try (Stream<Path> paths = Files.walk(folder, 5)) {
            return paths.filter(Files::isRegularFile)
                    .filter(matcher::matches)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            throw new GradusException.Data(
                    Quoted.value(pattern) + " cannot be searched. Check the rights of the folder.");
        }
    }
}
