package dev.gradus.check;

import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// How far the words alone tell the labels of train apart: cross-validated inside train, so that
/// neither dev nor test is looked at.
final class WordVotes {
    /*
     * Multinomial naive Bayes over words and pairs of neighbouring words (McCallum and Nigam 1998, A
     * comparison of event models for naive Bayes text classification), each counted once a text,
     * smoothed by 0.1, all labels equally likely beforehand; five folds, near twins in one fold. It is no
     * candidate, only a lens: labels that it mixes up in both directions share their words. Linear in
     * the text; above 20,000 examples a sample is taken by place, above 4 million cells (features x
     * labels) features share a cell by hash.
     */
    private static final int FOLDS = 5;
    private static final int MOST_EXAMPLES = 20_000;
    private static final int MOST_CELLS = 4_000_000;
    private static final int FEATURES = 1 << 16;
    private static final double SMOOTHING = 0.1;

    private final List<String> names;
    private final int features;
    private final int[] gold;
    private final int[] answer;

    /// @param clusterOf the near-twin cluster of each example
    WordVotes(List<Example> train, int[] clusterOf) {
        int step = Math.max(1, (train.size() + MOST_EXAMPLES - 1) / MOST_EXAMPLES);
        int[] sample = IntStream.range(0, train.size()).filter(i -> i % step == 0).toArray();
        Map<String, Integer> index = new HashMap<>();
        names = new ArrayList<>(new TreeSet<>(train.stream().map(Example::expected).toList()));
        names.forEach(name -> index.put(name, index.size()));
        features =
                Math.max(
                        256,
                        Math.min(
                                FEATURES,
                                Integer.highestOneBit(MOST_CELLS / Math.max(1, names.size()))));
        int[][] texts =
                Arrays.stream(sample)
                        .parallel()
                        .mapToObj(i -> features(train.get(i).input()))
                        .toArray(int[][]::new);
        gold = Arrays.stream(sample).map(i -> label(index, train.get(i))).toArray();
        Map<Integer, Integer> key = new HashMap<>();
        for (int i : sample) {
            key.merge(clusterOf[i], train.get(i).input().hashCode(), Math::min);
        }
        int[] fold =
                Arrays.stream(sample).map(i -> fold(key.getOrDefault(clusterOf[i], 0))).toArray();
        answer = new int[gold.length];
        for (int held = 0; held < FOLDS; held++) {
            vote(texts, fold, held);
        }
    }

    private static int label(Map<String, Integer> index, Example example) {
        return index.getOrDefault(example.expected(), 0);
    }

    /// By content, so that the order of the examples changes nothing.
    private static int fold(int key) {
        return (key * 0x9e3779b9 >>> 8) % FOLDS;
    }

    /// How many examples voted.
    int size() {
        return gold.length;
    }

    List<String> names() {
        return names;
    }

    int right() {
        return (int) IntStream.range(0, gold.length).filter(i -> gold[i] == answer[i]).count();
    }

    /// How often each label was answered for each: first index right, second answered.
    int[][] confusion() {
        int[][] counts = new int[names.size()][names.size()];
        for (int i = 0; i < gold.length; i++) {
            counts[gold[i]][answer[i]]++;
        }
        return counts;
    }

    private void vote(int[][] texts, int[] fold, int held) {
        int labels = names.size();
        float[] weight = new float[features * labels];
        double[] mass = new double[labels];
        for (int i = 0; i < texts.length; i++) {
            if (fold[i] != held) {
                for (int feature : texts[i]) {
                    weight[feature * labels + gold[i]]++;
                }
                mass[gold[i]] += texts[i].length;
            }
        }
        for (int cell = 0; cell < weight.length; cell++) {
            double all = mass[cell % labels] + SMOOTHING * features;
            weight[cell] = (float) Math.log((weight[cell] + SMOOTHING) / all);
        }
        IntStream.range(0, texts.length)
                .parallel()
                .filter(i -> fold[i] == held)
                .forEach(i -> answer[i] = best(texts[i], weight, labels));
    }

    private static int best(int[] text, float[] weight, int labels) {
        double[] score = new double[labels];
        for (int feature : text) {
            for (int label = 0; label < labels; label++) {
                score[label] += weight[feature * labels + label];
            }
        }
        int best = 0;
        for (int label = 1; label < labels; label++) {
            best = score[label] > score[best] ? label : best;
        }
        return best;
    }

    private int[] features(String input) {
        String[] words = input.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        int[] found = new int[2 * words.length];
        int count = 0;
        String before = "";
        for (String word : words) {
            if (!word.isEmpty()) {
                found[count++] = cell(word.hashCode());
                found[count++] = cell(before.hashCode() * 31 + word.hashCode() + 1);
                before = word;
            }
        }
        return Arrays.stream(found, 0, count).distinct().toArray();
    }

    private int cell(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        return (mixed ^ mixed >>> 13) & features - 1;
    }
}
