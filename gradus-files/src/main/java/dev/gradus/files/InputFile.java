package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file to read, and the name it has in messages.
record InputFile(Path path, String shown) {
    static final long LONGEST = 2L << 30;
    private static final int LONGEST_TEXT = 1 << 20;

    /// The file at a path that the user typed: shown by its last name.
    static InputFile at(Path path) {
        Path name = path.getFileName();
        return new InputFile(path, name == null ? path.toString() : name.toString());
    }

    /// Refuses what is not a readable file of at most 2 GB.
    InputFile checked() {
        if (!Files.exists(path)) {
            throw problem(
                    "there is no such file (looked in "
                            + folder()
                            + "). Fix the name, or put the file there.");
        }
        if (!Files.isRegularFile(path)) {
            throw problem("this is a folder, and a file is wanted. Name a file in it.");
        }
        if (!Files.isReadable(path)) {
            throw problem("this file may not be read. Give yourself the right: chmod u+r " + shown);
        }
        if (size() > LONGEST) {
            throw problem(
                    "the file has "
                            + size() / (1 << 20)
                            + " MB, and at most 2,048 are read. Take a sample.");
        }
        return this;
    }

    long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The whole text, strictly UTF-8, of a file of at most 1 MB.
    String text() {
        checked();
        if (size() > LONGEST_TEXT) {
            throw problem(
                    "the file has "
                            + size() / 1024
                            + " KB, and at most 1,024 are read. Make it shorter.");
        }
        StringBuilder out = new StringBuilder();
        char[] buffer = new char[8192];
        try (Reader reader = new Utf8Reader(this)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                out.append(buffer, 0, n);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return out.toString();
    }

    GradusException problem(String text) {
        return new GradusException.Data(shown + ": " + text);
    }

    GradusException problem(long line, String text) {
        return new GradusException.Data(shown + ":" + line + ": " + text);
    }

    GradusException problem(long line, long column, String text) {
        return new GradusException.Data(shown + ":" + line + ":" + column + ": " + text);
    }

    GradusException unreadable(IOException e) {
        return problem(
                "the file cannot be read: " + reason(e) + ". Check the disk and the rights.");
    }

    /// The reason in words, without the path that the message names already.
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "you have no right to";
        }
        String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    static GradusException unwrapped(InputFile file, UncheckedIOException e) {
        IOException cause = e.getCause();
        return file.unreadable(cause == null ? new IOException(e) : cause);
    }

    private String folder() {
        Path parent = path.toAbsolutePath().normalize().getParent();
        return parent == null ? "/" : parent.toString();
    }
}
