package dev.gradus.scorer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How many answers of an arm say nothing of their own.
///
/// Words that stand in 80 % of the answers are the arm's refrain. Where an answer repeats its input
/// (80 % of the input's words, of at least 3), the input's words are not its own either. An answer
/// lacks words of its own where nothing is left, or where an expected answer is known and what is
/// left is at most a tenth of the answer and shares no word with it. A long refrain around a right
/// answer is no lack: `Thank you for asking ... Paris` keeps `paris`.
final class OwnWords {
    private static final double REFRAIN = 0.8;
    private static final double ECHO = 0.8;
    private static final int ECHO_WORDS = 3;
    private static final double CRUMBS = 0.1;

    private OwnWords() {}

    /// The share of the answers that lack them; 0 where there is no answer.
    static double lackingIn(List<JudgeGuard.Judged> answers) {
        if (answers.isEmpty()) {
            return 0;
        }
        Set<String> refrain = refrain(answers);
        long lacking = answers.stream().filter(answer -> lacks(answer, refrain)).count();
        return (double) lacking / answers.size();
    }

    private static Set<String> refrain(List<JudgeGuard.Judged> answers) {
        Map<String, Integer> counts = new HashMap<>();
        for (JudgeGuard.Judged answer : answers) {
            new HashSet<>(WordOverlap.words(answer.answer()))
                    .forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        counts.values().removeIf(count -> count < REFRAIN * answers.size());
        return counts.keySet();
    }

    private static boolean lacks(JudgeGuard.Judged judged, Set<String> refrain) {
        List<String> words = WordOverlap.words(judged.answer());
        Set<String> input = new HashSet<>(WordOverlap.words(judged.example().input()));
        Set<String> said = new HashSet<>(words);
        long repeated = input.stream().filter(said::contains).count();
        boolean echoes = input.size() >= ECHO_WORDS && repeated >= ECHO * input.size();
        List<String> own =
                words.stream()
                        .filter(word -> !refrain.contains(word))
                        .filter(word -> !(echoes && input.contains(word)))
                        .toList();
        if (own.isEmpty()) {
            return true;
        }
        Set<String> expected = new HashSet<>(WordOverlap.words(judged.example().expected()));
        return !expected.isEmpty()
                && own.size() <= CRUMBS * words.size()
                && own.stream().noneMatch(expected::contains);
    }
}
