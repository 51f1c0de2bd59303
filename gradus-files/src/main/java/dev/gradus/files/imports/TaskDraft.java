package dev.gradus.files.imports;

import dev.gradus.files.JsonText;
import dev.gradus.files.NewTask;
import dev.gradus.files.TaskFile;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A task folder in the making: filled by an import, then written, and read back, so that nothing
/// is left behind that does not work as it stands.
final class TaskDraft {
    /// A prompt with the file that it becomes.
    ///
    /// @param messages as in a chat file; a single text without a role is a plain template
    record Prompt(String name, List<Message> messages, Node at, String construct) {
        String text() {
            return String.join("\n\n", messages.stream().map(Message::text).toList());
        }
    }

    /// @param role `system` or `user`
    record Message(String role, String text) {}

    String brief = "";
    String origin = "";
    final Map<String, String> models = new LinkedHashMap<>();
    final Map<String, Map<String, Object>> providers = new LinkedHashMap<>();
    final Map<String, Object> sampling = new LinkedHashMap<>();
    final List<Prompt> prompts = new ArrayList<>();
    final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    final Set<String> variables = new LinkedHashSet<>();
    final Set<String> efforts = new LinkedHashSet<>();
    Optional<String> schema = Optional.empty();
    Optional<List<String>> labels = Optional.empty();
    Object score = "exact";
    String scoreNote = "";
    OptionalDouble costPerThousand = OptionalDouble.empty();
    Optional<Long> p95Millis = Optional.empty();
    int repeats = 1;

    private final List<Path> written = new ArrayList<>();

    /// Writes the folder.
    ///
    /// @return the files, the task file first
    /// @throws GradusException.Usage where the folder has a task file already
    List<Path> write(Path folder) {
        if (Files.exists(folder.resolve(TaskFile.NAME))) {
            throw new GradusException.Usage(
                    folder.resolve(TaskFile.NAME)
                            + " is there already, and is not overwritten. Name another folder with --into.");
        }
        try {
            Files.createDirectories(folder);
            List<String> promptFiles = new ArrayList<>();
            for (Prompt prompt : prompts) {
                promptFiles.add(writePrompt(folder, prompt));
            }
            if (schema.isPresent()) {
                put(folder.resolve("answer.schema.json"), schema.get());
            }
            StringBuilder lines = new StringBuilder();
            rows.forEach(row -> lines.append(JsonText.write(row)).append('\n'));
            put(folder.resolve("examples.jsonl"), lines.toString());
            put(folder.resolve(TaskFile.NAME), yaml(folder, promptFiles));
            TaskFile.read(folder);
        } catch (IOException e) {
            takeBack();
            throw new GradusException.Data(
                    folder
                            + ": the folder cannot be written ("
                            + (e instanceof FileAlreadyExistsException
                                    ? e.getMessage() + " is there already"
                                    : e.getClass().getSimpleName())
                            + "). Name a new folder with --into.");
        } catch (GradusException e) {
            takeBack();
            throw e;
        }
        return written.reversed();
    }

    private String writePrompt(Path folder, Prompt prompt) throws IOException {
        boolean plain = prompt.messages().size() == 1 && prompt.messages().get(0).role().isEmpty();
        String name = "prompts/" + prompt.name() + (plain ? ".txt" : ".yaml");
        Files.createDirectories(folder.resolve("prompts"));
        if (plain) {
            put(folder.resolve(name), prompt.messages().get(0).text() + "\n");
            return name;
        }
        StringBuilder out = new StringBuilder();
        for (Message message : prompt.messages()) {
            out.append("- role: ").append(message.role().isEmpty() ? "user" : message.role());
            out.append("\n  content: ").append(Json.write(message.text())).append('\n');
        }
        put(folder.resolve(name), out.toString());
        return name;
    }

    private String yaml(Path folder, List<String> promptFiles) {
        StringBuilder out = new StringBuilder();
        out.append("# ").append(origin).append(" Every line is yours to change.\n");
        line(out, "task", name(folder), "");
        line(out, "brief", brief, "make it the instruction in your own words");
        String columns =
                variables.isEmpty() ? "" : ", variables: " + Json.write(List.copyOf(variables));
        out.append("examples: { file: examples.jsonl, input: input, expected: expected")
                .append(columns)
                .append(" }\n");
        out.append("answer: ").append(answer()).append('\n');
        out.append("score: ").append(Json.write(score));
        out.append(scoreNote.isEmpty() ? "\n" : "   # " + scoreNote + "\n");
        out.append("goal: { score: 0.9, matters: " + NewTask.proposedMatters(rows.size()));
        costPerThousand.ifPresent(cost -> out.append(", cost-per-1k: ").append(cost));
        p95Millis.ifPresent(millis -> out.append(", p95: ").append(millis).append("ms"));
        out.append(" }   # proposed: what score is good enough, and what difference matters?\n");
        out.append("models:   # put the cheapest first\n");
        models.forEach((model, note) ->
                out.append("  - ")
                        .append(Json.write(model))
                        .append(note.isEmpty() ? "\n" : "   # " + note + "\n"));
        if (!promptFiles.isEmpty()) {
            out.append("prompts: ").append(Json.write(promptFiles)).append('\n');
        }
        block(out, "providers", providers);
        block(out, "sampling", sampling);
        if (!efforts.isEmpty()) {
            out.append("efforts: ").append(Json.write(List.copyOf(efforts))).append('\n');
        }
        if (repeats > 1) {
            out.append("repeats: ").append(repeats).append('\n');
        }
        return out.toString();
    }

    private String answer() {
        if (schema.isPresent()) {
            return "{ schema: answer.schema.json }";
        }
        return labels.map(names -> "{ labels: " + Json.write(names) + " }").orElse("text");
    }

    private static void line(StringBuilder out, String key, String value, String note) {
        out.append(key).append(": ").append(Json.write(value));
        out.append(note.isEmpty() ? "\n" : "   # " + note + "\n");
    }

    private static void block(StringBuilder out, String key, Map<String, ?> values) {
        if (!values.isEmpty()) {
            out.append(key).append(": ").append(Json.write(values)).append('\n');
        }
    }

    private static String name(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name =
                String.valueOf(last)
                        .replaceAll("[^A-Za-z0-9._-]+", "-")
                        .replaceAll("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "task" : name.substring(0, Math.min(100, name.length()));
    }

    private void put(Path path, String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
        written.add(path);
    }

    private void takeBack() {
        for (Path path : written) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException stays) {
                System.getLogger(TaskDraft.class.getName())
                        .log(System.Logger.Level.WARNING, "{0} could not be taken back", path);
            }
        }
        written.clear();
    }
}
