package dev.gradus.cli;

import dev.gradus.check.BriefHistory;
import dev.gradus.files.LoadedTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How often the task file changed, from git where the task lies in a repository. Git is asked with
/// a fixed command and a bound on its time; where it does not answer, nothing is known.
final class GitHistory {
    private static final int WINDOW_DAYS = 30;
    private static final int MOST_SECONDS = 5;

    private GitHistory() {}

    static Optional<BriefHistory> of(LoadedTask loaded) {
        Path folder = loaded.folder().toAbsolutePath();
        Optional<List<String>> all =
                git(
                        folder,
                        "log",
                        "--format=%ct",
                        "-n",
                        "200",
                        "--",
                        String.valueOf(loaded.file().getFileName()));
        if (all.isEmpty() || all.get().isEmpty()) {
            return Optional.empty();
        }
        List<Instant> commits =
                all.get().stream()
                        .map(line -> Instant.ofEpochSecond(Long.parseLong(line)))
                        .toList();
        Instant window = Instant.now().minusSeconds(WINDOW_DAYS * 86_400L);
        // The commit that adds the file is its beginning, not a change.
        boolean whole = commits.size() < 200;
        List<Instant> changes = whole ? commits.subList(0, commits.size() - 1) : commits;
        boolean reaches = !commits.getLast().isAfter(window);
        int recent = (int) changes.stream().filter(at -> at.isAfter(window)).count();
        return reaches || recent > 0
                ? Optional.of(new BriefHistory(recent, changes.stream().findFirst()))
                : Optional.empty();
    }

    private static Optional<List<String>> git(Path folder, String... words) {
        try {
            List<String> command =
                    new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
            command.addAll(List.of(words));
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            byte[] said = process.getInputStream().readAllBytes();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0
                    ? Optional.of(new String(said, StandardCharsets.UTF_8).lines().toList())
                    : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
