package dev.gradus.tune.net;

/// Texts end to end, without padding: the linear layers see one long matrix of tokens, the
/// attention sees each text alone.
final class Batch {
    final int texts;
    final int tokens;
    final int longest;
    final int[] ids;

    /// Where each text begins, and after the last the number of tokens.
    final int[] starts;

    Batch(int[][] texts) {
        this.texts = texts.length;
        this.starts = new int[texts.length + 1];
        int most = 0;
        for (int i = 0; i < texts.length; i++) {
            starts[i + 1] = starts[i] + texts[i].length;
            most = Math.max(most, texts[i].length);
        }
        this.tokens = starts[texts.length];
        this.longest = most;
        this.ids = new int[tokens];
        for (int i = 0; i < texts.length; i++) {
            System.arraycopy(texts[i], 0, ids, starts[i], texts[i].length);
        }
    }

    int length(int text) {
        return starts[text + 1] - starts[text];
    }
}
