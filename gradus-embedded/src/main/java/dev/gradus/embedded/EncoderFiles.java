package dev.gradus.embedded;

import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// The files of an installed encoder, and what a trainer must know to read a text as the encoder
/// does. Thread-safe; holds neither graph nor tokenizer in memory.
public final class EncoderFiles {
    private final EncoderCatalogue catalogue;
    private final EncoderEntry entry;

    private EncoderFiles(EncoderCatalogue catalogue, EncoderEntry entry) {
        this.catalogue = catalogue;
        this.entry = entry;
    }

    /// @throws GradusException.Usage where no encoder has this name
    /// @throws GradusException.Provider where it is not installed, with how to fetch it
    public static EncoderFiles of(ModelName name) {
        EncoderCatalogue catalogue = EncoderCatalogue.read();
        return new EncoderFiles(catalogue, catalogue.installed(name));
    }

    public ModelName name() {
        return entry.name();
    }

    /// Transformer blocks.
    public int layers() {
        return entry.layers();
    }

    /// Length of its vectors.
    public int dimensions() {
        return entry.dimensions();
    }

    /// Beyond which a text is cut, the two special tokens counted.
    public int maxTokens() {
        return entry.maxTokens();
    }

    /// True where a text's vector is the mean over its tokens; false where it is the first token's.
    public boolean meanPooled() {
        return entry.pooling() == Pooling.MEAN;
    }

    public boolean quantized() {
        return entry.quantized();
    }

    /// SHA-256 of the graph, 64 hexadecimal digits: the identity of the weights. Reads the graph
    /// (0.1 to 0.5 s).
    public String checksum() {
        return WholeFile.checksum(graph());
    }

    /// The ONNX file, read anew at every call into memory outside the heap: 23 to 133 MB,
    /// little-endian, read-only.
    public ByteBuffer graph() {
        return resource(entry.modelResource()).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The tokenizer's file, JSON.
    public ByteBuffer tokenizer() {
        return resource(entry.tokenizerResource()).asReadOnlyBuffer();
    }

    /// The tokens of each text as the encoder reads them: prefix first, `[CLS]` and `[SEP]`
    /// included, cut at `maxTokens()`. Opens the tokenizer once a call (0.1 s), so hand it all
    /// texts.
    public int[][] tokenize(List<String> texts) {
        int[][] ids = new int[texts.size()][];
        try (ReferenceTokenizer words =
                ReferenceTokenizer.open(
                        located(entry.tokenizerResource()), entry.prefix(), entry.maxTokens())) {
            for (int i = 0; i < ids.length; i++) {
                long[] tokens = words.tokenize(texts.get(i)).ids();
                ids[i] = new int[tokens.length];
                for (int t = 0; t < tokens.length; t++) {
                    ids[i][t] = Math.toIntExact(tokens[t]);
                }
            }
        } catch (IOException | LinkageError e) {
            throw OnnxEncoder.cannotRun(entry, e);
        }
        return ids;
    }

    /// The twin whose weights can be tuned: `embedded/minilm-l6` of `embedded/minilm-l6-q`, and
    /// itself of a full-precision one. Need not be installed.
    public ModelName fullPrecision() {
        return entry.fullPrecision();
    }

    /// The quantized twin, which serves tuned weights fast; empty where it is not installed. Itself
    /// of a quantized one.
    public Optional<ModelName> quantizedTwin() {
        ModelName full = fullPrecision();
        ModelName twin = new ModelName(full.provider(), full.model() + EncoderEntry.QUANTIZED);
        return catalogue.entries().stream()
                .filter(known -> known.name().equals(twin) && known.installed())
                .map(EncoderEntry::name)
                .findFirst();
    }

    private ByteBuffer resource(String name) {
        try {
            return ClassPath.read(located(name));
        } catch (IOException e) {
            throw new GradusException.Provider(
                    "%s cannot be read: %s. Fetch it again: ./gradus models get %s."
                            .formatted(name, e.getMessage(), entry.name()),
                    false);
        }
    }

    private URL located(String name) throws IOException {
        return ClassPath.find(name)
                .orElseThrow(() -> new IOException(name + " is not on the class path"));
    }
}
