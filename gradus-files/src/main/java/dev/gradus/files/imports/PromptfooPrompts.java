package dev.gradus.files.imports;

import dev.gradus.files.imports.TaskDraft.Message;
import dev.gradus.files.imports.TaskDraft.Prompt;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `prompts` of promptfoo: texts, files, chat messages. Templates stay templates.
final class PromptfooPrompts {
    private static final Pattern PARTS = Pattern.compile("(?m)^---\\s*$\\R?");
    private static final Pattern FILE =
            Pattern.compile("[\\w./*-]+\\.(txt|md|json|ya?ml|j2|jinja2?|csv|js|mjs|cjs|ts|py)");
    private static final Pattern CODE = Pattern.compile(".*\\.(js|mjs|cjs|ts|py)(:\\w+)?");
    private static final Pattern ELSEWHERE = Pattern.compile("(?!file:)[a-z]+://.*|exec:.*");

    private final SourceFolder folder;
    private final Findings findings;
    private final TaskDraft draft;
    private final Set<String> names = new HashSet<>();

    PromptfooPrompts(SourceFolder folder, Findings findings, TaskDraft draft) {
        this.folder = folder;
        this.findings = findings;
        this.draft = draft;
    }

    void read(Node prompts) {
        if (prompts instanceof Node.Fields map
                && map.get("raw").isEmpty()
                && map.get("id").isEmpty()) {
            map.keys()
                    .forEach(key ->
                            one(map.at(key), "prompts." + key, key, map.text(key).orElse("")));
            return;
        }
        List<Node> items = prompts.list();
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String construct = prompts instanceof Node.Items ? "prompts[" + i + "]" : "prompts";
            String text =
                    item.text().or(() -> item.text("raw")).or(() -> item.text("id")).orElse("");
            one(item, construct, text, item.text("label").orElse(""));
            findings.leaveOthers(
                    item,
                    construct,
                    Set.of("raw", "id", "label"),
                    "an option of promptfoo's prompt alone");
        }
    }

    private void one(Node at, String construct, String text, String label) {
        boolean named = text.startsWith("file://") || FILE.matcher(text).matches();
        if (CODE.matcher(text).matches() && named) {
            findings.leave(at, construct, "the prompt is code, which is never run here");
        } else if (ELSEWHERE.matcher(text).matches()) {
            findings.leave(
                    at,
                    construct,
                    "the prompt lies in a service; nothing is fetched. Save it as a file");
        } else if (named) {
            files(at, construct, text, label);
        } else if (text.isBlank()) {
            findings.leave(at, construct, "the prompt is empty");
        } else {
            add(at, construct, label.isEmpty() ? "prompt" : label, text);
        }
    }

    private void files(Node at, String construct, String text, String label) {
        List<Path> paths = text.contains("*") ? folder.glob(text) : List.of(folder.path(text));
        if (paths.isEmpty() || paths.size() == 1 && !folder.has(folder.shown(paths.getFirst()))) {
            findings.leave(at, construct, "there is no file " + text);
            return;
        }
        for (Path path : paths) {
            String name = folder.shown(path);
            String stem = String.valueOf(path.getFileName()).replaceFirst("\\.\\w+$", "");
            if (name.endsWith(".csv")) {
                csv(at, construct, path, stem);
                continue;
            }
            String body = folder.text(path);
            List<String> parts =
                    name.matches(".*\\.(txt|md)")
                            ? PARTS.splitAsStream(body)
                                    .map(String::strip)
                                    .filter(part -> !part.isEmpty())
                                    .toList()
                            : List.of(body);
            for (int i = 0; i < parts.size(); i++) {
                String numbered = parts.size() == 1 ? "" : " part " + (i + 1) + " of " + name;
                add(at, construct + numbered, label.isEmpty() ? stem : label, parts.get(i));
            }
        }
    }

    private void csv(Node at, String construct, Path path, String stem) {
        CsvRows rows = CsvRows.read(folder.text(path), folder.shown(path));
        int column = Math.max(0, rows.header().indexOf("prompt"));
        rows.rows()
                .forEach(row ->
                        add(
                                new Node.Text(folder.shown(path), row.line(), "", true),
                                construct + " row",
                                stem,
                                row.cells().get(column)));
    }

    private void add(Node at, String construct, String name, String text) {
        Optional<List<Message>> messages;
        try {
            messages = messages(text, at.file());
        } catch (GradusException e) {
            findings.leave(
                    at, construct, "it looks like chat messages and is none: " + e.getMessage());
            return;
        }
        List<Message> said =
                messages.orElseGet(() -> List.of(new Message("", text.stripTrailing())));
        if (said.isEmpty()) {
            findings.leave(
                    at,
                    construct,
                    "a prompt here has system and user messages; one with turns of the assistant is not taken");
            return;
        }
        String whole = String.join("\n", said.stream().map(Message::text).toList());
        Set<String> foreign = Templates.foreign(whole);
        if (!foreign.isEmpty()) {
            findings.leave(
                    at,
                    construct,
                    "its template uses "
                            + String.join(", ", foreign)
                            + ", which the templates here do not have");
            return;
        }
        Prompt prompt = new Prompt(fileName(name), said, at, construct);
        draft.prompts.add(prompt);
        findings.map(at, construct, "prompts: prompts/" + prompt.name());
    }

    /// Chat messages that stand as JSON or YAML; empty for a plain text, an empty list for turns
    /// that no prompt here can have.
    private static Optional<List<Message>> messages(String text, String file) {
        String start = text.strip();
        if (!start.startsWith("[{")
                && !start.matches("(?s)\\[\\s*\\{.*|- *['\"]?(role|content)\\b.*")) {
            return Optional.empty();
        }
        String dumped =
                text.replaceAll(
                        "(?<=:\\s{0,5})\\{\\{\\s*(\\w+)\\s*\\|\\s*dump\\s*}}", "\"{{ $1 }}\"");
        List<Message> messages = new ArrayList<>();
        for (Node item : NodeReader.yaml(dumped, file).list()) {
            String role = item.text("role").orElse("").toLowerCase(Locale.ROOT);
            Optional<Node> content = item.get("content");
            if (!Set.of("system", "developer", "user").contains(role) || content.isEmpty()) {
                return Optional.of(List.of());
            }
            StringBuilder words = new StringBuilder();
            for (Node part : content.get().list()) {
                Optional<String> one = part.text().or(() -> part.text("text"));
                if (one.isEmpty()) {
                    return Optional.of(List.of());
                }
                words.append(one.get());
            }
            messages.add(new Message(role.equals("user") ? "user" : "system", words.toString()));
        }
        return Optional.of(messages);
    }

    private String fileName(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        plain = plain.isEmpty() ? "prompt" : plain.substring(0, Math.min(40, plain.length()));
        String unique = plain;
        for (int n = 2; !names.add(unique); n++) {
            unique = plain + "-" + n;
        }
        return unique;
    }
}
