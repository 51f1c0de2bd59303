package dev.gradus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A folder under version control, as a user has one.
record Repository(Path folder) {
    static Repository in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Repository repository = new Repository(folder);
        repository.git(Instant.EPOCH, "init", "-q");
        return repository;
    }

    /// A clone of this repository with its whole history, its examples as they lie here.
    static Path cloned(Path root, Path into) throws IOException {
        new Repository(root)
                .git(
                        Instant.EPOCH,
                        "clone",
                        "-q",
                        "--no-checkout",
                        root.toAbsolutePath().normalize().toString(),
                        into.toAbsolutePath().toString());
        Path examples = root.resolve("examples");
        try (Stream<Path> files = Files.walk(examples)) {
            for (Path file : files.toList()) {
                Path copy = into.resolve("examples").resolve(examples.relativize(file).toString());
                if (file.toString().contains(".gradus")) {
                    continue;
                }
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return into;
    }

    Repository commit(Instant at) {
        git(at, "add", "-A");
        git(at, "commit", "-q", "--allow-empty", "-m", "A version");
        return this;
    }

    void git(Instant at, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "git",
                                "-C",
                                folder.toString(),
                                "-c",
                                "user.name=nobody",
                                "-c",
                                "user.email=nobody@localhost",
                                "-c",
                                "commit.gpgsign=false"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_COMMITTER_DATE", "@" + at.getEpochSecond() + " +0000");
        builder.environment().put("GIT_AUTHOR_DATE", "@" + at.getEpochSecond() + " +0000");
        try {
            Process git = builder.start();
            String said = new String(git.getInputStream().readAllBytes());
            if (git.waitFor() != 0) {
                throw new IllegalStateException(command + "\n" + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
