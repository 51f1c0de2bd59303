package dev.gradus.cli;

import dev.gradus.check.BriefHistory;
import dev.gradus.check.BriefHistory.Version;
import dev.gradus.files.AskedText;
import dev.gradus.files.LoadedTask;
import dev.gradus.task.Asked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What the task asked in each of its commits, from git where the task lies in a repository. Git is
/// asked with fixed commands and bounds on time and size; where it does not answer, nothing is
/// known. The newest 200 commits to the task file and to what it names for labels and prompt are
/// read; a task file that was renamed begins with its new name.
final class GitHistory {
    private static final int MOST_COMMITS = 200;
    private static final int MOST_FILES = 20;
    private static final int MOST_SECONDS = 5;
    private static final int LONGEST = 1 << 20;

    private final Path folder;
    private final String name;

    private GitHistory(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    static Optional<BriefHistory> of(LoadedTask loaded) {
        GitHistory history =
                new GitHistory(
                        loaded.folder().toAbsolutePath(),
                        String.valueOf(loaded.file().getFileName()));
        List<Commit> own = history.commits(Set.of(history.name));
        if (own.isEmpty()) {
            return Optional.empty();
        }
        // The file's own versions say which other files belong to what is asked.
        Set<String> files = new LinkedHashSet<>(Set.of(history.name));
        history.texts(own, files).values().stream()
                .flatMap(text -> AskedText.of(text).stream())
                .flatMap(text -> text.files().stream())
                .filter(file -> !file.startsWith("/") && file.indexOf('\n') < 0)
                .limit(MOST_FILES)
                .forEach(files::add);
        List<Commit> all = files.size() == 1 ? own : history.commits(files);
        return Optional.of(history.read(all, files, Asked.of(loaded.task())));
    }

    private record Commit(String hash, Instant at) {
        static Commit parse(String line) {
            String[] parts = line.split(" ");
            return new Commit(parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1])));
        }

        /// A file of this commit as git is asked for it, relative to the task's folder.
        String of(String file) {
            return hash + ":./" + file;
        }
    }

    /// Those that touched one of the files, the oldest first.
    private List<Commit> commits(Set<String> files) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "log",
                                "--format=%H %ct",
                                "-n",
                                String.valueOf(MOST_COMMITS),
                                "--"));
        words.addAll(files);
        return git(Optional.empty(), words)
                .map(said -> new String(said, StandardCharsets.UTF_8))
                .map(said -> said.lines().map(Commit::parse).toList().reversed())
                .orElse(List.of());
    }

    private BriefHistory read(List<Commit> commits, Set<String> files, Asked now) {
        Map<String, String> texts = texts(commits, files);
        List<Version> versions = new ArrayList<>();
        int unreadable = 0;
        for (Commit commit : commits) {
            Optional<String> text = Optional.ofNullable(texts.get(commit.of(name)));
            Optional<Asked> asked =
                    text.flatMap(AskedText::of)
                            .flatMap(one ->
                                    one.asked(file ->
                                            Optional.ofNullable(texts.get(commit.of(file)))));
            asked.ifPresent(one -> versions.add(new Version(commit.at(), one)));
            // A commit that took the file away, or had none yet, is no version of it.
            unreadable += text.isPresent() && asked.isEmpty() ? 1 : 0;
        }
        edited(versions, files).ifPresent(versions::add);
        return new BriefHistory(versions, unreadable);
    }

    /// What lies in the folder and is not committed: another version where it asks something else.
    private Optional<Version> edited(List<Version> versions, Set<String> files) {
        Map<String, String> texts = new HashMap<>();
        Instant newest = Instant.EPOCH;
        for (String file : files) {
            Path path = folder.resolve(file);
            try {
                if (Files.isRegularFile(path) && Files.size(path) <= LONGEST) {
                    texts.put(file, Files.readString(path));
                    Instant at = Files.getLastModifiedTime(path).toInstant();
                    newest = at.isAfter(newest) ? at : newest;
                }
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
        Instant at = newest;
        return Optional.ofNullable(texts.get(name))
                .flatMap(AskedText::of)
                .flatMap(text -> text.asked(file -> Optional.ofNullable(texts.get(file))))
                .filter(asked -> !versions.isEmpty() && !versions.getLast().asked().equals(asked))
                .map(asked -> new Version(at, asked));
    }

    /// The files of these commits as far as they are there, by `Commit.of`.
    private Map<String, String> texts(List<Commit> commits, Set<String> files) {
        List<String> wanted = new ArrayList<>();
        commits.forEach(commit -> files.forEach(file -> wanted.add(commit.of(file))));
        String lines = String.join("\n", wanted) + "\n";
        return git(Optional.of(lines), List.of("cat-file", "--batch"))
                .map(said -> blobs(wanted, ByteBuffer.wrap(said)))
                .orElse(Map.of());
    }

    /// Each answer is `HASH TYPE SIZE`, a line end, so many bytes and a line end; or one line that
    /// ends in `missing`.
    private static Map<String, String> blobs(List<String> wanted, ByteBuffer said) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String one : wanted) {
            String head = line(said);
            String[] parts = head.split(" ");
            if (parts.length != 3 || !parts[2].matches("[0-9]{1,9}")) {
                continue;
            }
            int size = Integer.parseInt(parts[2]);
            if (size + 1 > said.remaining()) {
                return texts;
            }
            byte[] bytes = new byte[size];
            said.get(bytes).get();
            if (parts[1].equals("blob") && size <= LONGEST) {
                texts.put(one, new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static String line(ByteBuffer said) {
        int from = said.position();
        while (said.hasRemaining()) {
            if (said.get() == '\n') {
                return new String(
                        said.array(), from, said.position() - from - 1, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private Optional<byte[]> git(Optional<String> input, List<String> words) {
        try {
            List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
            command.addAll(words);
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Thread.ofVirtual().start(() -> tell(process, input.orElse("")));
            byte[] said = process.getInputStream().readAllBytes();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void tell(Process process, String input) {
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // It ended without reading on; its exit says so.
        }
    }
}
