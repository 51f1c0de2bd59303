package dev.gradus.files;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A prompt as chat messages, in JSON or YAML: `[{"role": "system", "content": "..."}, ...]`.
///
/// @param system the texts of the system messages; may be empty
/// @param user the texts of the user's messages
record ChatFile(String system, String user) {
    private static final String WANTED =
            "a list of messages, as in [ { role: system, content: \"...\" }, { role: user, content: \"{{ input }}\" } ]";
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant");

    static boolean is(InputFile file) {
        String name = file.shown().toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    static ChatFile read(InputFile file) {
        YamlNode root =
                YamlTree.read(file)
                        .orElseThrow(
                                () -> file.problem("the file is empty. Write " + WANTED + "."));
        return of(new YamlValue(file, "the prompt", root));
    }

    static ChatFile of(YamlValue value) {
        StringBuilder system = new StringBuilder();
        StringBuilder user = new StringBuilder();
        for (YamlValue item : value.list(WANTED)) {
            YamlMap message = item.map(WANTED);
            String wanted = "one of system and user";
            YamlValue roleValue = message.need("role", wanted);
            String role = roleValue.text(wanted);
            if (!ROLES.contains(role)) {
                throw roleValue.wrong(Closest.hint(role, ROLES), wanted);
            }
            if (role.equals("assistant")) {
                throw item.problem(
                        "a turn of the assistant stands in the prompt, and a prompt has system and user messages. Write it into the user's message, or leave it to the rung examples.");
            }
            String text = content(message.need("content", "content: \"...\""));
            StringBuilder out = role.equals("user") ? user : system;
            out.append(out.isEmpty() ? "" : "\n\n").append(text);
        }
        if (user.toString().isBlank() && system.toString().isBlank()) {
            throw value.problem("the prompt has no words. Write " + WANTED + ".");
        }
        return new ChatFile(system.toString(), user.toString());
    }

    /// True where the messages read the input or a column, so that they need no message more.
    boolean reads(Set<String> columns) {
        return !user.isBlank()
                && (PromptsReader.reads(user, columns) || PromptsReader.reads(system, columns));
    }

    /// A text, or a list of parts that are texts.
    private static String content(YamlValue value) {
        String wanted = "a text, or a list of { type: text, text: \"...\" }";
        if (value.isScalar()) {
            return value.text(wanted);
        }
        StringBuilder text = new StringBuilder();
        for (YamlValue part : value.list(wanted)) {
            YamlMap map = part.map(wanted);
            text.append(map.need("text", wanted).text(wanted));
        }
        return text.toString();
    }
}
