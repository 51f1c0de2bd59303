package dev.gradus.tune.train;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the training process is told: the job with its texts as tokens, so that it needs neither
/// tokenizer nor native library. One file in the job's folder.
///
/// @param base a full-precision encoder
/// @param baseHash SHA-256 of its graph
/// @param texts tokens of what is learned from
/// @param labelOf of each text
/// @param groupOf of each text
/// @param probes tokens of what is answered in the end
record TrainingJob(
        ModelName base,
        String baseHash,
        Recipe recipe,
        List<String> labels,
        int[][] texts,
        int[] labelOf,
        int[] groupOf,
        int[][] probes,
        long seed,
        Optional<Duration> limit) {
    static final String FILE = "job.bin";

    /// Changes when the same job would be trained otherwise: old checkpoints are then not used.
    private static final int METHOD = 3;

    private static final long LARGEST = 1L << 31;

    /// SHA-256 of all that the result depends on; the limit only says when to stop.
    String hash() {
        return WholeFile.checksum(ByteBuffer.wrap(bytes(false)));
    }

    void write(Path folder) {
        WholeFile.write(folder.resolve(FILE), ByteBuffer.wrap(bytes(true)));
    }

    private byte[] bytes(boolean withLimit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(METHOD);
            out.writeUTF(base.toString());
            out.writeUTF(baseHash);
            write(recipe, out);
            out.writeInt(labels.size());
            for (String label : labels) {
                out.writeUTF(label);
            }
            write(texts, out);
            write(new int[][] {labelOf, groupOf}, out);
            write(probes, out);
            out.writeLong(seed);
            out.writeLong(withLimit ? limit.map(Duration::toMillis).orElse(-1L) : -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Recipe recipe, DataOutputStream out) throws IOException {
        out.writeUTF(recipe.kind().name());
        out.writeInt(recipe.rank());
        out.writeDouble(recipe.alpha());
        out.writeDouble(recipe.dropout());
        out.writeDouble(recipe.learningRate());
        out.writeInt(recipe.epochs());
        out.writeInt(recipe.batch());
        out.writeDouble(recipe.warmup());
        out.writeDouble(recipe.weightDecay());
        out.writeDouble(recipe.clip());
        out.writeInt(recipe.patience());
        out.writeUTF(recipe.start().name());
        out.writeDouble(recipe.held());
    }

    private static void write(int[][] rows, DataOutputStream out) throws IOException {
        out.writeInt(rows.length);
        for (int[] row : rows) {
            out.writeInt(row.length);
            for (int value : row) {
                out.writeInt(value);
            }
        }
    }

    static TrainingJob read(Path folder) {
        ByteBuffer file = WholeFile.read(folder.resolve(FILE), LARGEST - 1);
        byte[] bytes = new byte[file.remaining()];
        file.get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != METHOD) {
                throw new IOException("it is of another version");
            }
            ModelName base = ModelName.parse(in.readUTF());
            String baseHash = in.readUTF();
            Recipe recipe = recipe(in);
            List<String> labels = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                labels.add(in.readUTF());
            }
            int[][] texts = rows(in);
            int[][] columns = rows(in);
            int[][] probes = rows(in);
            long seed = in.readLong();
            long limit = in.readLong();
            return new TrainingJob(
                    base,
                    baseHash,
                    recipe,
                    List.copyOf(labels),
                    texts,
                    columns[0],
                    columns[1],
                    probes,
                    seed,
                    limit < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(limit)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recipe recipe(DataInputStream in) throws IOException {
        return new Recipe(
                Recipe.Kind.valueOf(in.readUTF()),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readInt(),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readInt(),
                Recipe.Start.valueOf(in.readUTF()),
                1,
                in.readDouble());
    }

    private static int[][] rows(DataInputStream in) throws IOException {
        int[][] rows = new int[in.readInt()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new int[in.readInt()];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = in.readInt();
            }
        }
        return rows;
    }
}
