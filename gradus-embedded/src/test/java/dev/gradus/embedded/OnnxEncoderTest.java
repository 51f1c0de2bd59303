package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.embedded.Sample.Message;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.Encoder.Encoded;
import dev.gradus.spi.Encoder.Segment;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxEncoderTest {
    private static final List<String> TEXTS =
            Stream.concat(Sample.messages("train").stream(), Sample.messages("test").stream())
                    .map(Message::text)
                    .toList();

    private static OnnxEncoder minilm;

    @BeforeAll
    static void open() {
        minilm = OnnxEncoder.open(Sample.entry("minilm-l6-q"));
    }

    @AfterAll
    static void close() {
        minilm.close();
    }

    @ParameterizedTest
    @CsvSource({"minilm-l6-q, MEAN", "bge-small-q, CLS"})
    void gives_the_vectors_of_langchain4j(String name, PoolingMode pooling, @TempDir Path folder)
            throws Exception {
        EncoderEntry entry = Sample.entry(name);
        Path graph = unpack(entry.modelResource(), folder);
        Path words = unpack(entry.tokenizerResource(), folder);
        OnnxEmbeddingModel peer = new OnnxEmbeddingModel(graph, words, pooling);

        try (Encoder ours = OnnxEncoder.open(entry)) {
            for (String text : TEXTS.subList(0, 40)) {
                float[] theirs = peer.embed(text).content().vector();
                assertThat(cosine(ours.encode(text).vector(), theirs))
                        .as(text)
                        .isGreaterThan(0.9999);
            }
        }
    }

    private static Path unpack(String resource, Path folder) throws Exception {
        try (var in = ClassPath.find(resource).orElseThrow().openStream()) {
            Path file = folder.resolve(resource);
            Files.copy(in, file);
            return file;
        }
    }

    @Test
    void measures_a_single_text_and_gives_the_same_bits_every_time() {
        Encoded first = minilm.encode("How do I locate my card?");
        Encoded again = minilm.encode("How do I locate my card?");

        assertThat(first.vector()).isEqualTo(again.vector());
        assertThat(length(first.vector())).isCloseTo(1, within(1e-6));
        assertThat(again.cpuNanos()).isPositive();
        assertThat(again.wallNanos()).isPositive();
        assertThat(again.truncated()).isFalse();
        assertThat(minilm.encode("card ".repeat(300)).truncated()).isTrue();
    }

    @Test
    void reads_empty_and_strange_texts() {
        for (String text : List.of("", " ", "\0", "\uD83D", "\u4F60\u597D", "[SEP]")) {
            assertThat(length(minilm.encode(text).vector())).as(text).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void measures_cpu_time_on_a_virtual_thread_too() throws Exception {
        try (var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            Encoded encoded = virtual.submit(() -> minilm.encode(TEXTS.getFirst())).get();

            assertThat(encoded.cpuNanos()).isPositive();
            assertThat(encoded.vector()).isEqualTo(minilm.encode(TEXTS.getFirst()).vector());
        }
    }

    @Test
    void plans_by_the_set_of_texts_alone() {
        List<String> shuffled = new ArrayList<>(TEXTS);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.addAll(TEXTS.subList(0, 100));

        List<Segment> plan = minilm.plan(TEXTS);

        assertThat(minilm.plan(shuffled)).isEqualTo(plan);
        assertThat(plan).hasSize(2);
        assertThat(plan.stream().flatMap(segment -> segment.texts().stream()))
                .containsExactlyInAnyOrderElementsOf(new HashSet<>(TEXTS));
        assertThat(plan).extracting(Segment::truncated).containsOnly(0);
        assertThat(minilm.plan(List.of())).isEmpty();
    }

    @Test
    void a_segment_says_how_many_of_its_texts_were_cut() {
        List<String> texts =
                List.of("card", "card ".repeat(254), "card ".repeat(255), "card ".repeat(999));

        assertThat(minilm.plan(texts)).extracting(Segment::truncated).containsExactly(2);
    }

    @Test
    void resuming_by_segments_gives_the_bits_of_an_uninterrupted_run() {
        Map<String, float[]> uninterrupted = new HashMap<>();
        for (Segment segment : minilm.plan(TEXTS)) {
            collect(segment, minilm.encode(segment), uninterrupted);
        }

        Map<String, float[]> resumed = new HashMap<>();
        List<Segment> plan = minilm.plan(TEXTS);
        collect(plan.getLast(), minilm.encode(plan.getLast()), resumed);
        try (OnnxEncoder another = OnnxEncoder.open(Sample.entry("minilm-l6-q"), 8, 1)) {
            List<Segment> same = another.plan(TEXTS);
            assertThat(same).isEqualTo(plan);
            for (Segment segment : same.subList(0, same.size() - 1)) {
                collect(segment, another.encode(segment), resumed);
            }
        }

        assertThat(resumed.keySet()).isEqualTo(uninterrupted.keySet());
        uninterrupted.forEach(
                (text, vector) -> assertThat(resumed.get(text)).as(text).isEqualTo(vector));
    }

    @Test
    void batches_of_one_give_the_bits_that_are_served() {
        try (OnnxEncoder alone = OnnxEncoder.open(Sample.entry("minilm-l6-q"), 1, 2)) {
            Segment segment = alone.plan(TEXTS.subList(0, 60)).getFirst();
            float[][] bulk = alone.encode(segment);

            for (int i = 0; i < bulk.length; i++) {
                assertThat(bulk[i]).isEqualTo(minilm.encode(segment.texts().get(i)).vector());
            }
        }
    }

    @Test
    void a_shared_batch_moves_a_quantized_vector_a_little() {
        Segment segment = minilm.plan(TEXTS).getFirst();
        float[][] bulk = minilm.encode(segment);
        double smallest = 1;
        boolean moved = false;
        for (int i = 0; i < 100; i++) {
            float[] alone = minilm.encode(segment.texts().get(i)).vector();
            smallest = Math.min(smallest, cosine(alone, bulk[i]));
            moved |= !Arrays.equals(alone, bulk[i]);
        }

        assertThat(smallest).isGreaterThan(0.97);
        assertThat(moved).as("the class comment says that they do").isTrue();
    }

    @Test
    void keeps_native_libraries_out_of_the_home_folder() {
        Path natives = Path.of(System.getProperty("ENGINE_CACHE_DIR"));

        assertThat(natives.resolve("tokenizers")).isDirectory();
        assertThat(Path.of(System.getProperty("onnxruntime.native.path"))).startsWithRaw(natives);
        assertThat(natives.startsWith(Path.of(System.getProperty("user.home")))).isFalse();
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }

    @Test
    void its_fingerprint_tells_what_its_vectors_depend_on() {
        assertThat(minilm.fingerprint())
                .matches(
                        "embedded/minilm-l6-q onnx=df4d1c08:22972370 tokenizer=[0-9a-f]+:711661 MEAN prefix='' max=256");
    }

    private static void collect(Segment segment, float[][] vectors, Map<String, float[]> into) {
        for (int i = 0; i < vectors.length; i++) {
            into.put(segment.texts().get(i), vectors[i]);
        }
    }

    private static double length(float[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / (length(a) * length(b));
    }

    private static double dot(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }
}
