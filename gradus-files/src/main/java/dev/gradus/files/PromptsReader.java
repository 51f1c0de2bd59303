package dev.gradus.files;

import dev.gradus.task.Calling.PromptText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `prompt` and `prompts`: the user's own templates. A text that reads the input or another
/// column is the user's message; one that reads neither is the system message, with the input as
/// the user's.
final class PromptsReader {
    private static final String INPUT = "{{ input }}";
    private static final List<String> GIVEN =
            List.of("input", "brief", "labels", "shots", "schema");
    private static final Pattern ONE_BRACE = Pattern.compile("(?<![{$\\w])\\{[a-z_]{1,40}}(?!})");
    private static final String WANTED =
            "a list of files, as in [ prompts/a.txt, { system: sys.txt, user: user.txt } ]";
    private static final int MOST = 50;

    private final Path folder;
    private final Set<String> columns;
    private final boolean chats;
    private final Map<String, PromptText> texts = new LinkedHashMap<>();
    private final List<FileNote> notes = new ArrayList<>();
    private Optional<String> linted = Optional.empty();

    /// @param columns further columns that a template may read
    /// @param chats true where a chat model will be given the prompts
    PromptsReader(YamlMap root, Path folder, Set<String> columns, boolean chats) {
        this.folder = folder;
        this.columns = columns;
        this.chats = chats;
        root.get("prompt").ifPresent(this::single);
        root.get("prompts").ifPresent(this::list);
    }

    /// All prompts, `prompt` first.
    List<PromptText> texts() {
        return List.copyOf(texts.values());
    }

    /// The text of `prompt`, which `check` lints.
    Optional<String> linted() {
        return linted;
    }

    List<FileNote> notes() {
        return notes;
    }

    private void single(YamlValue value) {
        InputFile file = NamedFile.of(value, folder);
        PromptText text = file(file);
        linted =
                Optional.of(
                        ChatFile.is(file)
                                ? (text.system() + "\n" + text.user()).strip() + "\n"
                                : file.text());
        add(value, text);
    }

    private void list(YamlValue value) {
        List<YamlValue> items = value.list(WANTED);
        if (items.isEmpty() || items.size() > MOST) {
            throw value.problem(
                    "prompts has "
                            + items.size()
                            + " entries, and 1 to "
                            + MOST
                            + " are wanted. Write "
                            + WANTED
                            + ".");
        }
        for (YamlValue item : items) {
            add(item, item.isMapping() ? pair(item) : file(NamedFile.of(item, folder)));
        }
    }

    private void add(YamlValue value, PromptText text) {
        String name = text.name();
        if (texts.containsKey(name)) {
            name = name + " " + (texts.size() + 1);
        }
        boolean twice =
                texts.values().stream()
                        .anyMatch(known ->
                                known.system().equals(text.system())
                                        && known.user().equals(text.user()));
        if (twice) {
            throw value.problem(
                    "prompt "
                            + Quoted.value(text.name())
                            + " says what another says already. Take one out.");
        }
        texts.put(name, new PromptText(name, text.system(), text.user()));
    }

    /// Two files, the one for the system message and the one for the user's.
    private PromptText pair(YamlValue value) {
        YamlMap map = value.map(WANTED).only("system", "user");
        InputFile user =
                NamedFile.of(map.need("user", "user: user.txt, the user's message"), folder);
        Optional<InputFile> system = map.get("system").map(file -> NamedFile.of(file, folder));
        system.ifPresent(file -> checked(file, file.text()));
        return new PromptText(
                name(user), system.map(InputFile::text).orElse(""), checked(user, words(user)));
    }

    private PromptText file(InputFile file) {
        if (ChatFile.is(file)) {
            ChatFile chat = ChatFile.read(file);
            checked(file, chat.system());
            checked(file, chat.user());
            return chat.reads(columns)
                    ? new PromptText(name(file), chat.system(), chat.user())
                    : new PromptText(
                            name(file), (chat.system() + "\n\n" + chat.user()).strip(), INPUT);
        }
        String text = checked(file, words(file));
        return reads(text, columns)
                ? new PromptText(name(file), "", text)
                : new PromptText(name(file), text, INPUT);
    }

    private static String words(InputFile file) {
        String text = file.text();
        if (text.isBlank()) {
            throw file.problem("the prompt is empty. Write what the model is to do.");
        }
        return text;
    }

    /// True where the text is given the input, or a column beside it.
    static boolean reads(String text, Set<String> columns) {
        return TemplateNames.of(text).keySet().stream()
                .anyMatch(name -> name.equals("input") || columns.contains(name));
    }

    /// Every variable is one that will be filled in. Where no chat model is named, the prompt is
    /// only linted, and `check` speaks of what is left open.
    private String checked(InputFile file, String text) {
        if (!chats) {
            return text;
        }
        Set<String> known = new HashSet<>(GIVEN);
        known.addAll(columns);
        TemplateNames.of(text)
                .forEach((name, line) -> {
                    if (!known.contains(name)) {
                        throw file.problem(
                                line,
                                "the prompt reads "
                                        + Quoted.value(name)
                                        + ", and nothing is known by that name"
                                        + Closest.hint(name, known)
                                        + ". Write {{ input }} for the input, or add the column to examples.variables in gradus.yaml.");
                    }
                });
        Matcher brace = ONE_BRACE.matcher(text);
        if (TemplateNames.of(text).isEmpty() && brace.find()) {
            notes.add(
                    new FileNote(
                            file.shown(),
                            Quoted.value(brace.group())
                                    + " stands in one pair of braces and is sent as it is; a variable is written {{ input }}."));
        }
        return text;
    }

    private static String name(InputFile file) {
        return String.valueOf(file.path().getFileName());
    }
}
