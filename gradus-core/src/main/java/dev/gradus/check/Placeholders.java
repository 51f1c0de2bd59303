package dev.gradus.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What in a prompt still waits to be filled in: `{{x}}`, `{x}`, `${x}`, `<X>`, `[INSERT X]`,
/// `TODO`.
final class Placeholders {
    private static final Pattern VARIABLE =
            Pattern.compile(
                    "\\{\\{\\s*([\\w.-]+)\\s*}}|\\$\\{\\s*([\\w.-]+)\\s*}|(?<![{$\\w])\\{([A-Za-z_][\\w.-]*)}(?!})");
    private static final Pattern LEFT_OPEN =
            Pattern.compile(
                    "\\b(?:TODO|FIXME|TBD|XXX)\\b|\\[(?:INSERT|YOUR|ADD)\\b[^\\]\\n]{0,60}]|<([A-Z][A-Z0-9_ -]{1,40})>");
    private static final Set<String> INPUTS =
            Set.of(
                    "input",
                    "text",
                    "query",
                    "user_query",
                    "message",
                    "question",
                    "user_input",
                    "content",
                    "document",
                    "utterance",
                    "user_message",
                    "customer_message");

    private Placeholders() {}

    /// Those that nothing will fill: all that are left open, and every variable but the input.
    static List<String> unfilled(String prompt) {
        List<String> open = new ArrayList<>();
        Matcher left = LEFT_OPEN.matcher(prompt);
        while (left.find()) {
            boolean tag = left.group(1) != null && prompt.contains("</" + left.group(1) + ">");
            if (!tag && !open.contains(left.group())) {
                open.add(left.group());
            }
        }
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher variable = VARIABLE.matcher(prompt);
        while (variable.find()) {
            variables.putIfAbsent(name(variable), variable.group());
        }
        if (variables.size() > 1) {
            String input =
                    variables.keySet().stream().filter(INPUTS::contains).findFirst().orElse("");
            variables.forEach((name, text) -> {
                if (!name.equals(input)) {
                    open.add(text);
                }
            });
        }
        return open;
    }

    private static String name(Matcher variable) {
        for (int group = 1; group <= variable.groupCount(); group++) {
            String name = variable.group(group);
            if (name != null) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return variable.group();
    }
}
