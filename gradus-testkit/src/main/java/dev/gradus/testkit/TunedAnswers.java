package dev.gradus.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What a tuned model of a `TuningServer` answers: what its training file says of the same text,
/// else of the one that shares the most words with it (Jaccard), the first in the file where
/// several do. Where nothing is shared, what the base answers.
final class TunedAnswers implements Function<String, String> {
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Map<String, String> exact = new LinkedHashMap<>();
    private final List<Known> known = new ArrayList<>();
    private final Function<String, String> base;

    private record Known(Set<String> words, String answer) {}

    /// @param lines of the training file
    TunedAnswers(List<JsonNode> lines, Function<String, String> base) {
        this.base = base;
        for (JsonNode line : lines) {
            String text = lastUser(line.at("/input/messages"));
            text = text.isEmpty() ? lastUser(line.path("messages")) : text;
            Optional<String> answer = answer(line);
            if (answer.isPresent() && exact.putIfAbsent(text, answer.get()) == null) {
                known.add(new Known(words(text), answer.get()));
            }
        }
    }

    private static Optional<String> answer(JsonNode line) {
        JsonNode preferred = line.at("/preferred_output/0/content");
        if (preferred.isString()) {
            return preferred.stringValueOpt();
        }
        JsonNode reference = line.path("reference");
        if (reference.isString()) {
            return reference.stringValueOpt();
        }
        JsonNode messages = line.path("messages");
        return messages.path(messages.size() - 1).path("content").stringValueOpt();
    }

    private static String lastUser(JsonNode messages) {
        String last = "";
        for (JsonNode message : messages.values()) {
            if (message.path("role").stringValue("").equals("user")) {
                last = message.path("content").stringValue("");
            }
        }
        return last;
    }

    @Override
    public String apply(String text) {
        String same = exact.get(text);
        if (same != null) {
            return same;
        }
        Set<String> words = words(text);
        double best = 0;
        Optional<String> nearest = Optional.empty();
        for (Known one : known) {
            double shared = one.words().stream().filter(words::contains).count();
            double likeness = shared / (one.words().size() + words.size() - shared);
            if (likeness > best) {
                best = likeness;
                nearest = Optional.of(one.answer());
            }
        }
        return nearest.orElseGet(() -> base.apply(text));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(List.of(WORDS.split(text.toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }
}
