package dev.gradus.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Takes secrets out of what a provider says. Providers echo keys in their errors, whole or in
/// part; some echo headers.
final class Mask {
    private static final String STARS = "***";
    private static final int SHORTEST_SECRET = 4;

    /// Shapes of keys, also of those that are not ours, and of headers with what follows them.
    private static final List<Pattern> SHAPES =
            List.of(
                    Pattern.compile("\\b(sk|pk|gsk|xai|key|r8|nvapi|hf|fw|csk)[-_][^\\s\"',;]{6,}"),
                    Pattern.compile("\\bAIza[^\\s\"',;]{6,}"),
                    Pattern.compile("(?i)\\bbearer\\s+[^\\s\"',;]+"),
                    Pattern.compile(
                            "(?i)\\b(proxy-)?(authorization|api-key|x-api-key|x-goog-api-key|cookie)\\b"
                                    + "\"?\\s*[:=]\\s*\"?[^\\s\"',;]+"));

    private final List<String> secrets;

    Mask(List<Secret> secrets) {
        List<String> values = new ArrayList<>();
        for (Secret secret : secrets) {
            if (secret.reveal().length() >= SHORTEST_SECRET) {
                values.add(secret.reveal());
            }
        }
        values.sort(Comparator.comparing(String::length).reversed());
        this.secrets = List.copyOf(values);
    }

    String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, STARS);
        }
        for (Pattern shape : SHAPES) {
            hidden = shape.matcher(hidden).replaceAll(STARS);
        }
        return hidden;
    }
}
