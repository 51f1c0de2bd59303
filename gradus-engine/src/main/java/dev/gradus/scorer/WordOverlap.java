package dev.gradus.scorer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// How far the words of two texts agree, 0 to 1.
///
/// **Token-F1** is the F1 of the SQuAD evaluation (Rajpurkar et al. 2016, *SQuAD: 100,000+
/// questions for machine comprehension of text*, EMNLP, and its script `evaluate-v1.1.py`): lower
/// case, ASCII punctuation and the articles a, an, the taken away, words counted with multiplicity.
/// Two texts without a word left are equal (1), one of them alone is 0 (as in `evaluate-v2.0.py`).
///
/// **ROUGE-L** (Lin 2004, *ROUGE: a package for automatic evaluation of summaries*, ACL workshop,
/// section 3.1, with beta = 1): F1 of the longest common subsequence of words, no stemming. Words
/// are runs of letters and digits of any script. From each text the first 20,000 words count.
///
/// Reference values in the test: the examples of Lin's section 3.1, and values worked out by the
/// SQuAD script.
final class WordOverlap {
    private static final int WORDS = 20_000;
    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    private WordOverlap() {}

    static double tokenF1(String answer, String expected) {
        List<String> given = squadWords(answer);
        List<String> wanted = squadWords(expected);
        if (given.isEmpty() || wanted.isEmpty()) {
            return given.equals(wanted) ? 1 : 0;
        }
        Map<String, Integer> left = new HashMap<>();
        wanted.forEach(word -> left.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : given) {
            shared += left.merge(word, -1, Integer::sum) >= 0 ? 1 : 0;
        }
        return f1(shared, given.size(), wanted.size());
    }

    static double rougeL(String answer, String expected) {
        List<String> given = words(answer);
        List<String> wanted = words(expected);
        if (given.isEmpty() || wanted.isEmpty()) {
            return given.equals(wanted) ? 1 : 0;
        }
        return f1(longestCommon(given, wanted), given.size(), wanted.size());
    }

    /// `2PR / (P + R)` with `P = shared / given` and `R = shared / wanted`.
    private static double f1(int shared, int given, int wanted) {
        return 2.0 * shared / (given + wanted);
    }

    private static int longestCommon(List<String> one, List<String> other) {
        int[] row = new int[other.size() + 1];
        for (String word : one) {
            int corner = 0;
            for (int j = 1; j < row.length; j++) {
                int up = row[j];
                row[j] = word.equals(other.get(j - 1)) ? corner + 1 : Math.max(up, row[j - 1]);
                corner = up;
            }
        }
        return row[other.size()];
    }

    private static List<String> squadWords(String text) {
        String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return split(SPACE, ARTICLES.matcher(bare).replaceAll(" "));
    }

    static List<String> words(String text) {
        return split(BETWEEN, text.toLowerCase(Locale.ROOT));
    }

    private static List<String> split(Pattern between, String text) {
        return between.splitAsStream(text).filter(word -> !word.isEmpty()).limit(WORDS).toList();
    }
}
