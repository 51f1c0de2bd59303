package dev.gradus.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A file that another file names, by a path relative to its folder.
final class NamedFile {
    private NamedFile() {}

    /// The file of a value; where there is none, the message stands at the value and names a
    /// similar file.
    static InputFile of(YamlValue value, Path folder) {
        String wanted = "the name of a file, relative to this one";
        String name = value.text(wanted);
        if (name.indexOf('\0') >= 0) {
            throw value.wrong(wanted);
        }
        Path path = folder.resolve(name);
        if (Files.notExists(path)) {
            throw value.problem(
                    value.path()
                            + " names "
                            + Quoted.value(name)
                            + ", and there is no such file in "
                            + folder
                            + Closest.hint(name, siblings(folder))
                            + ". Fix the name, or put the file there.");
        }
        if (Files.isDirectory(path)) {
            throw value.problem(
                    value.path()
                            + " names "
                            + Quoted.value(name)
                            + ", which is a folder. Name a file in it.");
        }
        return new InputFile(path, name).checked();
    }

    private static List<String> siblings(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isRegularFile)
                    .limit(1000)
                    .map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
