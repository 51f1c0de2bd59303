package dev.gradus.check;

import dev.gradus.task.NearTwins;
import dev.gradus.task.TwinClusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The rules that a prompt states, one a sentence, and whether they agree with each other.
final class PromptRules {
    /*
     * A rule contradicts another where one demands and the other forbids the same words: the negations
     * differ in parity, at least two content words are shared, and they are at least 0.6 of all (Jaccard).
     * "Use labels from the list. Do not use labels outside the list" agrees: a rule with a word of
     * exception contradicts nothing. Demands that exclude each other in other words come from a short
     * table. More would need a model that reads; a false alarm costs more trust than a miss.
     */
    private static final double SAME_WORDS = 0.6;
    private static final int FEWEST_WORDS = 3;
    private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+|\\R+");
    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}_']+");
    private static final Set<String> NEGATIONS =
            Set.of("not", "never", "don't", "dont", "no", "cannot", "can't", "mustn't", "avoid");
    private static final Set<String> EXCEPTIONS =
            Set.of(
                    "outside",
                    "other",
                    "else",
                    "except",
                    "beyond",
                    "unless",
                    "without",
                    "if",
                    "when",
                    "otherwise",
                    "than",
                    "instead",
                    "but");
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "a", "an", "the", "to", "of", "in", "on", "for", "and", "or", "is", "are", "be",
                    "do", "does", "you", "your", "it", "this", "that", "must", "should", "always",
                    "only", "please", "with", "any", "will", "shall", "just", "exactly");

    private record Opposites(String what, Pattern one, Pattern other) {
        static Opposites of(String what, String one, String other) {
            return new Opposites(
                    what,
                    Pattern.compile(one, Pattern.CASE_INSENSITIVE),
                    Pattern.compile(other, Pattern.CASE_INSENSITIVE));
        }
    }

    private static final List<Opposites> OPPOSITES =
            List.of(
                    Opposites.of(
                            "the answer alone, and an explanation",
                            "\\bonly (?:with |return |output )?(?:the |a |one )?(?:\\w+ )?(?:label|category|class|intent|name|answer)\\b",
                            "\\b(?:explain (?:your|why|the)|give (?:a |your )?reason|justify|step[- ]by[- ]step)"),
                    Opposites.of(
                            "exactly one answer, and several",
                            "\\b(?:exactly|only) one\\b|\\bsingle (?:label|category|class|intent|answer)\\b",
                            "\\ball that apply\\b|\\bone or more (?:label|categor|class|intent)|\\bmultiple (?:label|categor|class|intent)"),
                    Opposites.of(
                            "lower case, and upper case",
                            "\\b(?:in|use) (?:all )?lower[- ]?case\\b",
                            "\\b(?:in|use) (?:all )?(?:upper[- ]?case|capitals)\\b"),
                    Opposites.of(
                            "JSON, and plain text",
                            "\\b(?:return|respond|answer|output|reply)\\b[^.\\n]*\\bjson\\b",
                            "\\b(?:return|respond|answer|output|reply)\\b[^.\\n]*\\bplain text\\b"));

    private static final Pattern FORBIDS =
            Pattern.compile("(?i)\\b(?:do not|don't|never|no|without|not)\\b");

    /// A sentence, taken apart once.
    private record Rule(String text, boolean negative, boolean excepting, Set<String> content) {
        static Rule of(String text) {
            List<String> words = words(text);
            return new Rule(
                    text,
                    isNegative(text),
                    words.stream().anyMatch(EXCEPTIONS::contains),
                    words.stream()
                            .filter(word ->
                                    !EMPTY_WORDS.contains(word) && !NEGATIONS.contains(word))
                            .collect(Collectors.toSet()));
        }

        boolean contradicts(Rule other) {
            if (negative == other.negative || excepting || other.excepting) {
                return false;
            }
            Set<String> shared = new HashSet<>(content);
            shared.retainAll(other.content);
            int union = content.size() + other.content.size() - shared.size();
            return shared.size() >= 2 && shared.size() >= SAME_WORDS * union;
        }
    }

    private static final int MOST_RULES = 500;
    private final List<String> sentences;

    PromptRules(String prompt) {
        sentences =
                END.splitAsStream(prompt)
                        .map(text -> text.replaceFirst("^\\s*(?:[-*+\u2022]|\\d{1,3}[.)])\\s+", ""))
                        .map(String::strip)
                        .filter(text -> words(text).size() >= FEWEST_WORDS)
                        .toList();
    }

    List<String> sentences() {
        return sentences;
    }

    /// Pairs that cannot both be followed, as `'one' and 'other'`.
    List<String> contradictions() {
        List<String> found = new ArrayList<>();
        for (Opposites opposites : OPPOSITES) {
            for (String one : matching(opposites.one)) {
                for (String other : matching(opposites.other)) {
                    found.add(
                            opposites.what
                                    + ": "
                                    + Words.quote(one)
                                    + " and "
                                    + Words.quote(other));
                }
            }
        }
        List<Rule> rules = sentences.stream().limit(MOST_RULES).map(Rule::of).toList();
        for (int i = 0; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rules.get(i).contradicts(rules.get(j))) {
                    found.add(
                            Words.quote(rules.get(j).text)
                                    + " and "
                                    + Words.quote(rules.get(i).text));
                }
            }
        }
        return found;
    }

    /// Rules that stand there twice, word for word or nearly, and do not contradict each other.
    ///
    /// @param counts false for what is no rule, such as the entries of the label list
    List<String> repetitions(Predicate<String> counts) {
        List<String> rules = sentences.stream().filter(counts).toList();
        TwinClusters twins = NearTwins.find(rules);
        return twins.links().stream()
                .filter(link ->
                        isNegative(rules.get(link.first())) == isNegative(rules.get(link.second())))
                .map(link ->
                        link.similarity() == 1
                                ? Words.quote(rules.get(link.first())) + " twice"
                                : Words.quote(rules.get(link.first()))
                                        + " and "
                                        + Words.quote(rules.get(link.second())))
                .toList();
    }

    private List<String> matching(Pattern pattern) {
        return sentences.stream()
                .filter(text -> pattern.matcher(text).find() && !FORBIDS.matcher(text).find())
                .toList();
    }

    private static boolean isNegative(String sentence) {
        return words(sentence).stream().filter(NEGATIONS::contains).count() % 2 == 1;
    }

    private static List<String> words(String sentence) {
        String plain = sentence.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        return Arrays.stream(WORD.split(plain)).filter(word -> !word.isEmpty()).toList();
    }
}
