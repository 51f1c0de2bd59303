package dev.gradus.embedded;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A BERT graph: tokens in, one unit vector per text out. Thread-safe.
///
/// One session serves every thread. A run stays on the thread that asked for it (intra-op 1): many
/// small runs side by side beat one run spread over the cores by 1.1 to 1.2, for nothing waits at
/// the end of every operator, and the CPU time of a call can be read off its thread.
final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> inputs;
    private final Pooling pooling;
    private final int dimensions;

    private OnnxModel(
            OrtEnvironment environment, OrtSession session, Pooling pooling, int dimensions) {
        this.environment = environment;
        this.session = session;
        this.inputs = session.getInputNames();
        this.pooling = pooling;
        this.dimensions = dimensions;
    }

    static OnnxModel open(ByteBuffer graph, Pooling pooling, int dimensions)
            throws IOException, OrtException {
        OrtEnvironment environment = environment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtSession session = environment.createSession(graph, options);
            return new OnnxModel(environment, session, pooling, dimensions);
        }
    }

    /// One per process, whoever asks first; loads the native library.
    static OrtEnvironment environment() throws IOException {
        NativeLibraries.prepare();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime does not let its telemetry be switched off", e);
        }
        return environment;
    }

    /// Runs texts together, padded to the longest of them.
    float[][] run(List<Tokens> batch) throws OrtException {
        int longest = 0;
        for (Tokens tokens : batch) {
            longest = Math.max(longest, tokens.count());
        }
        long[] ids = new long[batch.size() * longest];
        long[] mask = new long[ids.length];
        for (int i = 0; i < batch.size(); i++) {
            long[] text = batch.get(i).ids();
            System.arraycopy(text, 0, ids, i * longest, text.length);
            Arrays.fill(mask, i * longest, i * longest + text.length, 1L);
        }
        return run(batch, longest, ids, mask);
    }

    private float[][] run(List<Tokens> batch, int longest, long[] ids, long[] mask)
            throws OrtException {
        long[] shape = {batch.size(), longest};
        try (OnnxTensor idTensor = tensor(ids, shape);
                OnnxTensor maskTensor = tensor(mask, shape);
                OnnxTensor typeTensor = tensor(new long[ids.length], shape)) {
            Map<String, OnnxTensor> feed = new HashMap<>();
            feed.put("input_ids", idTensor);
            feed.put("attention_mask", maskTensor);
            if (inputs.contains("token_type_ids")) {
                feed.put("token_type_ids", typeTensor);
            }
            try (OrtSession.Result result = session.run(feed)) {
                OnnxTensor hidden = (OnnxTensor) result.get(0);
                return pool(hidden.getFloatBuffer(), batch, longest);
            }
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private float[][] pool(FloatBuffer hidden, List<Tokens> batch, int longest) {
        float[][] vectors = new float[batch.size()][dimensions];
        for (int i = 0; i < vectors.length; i++) {
            pooling.pool(hidden, i * longest * dimensions, batch.get(i).count(), vectors[i]);
            toUnitLength(vectors[i]);
        }
        return vectors;
    }

    private static void toUnitLength(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double scale = 1 / Math.sqrt(squares);
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) (vector[d] * scale);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the session could not be closed", e);
        }
    }
}
