package dev.gradus.answer;

import dev.gradus.answer.internal.FoundJson;
import dev.gradus.answer.internal.PlainJson;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.task.AnswerShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the one label that a reply gives.
///
/// Places are looked at from the surest on: the whole reply; JSON around a label; what a line calls
/// `Label:`, `Answer:` or the like; a code fence; the first and the last line; at last the one
/// label that a short reply without a negation names. The first place that gives any label decides;
/// where it gives two, none is chosen.
final class LabelReader implements AnswerReader {
    private static final int SHORT_WORDS = 20;
    private static final int LISTED = 4000;
    private static final Set<String> FIELDS =
            Set.of("label", "answer", "category", "class", "intent", "classification", "result");
    private static final Pattern CALLED =
            Pattern.compile(
                    "(?im)^[\\s>*#_-]*+(?:the |final |my |correct |predicted )*+(?:label|answer|category"
                            + "|class|intent|classification|result)[*_ ]*+(?::|=| is:?)[*_]*+(.+)$");
    private static final Pattern NEGATION =
            Pattern.compile(
                    "(?i)\\b(?:not|no|nor|neither|never|cannot|without|except|unlike|rather|instead|or"
                            + "|either|but)\\b|n['’]t\\b|\\?");

    /// A first line that the rest takes back, perhaps in words that were cut off, decides nothing.
    private static final Pattern RETHINKING =
            Pattern.compile(
                    "(?i)\\b(?:wait|actually|reconsider\\w*|correction|on second thought|however|hmm+)\\b");

    private final List<String> names;
    private final LabelNames known;
    private final boolean lenient;

    LabelReader(AnswerShape.Labels shape, boolean lenient) {
        this.names = shape.names();
        this.known = new LabelNames(names);
        this.lenient = lenient;
    }

    @Override
    public Reading read(String reply) {
        String text = Thinking.without(reply).strip();
        if (names.contains(text)) {
            return Reading.of(text);
        }
        Set<String> found = lenient && text.length() <= LONGEST ? found(text) : Set.of();
        return found.size() == 1
                ? Reading.of(found.iterator().next())
                : Reading.wrong(reply, problem(text, found));
    }

    private Set<String> found(String text) {
        return firstOf(
                () -> known.meant(List.of(text)),
                () -> known.meant(jsonTexts(text)),
                () -> known.meant(called(text)),
                () -> known.meant(FoundJson.fences(text)),
                () -> known.meant(ends(text)),
                () -> mentioned(text));
    }

    @SafeVarargs
    private static Set<String> firstOf(java.util.function.Supplier<Set<String>>... places) {
        for (var place : places) {
            Set<String> found = place.get();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return Set.of();
    }

    /// Every text that a JSON document in the reply gives as its label.
    private static List<String> jsonTexts(String text) {
        List<String> texts = new ArrayList<>();
        for (Object document : FoundJson.in(text)) {
            switch (document) {
                case String label -> texts.add(label);
                case List<?> list when list.size() == 1 -> texts.add(words(list.getFirst()));
                case Map<?, ?> map when map.size() == 1 ->
                        texts.add(words(map.values().iterator().next()));
                case Map<?, ?> map ->
                        map.forEach((key, value) -> {
                            if (FIELDS.contains(words(key).toLowerCase(java.util.Locale.ROOT))) {
                                texts.add(words(value));
                            }
                        });
                default -> {}
            }
        }
        return texts;
    }

    private static String words(Object value) {
        return value instanceof String text ? text : PlainJson.write(value);
    }

    private static List<String> called(String text) {
        List<String> called = new ArrayList<>();
        Matcher line = CALLED.matcher(text);
        while (line.find()) {
            called.add(line.group(1));
        }
        return called;
    }

    private static List<String> ends(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return List.of();
        }
        return RETHINKING.matcher(text).find()
                ? List.of(lines.getLast())
                : List.of(lines.getFirst(), lines.getLast());
    }

    private Set<String> mentioned(String text) {
        boolean doubtful = NEGATION.matcher(text).find() || RETHINKING.matcher(text).find();
        return doubtful || LabelNames.words(text).size() > SHORT_WORDS
                ? Set.of()
                : known.named(text);
    }

    private String problem(String text, Set<String> found) {
        String what =
                found.size() > 1
                        ? "The answer names " + found.size() + " labels: " + quoted(found)
                        : text.isEmpty()
                                ? "The answer is empty"
                                : "The answer " + Quoted.of(text) + " is none of the labels";
        String list = String.join(", ", names);
        return what
                + ". Answer with exactly one of these labels and nothing else: "
                + (list.length() <= LISTED ? list : list.substring(0, LISTED) + "...");
    }

    private static String quoted(Set<String> found) {
        return String.join(
                ", ", new LinkedHashSet<>(found).stream().limit(5).map(Quoted::of).toList());
    }
}
