package dev.gradus.embedded;

import dev.gradus.spi.Encoder.Segment;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// Sentences per second of our encoder against LangChain4j's class on the same weights, against the
/// machine's own limit in fp32, and what sharing a batch does to a vector. Routes take turns within
/// each round, and medians are compared, so that a neighbour on the machine disturbs all alike.
/// `bench/encoding.sh`; prints one line of JSON per encoder.
final class EncodingBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final double MEGAFLOP_PER_TOKEN_AND_LAYER =
            2e-6 * (4 * 384 * 384 + 2 * 384 * 1536);

    private EncodingBench() {}

    public static void main(String[] arguments) throws Exception {
        CardSupport data = CardSupport.read(Path.of(arguments[0]));
        for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
            System.out.println(measure(Sample.entry(name), data));
        }
    }

    private static String measure(EncoderEntry entry, CardSupport data) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        // Every 6th of 3,080: all labels are there.
        List<String> texts =
                IntStream.range(0, 500).mapToObj(i -> data.test().texts().get(i * 6)).toList();
        List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
        EmbeddingModel peer = peer(entry);
        Map<String, String> results = new LinkedHashMap<>();
        results.put("encoder", "\"" + entry.name() + "\"");
        results.put("cores", Integer.toString(cores));
        try (OnnxEncoder one = OnnxEncoder.open(entry, 1, cores);
                OnnxEncoder eight = OnnxEncoder.open(entry, 8, cores);
                OnnxEncoder sixteen = OnnxEncoder.open(entry, 16, cores);
                LargestProduct product = new LargestProduct(1024, 1536, 1536)) {
            Map<String, Callable<Double>> routes = new LinkedHashMap<>();
            routes.put("langchain4j embed", () -> rate(texts, () -> texts.forEach(peer::embed)));
            routes.put("langchain4j embedAll", () -> rate(texts, () -> peer.embedAll(segments)));
            routes.put("encode one by one", () -> rate(texts, () -> texts.forEach(one::encode)));
            routes.put("bulk by 1", () -> rate(texts, () -> bulk(one, texts)));
            routes.put("bulk by 8", () -> rate(texts, () -> bulk(eight, texts)));
            routes.put("bulk by 16", () -> rate(texts, () -> bulk(sixteen, texts)));
            routes.put("product GFLOP/s", () -> product.rate(cores, 20));
            Map<String, Double> medians = medians(routes);
            medians.forEach((route, rate) -> results.put(route, number(rate)));
            double ours = medians.getOrDefault("bulk by 8", 0.0);
            results.put(
                    "ratio to langchain4j embedAll",
                    number(ours / medians.getOrDefault("langchain4j embedAll", 0.0)));
            double tokens = tokens(entry, texts);
            results.put("tokens per text", number(tokens));
            if (!entry.quantized()) {
                double gigaflops =
                        ours * tokens * entry.layers() * MEGAFLOP_PER_TOKEN_AND_LAYER / 1000;
                results.put(
                        "share of limit",
                        number(gigaflops / medians.getOrDefault("product GFLOP/s", 0.0)));
            }
            shared(one, eight, data, results);
        }
        results.put("first embedding ms", number(firstEmbedding(entry)));
        StringJoiner json = new StringJoiner(",", "{", "}");
        results.forEach((key, value) -> json.add("\"" + key + "\":" + value));
        return json.toString();
    }

    /// LangChain4j's own class for these weights, with its own defaults.
    private static EmbeddingModel peer(EncoderEntry entry) throws ReflectiveOperationException {
        String name =
                switch (entry.name().model()) {
                    case "minilm-l6" -> "allminilml6v2.AllMiniLmL6V2EmbeddingModel";
                    case "minilm-l6-q" -> "allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel";
                    case "bge-small" -> "bgesmallenv15.BgeSmallEnV15EmbeddingModel";
                    case "bge-small-q" -> "bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel";
                    default -> throw new IllegalArgumentException("no peer for " + entry.name());
                };
        return (EmbeddingModel)
                Class.forName("dev.langchain4j.model.embedding.onnx." + name)
                        .getConstructor()
                        .newInstance();
    }

    private static Map<String, Double> medians(Map<String, Callable<Double>> routes)
            throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (Map.Entry<String, Callable<Double>> route : routes.entrySet()) {
                double rate = route.getValue().call();
                if (round >= 0) {
                    rates.computeIfAbsent(route.getKey(), fresh -> new ArrayList<>()).add(rate);
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        rates.forEach(
                (route, all) -> medians.put(route, all.stream().sorted().toList().get(ROUNDS / 2)));
        return medians;
    }

    private static double rate(List<String> texts, Runnable work) {
        long start = System.nanoTime();
        work.run();
        return texts.size() * 1e9 / (System.nanoTime() - start);
    }

    private static void bulk(OnnxEncoder encoder, List<String> texts) {
        for (Segment segment : encoder.plan(texts)) {
            encoder.encode(segment);
        }
    }

    private static double tokens(EncoderEntry entry, List<String> texts) throws Exception {
        try (ReferenceTokenizer tokenizer = Sample.tokenizer(entry.name().model())) {
            return texts.stream()
                    .mapToInt(text -> tokenizer.tokenize(text).count())
                    .average()
                    .orElseThrow();
        }
    }

    /// All of test: cosine between a vector alone and in its batch, and how often the nearest label
    /// description is another one.
    private static void shared(
            OnnxEncoder one, OnnxEncoder eight, CardSupport data, Map<String, String> results) {
        float[][] labels =
                data.descriptions().stream()
                        .map(text -> one.encode(text).vector())
                        .toArray(float[][]::new);
        Rater rater = new Rater.Prototypes(labels);
        List<Segment> alone = one.plan(data.test().texts());
        List<Segment> together = eight.plan(data.test().texts());
        double smallest = 1;
        double sum = 0;
        int changed = 0;
        int count = 0;
        for (int s = 0; s < alone.size(); s++) {
            float[][] a = one.encode(alone.get(s));
            float[][] b = eight.encode(together.get(s));
            for (int i = 0; i < a.length; i++) {
                double cosine = Kernel.dot(a[i], b[i]);
                smallest = Math.min(smallest, cosine);
                sum += cosine;
                changed +=
                        Sharpness.best(rater.rate(a[i])) == Sharpness.best(rater.rate(b[i]))
                                ? 0
                                : 1;
                count++;
            }
        }
        results.put("batch of 8: mean cosine to alone", "%.6f".formatted(sum / count));
        results.put("batch of 8: smallest cosine", "%.6f".formatted(smallest));
        results.put("batch of 8: answers changed, %", number(100.0 * changed / count));
    }

    /// From the start of a process to its first vector, natives unpacked before; median of 5.
    private static double firstEmbedding(EncoderEntry entry) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    FirstEmbedding.class.getName(),
                                    entry.name().model())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            int first = process.getInputStream().read();
            double time = (System.nanoTime() - start) / 1e6;
            if (first != '.' || process.waitFor() != 0) {
                throw new IllegalStateException(
                        "no first embedding: exit code " + process.waitFor());
            }
            times.add(time);
        }
        return times.subList(1, 6).stream().sorted().toList().get(2);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
