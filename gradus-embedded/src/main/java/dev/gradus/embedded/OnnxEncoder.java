package dev.gradus.embedded;

import ai.onnxruntime.OrtException;
import dev.gradus.canonical.Canonical;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// An encoder in this process. Thread-safe.
///
/// In bulk, texts of like length run together in batches of 8, one batch per core at a time:
/// measured 1.3 times (int8) and 1.5 times (fp32) the rate of batches of one on the same cores;
/// batches of 16 are no faster, of 64 40 % slower, for they leave the cache and pad more.
///
/// **A quantized model's vectors depend a little on who shares the batch.** Its graph finds the
/// scale of every activation tensor while it runs, from the smallest and largest value in the whole
/// batch (dynamic quantization), so a neighbour with a wider range coarsens the rounding of all.
/// Batches are therefore a function of the texts alone, never of timing, and a plan's segment gives
/// the same bits whoever encodes it and when. How much it is: `bench/RESULTS.md`. What is measured
/// as served goes through [#encode(String)], a batch of one.
final class OnnxEncoder implements Encoder {
    /// See `bench/encoding`: 8 and 16 are within the noise of each other; 8 pads less.
    static final int BATCH = 8;

    /// Texts of a segment: about half a second of work, so that little is lost with a killed
    /// process.
    private static final int SEGMENT = 512;

    private static final Comparator<Sized> LONGEST_FIRST =
            Comparator.comparingInt(Sized::tokens).reversed().thenComparing(Sized::text);

    private final EncoderEntry entry;
    private final String fingerprint;
    private final OnnxModel model;
    private final ReferenceTokenizer tokenizer;
    private final int batch;
    private final int workers;
    private final ExecutorService pool;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private OnnxEncoder(
            EncoderEntry entry,
            String fingerprint,
            OnnxModel model,
            ReferenceTokenizer tokenizer,
            int batch,
            int workers) {
        this.entry = entry;
        this.fingerprint = fingerprint;
        this.model = model;
        this.tokenizer = tokenizer;
        this.batch = batch;
        this.workers = workers;
        this.pool =
                Executors.newFixedThreadPool(
                        workers,
                        Thread.ofPlatform()
                                .daemon()
                                .name("gradus-" + entry.name().model() + "-", 1)
                                .factory());
    }

    static OnnxEncoder open(EncoderEntry entry) {
        return open(entry, BATCH, Runtime.getRuntime().availableProcessors());
    }

    /// Loads the graph and the tokenizer side by side.
    static OnnxEncoder open(EncoderEntry entry, int batch, int workers) {
        try {
            URL graph = present(entry.modelResource());
            String checksum = ClassPath.checksum(graph);
            return open(entry, () -> ClassPath.read(graph), checksum, batch, workers);
        } catch (IOException | OrtException | LinkageError | CompletionException e) {
            throw cannotRun(entry, e);
        }
    }

    /// Like the encoder of the entry, but for its weights.
    ///
    /// @param checksum that tells this graph from any other
    static OnnxEncoder open(EncoderEntry entry, ByteBuffer graph, String checksum) {
        try {
            int workers = Runtime.getRuntime().availableProcessors();
            return open(entry, () -> graph, checksum, BATCH, workers);
        } catch (IOException | OrtException | LinkageError | CompletionException e) {
            throw cannotRun(entry, e);
        }
    }

    private interface Graph {
        ByteBuffer read() throws IOException;
    }

    private static OnnxEncoder open(
            EncoderEntry entry, Graph graph, String checksum, int batch, int workers)
            throws IOException, OrtException {
        URL words = present(entry.tokenizerResource());
        CompletableFuture<ReferenceTokenizer> tokenizer =
                CompletableFuture.supplyAsync(
                        () -> openTokenizer(words, entry), task -> Thread.ofPlatform().start(task));
        OnnxModel model = OnnxModel.open(graph.read(), entry.pooling(), entry.dimensions());
        String fingerprint =
                "%s onnx=%s tokenizer=%s %s prefix='%s' max=%d"
                        .formatted(
                                entry.name(),
                                checksum,
                                ClassPath.checksum(words),
                                entry.pooling(),
                                entry.prefix(),
                                entry.maxTokens());
        return new OnnxEncoder(entry, fingerprint, model, tokenizer.join(), batch, workers);
    }

    private static URL present(String resource) throws IOException {
        return ClassPath.find(resource)
                .orElseThrow(() -> new IOException(resource + " is not on the class path"));
    }

    private static ReferenceTokenizer openTokenizer(URL words, EncoderEntry entry) {
        try {
            return ReferenceTokenizer.open(words, entry.prefix(), entry.maxTokens());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    static GradusException cannotRun(EncoderEntry entry, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        GradusException refusal =
                new GradusException.Provider(
                        "%s cannot run here (%s %s): %s. Its native libraries need Linux, macOS on ARM or Windows with glibc, and a folder that programs may run from: set one with -Dgradus.natives=DIR."
                                .formatted(
                                        entry.name(),
                                        System.getProperty("os.name"),
                                        System.getProperty("os.arch"),
                                        root),
                        false);
        refusal.initCause(cause);
        return refusal;
    }

    @Override
    public ModelName name() {
        return entry.name();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public int dimensions() {
        return entry.dimensions();
    }

    @Override
    public Encoded encode(String text) {
        // A virtual thread has no CPU time of its own, and native code would pin its carrier.
        return Thread.currentThread().isVirtual()
                ? result(pool.submit(() -> encodeHere(text)))
                : encodeHere(text);
    }

    private Encoded encodeHere(String text) {
        long wall = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        Tokens tokens = tokenizer.tokenize(text);
        float[] vector = run(List.of(tokens))[0];
        return new Encoded(
                vector,
                System.nanoTime() - wall,
                threads.getCurrentThreadCpuTime() - cpu,
                tokens.truncated());
    }

    /// A text with its length, the longest first: the last batches are then the shortest, and the
    /// cores finish together.
    private record Sized(String text, int tokens, boolean truncated) {}

    @Override
    public List<Segment> plan(List<String> texts) {
        List<String> distinct = List.copyOf(new LinkedHashSet<>(texts));
        Sized[] sized = new Sized[distinct.size()];
        onAllCores(
                sized.length,
                SEGMENT,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        String text = distinct.get(i);
                        Tokens tokens = tokenizer.tokenize(text);
                        sized[i] = new Sized(text, tokens.count(), tokens.truncated());
                    }
                });
        List<Sized> ordered = new ArrayList<>(List.of(sized));
        ordered.sort(LONGEST_FIRST);
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < ordered.size(); from += SEGMENT) {
            int to = Math.min(from + SEGMENT, ordered.size());
            segments.add(segment(ordered.subList(from, to)));
        }
        return List.copyOf(segments);
    }

    private Segment segment(List<Sized> sized) {
        List<String> texts = sized.stream().map(Sized::text).toList();
        ContentHash hash = new ContentHash().add(Canonical.text("batch " + batch));
        texts.forEach(text -> hash.add(Canonical.text(text)));
        return new Segment(
                texts, hash.hex(), (int) sized.stream().filter(Sized::truncated).count());
    }

    @Override
    public float[][] encode(Segment segment) {
        List<String> texts = segment.texts();
        float[][] vectors = new float[texts.size()][];
        onAllCores(
                vectors.length,
                batch,
                (from, to) -> {
                    List<Tokens> tokens =
                            texts.subList(from, to).stream().map(tokenizer::tokenize).toList();
                    System.arraycopy(run(tokens), 0, vectors, from, to - from);
                });
        return vectors;
    }

    private float[][] run(List<Tokens> tokens) {
        try {
            return model.run(tokens);
        } catch (OrtException e) {
            GradusException failure =
                    new GradusException.Provider(
                            "%s could not encode %d texts: %s"
                                    .formatted(entry.name(), tokens.size(), e.getMessage()),
                            false);
            failure.initCause(e);
            throw failure;
        }
    }

    private interface Slice {
        void run(int from, int to);
    }

    /// Cuts 0..size into slices; which core takes which changes nothing, for each writes its own
    /// places.
    private void onAllCores(int size, int slice, Slice work) {
        int slices = (size + slice - 1) / slice;
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker =
                () -> {
                    for (int i = next.getAndIncrement(); i < slices; i = next.getAndIncrement()) {
                        work.run(i * slice, Math.min(size, (i + 1) * slice));
                    }
                    return null;
                };
        List<Future<Void>> running = new ArrayList<>();
        for (int w = 0; w < Math.min(workers, slices); w++) {
            running.add(pool.submit(worker));
        }
        try {
            running.forEach(this::result);
        } finally {
            next.set(slices);
        }
    }

    private <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GradusException.Provider(
                    entry.name() + " was interrupted while encoding", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        pool.close();
        model.close();
        tokenizer.close();
    }
}
