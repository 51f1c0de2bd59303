package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads `gradus.yaml` and the files it names. Nothing is guessed: every value is checked, every
/// key is known, and each fault is a message `file:line:column: what, and what to do`.
public final class TaskFile {
    /// The name of a task file in its folder.
    public static final String NAME = "gradus.yaml";

    private TaskFile() {}

    /// Reads a task with its examples.
    ///
    /// @param folderOrFile a folder that holds `gradus.yaml`, or such a file under any name
    /// @throws GradusException.Usage where there is no task file
    /// @throws GradusException.Data where a file, a row or a value is wrong
    public static LoadedTask read(Path folderOrFile) {
        Path path = Files.isDirectory(folderOrFile) ? folderOrFile.resolve(NAME) : folderOrFile;
        if (!Files.exists(path)) {
            throw new GradusException.Usage(
                    Files.isDirectory(folderOrFile)
                            ? "there is no "
                                    + NAME
                                    + " in "
                                    + folderOrFile
                                    + ". Name a folder that has one, or write one: gradus new "
                                    + folderOrFile
                                    + " --data FILE"
                            : "there is no file or folder "
                                    + Quoted.value(folderOrFile.toString())
                                    + ". Name a folder with a "
                                    + NAME
                                    + " in it.");
        }
        return new TaskReader(path).read();
    }
}
