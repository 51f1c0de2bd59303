import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/// Texts as libtorch takes them: all tokens end to end, or each text filled up to the longest.
final class TorchBatch {
    final boolean packed;
    final int texts;
    final int longest;
    final Tensor ids;
    final Tensor positions;

    /// Row of each place of the padded batch, and place of each row.
    final Tensor padded;

    final Tensor back;

    /// 0 where a token is, and a large negative number where none is: [texts, 1, 1, longest].
    final Tensor mask;

    /// Each text's share of each row: the mean over its tokens.
    final Tensor shares;

    final Tensor labels;

    TorchBatch(int[][] tokens, long[] labelOf, boolean packed) {
        this.packed = packed;
        this.texts = tokens.length;
        this.longest = Arrays.stream(tokens).mapToInt(text -> text.length).max().orElseThrow();
        int places = texts * longest;
        int count = Arrays.stream(tokens).mapToInt(text -> text.length).sum();
        int rows = packed ? count : places;
        long[] id = new long[rows];
        long[] position = new long[rows];
        long[] to = new long[places];
        long[] from = new long[count];
        float[] hidden = new float[places];
        float[] share = new float[texts * rows];
        Arrays.fill(hidden, -1e30f);
        int token = 0;
        for (int s = 0; s < texts; s++) {
            for (int i = 0; i < tokens[s].length; i++, token++) {
                int place = s * longest + i;
                int row = packed ? token : place;
                id[row] = tokens[s][i];
                position[row] = i;
                to[place] = token;
                from[token] = place;
                hidden[place] = 0;
                share[s * rows + row] = 1f / tokens[s].length;
            }
        }
        this.ids = Tensor.create(id, rows);
        this.positions = Tensor.create(position, rows);
        this.padded = Tensor.create(to, places);
        this.back = Tensor.create(from, count);
        this.mask = Tensor.create(hidden, texts, 1, 1, longest);
        this.shares = Tensor.create(share, texts, rows);
        this.labels = Tensor.create(labelOf, texts);
    }
}
