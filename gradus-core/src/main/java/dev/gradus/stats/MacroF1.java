package dev.gradus.stats;

/// Macro-averaged F1: the mean over labels of `2 tp / (gold + predicted)`.
///
/// The mean is over the labels that occur, as gold or as prediction, like scikit-learn's default
/// (`f1_score(average="macro")`). Deviation: an answer that is no label (-1) is a miss of its gold
/// label but opens no label of its own, whose F1 of 0 would count twice. 0 where nothing occurs.
///
/// @param labels how many labels there are
public record MacroF1(int labels) implements SetScore {
    public MacroF1 {
        Require.that(labels > 0, "macro-F1 needs at least one label, but labels is " + labels);
    }

    @Override
    public double of(int[] gold, int[] predicted, int[] weights) {
        int[] hits = new int[labels];
        int[] seen = new int[labels];
        for (int i = 0; i < gold.length; i++) {
            int weight = weights[i];
            int right = gold[i];
            int given = predicted[i];
            seen[right] += weight;
            if (given >= 0) {
                seen[given] += weight;
                hits[right] += given == right ? weight : 0;
            }
        }
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < labels; label++) {
            if (seen[label] > 0) {
                occurring++;
                sum += 2.0 * hits[label] / seen[label];
            }
        }
        return occurring == 0 ? 0 : sum / occurring;
    }
}
