package dev.gradus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Work folders of training runs.
final class Folders {
    private Folders() {}

    /// Deletes a folder with what is in it; nothing where it is not there. What cannot be deleted
    /// stays: it is only in the way.
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            System.getLogger(Folders.class.getName())
                    .log(System.Logger.Level.DEBUG, "left " + folder, left);
        } catch (UncheckedIOException left) {
            System.getLogger(Folders.class.getName())
                    .log(System.Logger.Level.DEBUG, "left " + folder, left);
        }
    }
}
