package dev.gradus.tune.open;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Takes secrets out of what a child process says: values of the environment's own keys, and what
/// looks like a key.
final class Secrets {
    private static final int SHORTEST = 6;
    private static final Pattern NAMES =
            Pattern.compile("(?i).*(key|token|secret|passw|credential|auth).*");
    private static final List<Pattern> SHAPES =
            List.of(
                    Pattern.compile("\\b(sk|hf|gsk|xai|pk|nvapi|ghp)[-_][^\\s\"',;]{6,}"),
                    Pattern.compile("(?i)\\bbearer\\s+[^\\s\"',;]+"),
                    Pattern.compile("(?i)://[^\\s/@:]+:[^\\s/@]+@"));

    private final List<String> values;

    Secrets(Map<String, String> environment) {
        this.values =
                environment.entrySet().stream()
                        .filter(entry -> NAMES.matcher(entry.getKey()).matches())
                        .map(Map.Entry::getValue)
                        .filter(value -> value.length() >= SHORTEST && !value.startsWith("/"))
                        .sorted(Comparator.comparing(String::length).reversed())
                        .toList();
    }

    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "***");
        }
        for (Pattern shape : SHAPES) {
            hidden = shape.matcher(hidden).replaceAll("***");
        }
        return hidden;
    }
}
