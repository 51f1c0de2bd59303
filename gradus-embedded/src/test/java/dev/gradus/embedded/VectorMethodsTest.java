package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Method;
import dev.gradus.candidate.Method.FixedShots;
import dev.gradus.candidate.Method.LabelDescriptions;
import dev.gradus.candidate.Method.LabelNames;
import dev.gradus.candidate.Method.Linear;
import dev.gradus.candidate.Method.NearestExample;
import dev.gradus.candidate.Method.RetrievedShots;
import dev.gradus.candidate.Method.Selection;
import dev.gradus.embedded.Sample.Described;
import dev.gradus.embedded.Sample.Message;
import dev.gradus.spi.Encoder.Segment;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// On 640 train and 240 test messages of 16 labels, encoded by MiniLM.
class VectorMethodsTest {
    private static final List<Described> LABELS = Sample.labels();
    private static final List<Message> TEST = Sample.messages("test");

    private static Training training;
    private static float[][] testVectors;

    @BeforeAll
    static void encode() {
        List<Message> train = Sample.messages("train");
        List<String> names = LABELS.stream().map(l -> l.category().replace('_', ' ')).toList();
        List<String> descriptions = LABELS.stream().map(Described::description).toList();
        List<String> inputs = train.stream().map(Message::text).toList();
        List<String> test = TEST.stream().map(Message::text).toList();
        Map<String, float[]> vectors = new HashMap<>();
        try (OnnxEncoder encoder = OnnxEncoder.open(Sample.entry("minilm-l6-q"))) {
            List<String> all =
                    Stream.of(names, descriptions, inputs, test).flatMap(List::stream).toList();
            for (Segment segment : encoder.plan(all)) {
                float[][] encoded = encoder.encode(segment);
                for (int i = 0; i < encoded.length; i++) {
                    vectors.put(segment.texts().get(i), encoded[i]);
                }
            }
        }
        training =
                new Training(
                        of(inputs, vectors),
                        train.stream().mapToInt(VectorMethodsTest::label).toArray(),
                        IntStream.range(0, train.size()).toArray(),
                        of(names, vectors),
                        of(descriptions, vectors),
                        true);
        testVectors = of(test, vectors);
    }

    private static float[][] of(List<String> texts, Map<String, float[]> vectors) {
        return texts.stream().map(vectors::get).toArray(float[][]::new);
    }

    private static int label(Message message) {
        return LABELS.stream().map(Described::category).toList().indexOf(message.category());
    }

    static Stream<Method> methods() {
        return Stream.of(
                new LabelNames(),
                new LabelDescriptions(),
                new FixedShots(3, Selection.RANDOM, 1),
                new FixedShots(5, Selection.DIVERSE, 1),
                new RetrievedShots(5),
                new NearestExample(),
                new Linear(1e-4));
    }

    @Test
    void every_step_of_the_ladder_beats_the_one_below_on_real_messages() {
        VectorClassifiers methods =
                ServiceLoader.load(VectorClassifiers.class).findFirst().orElseThrow();

        double names = accuracy(methods.fit(new LabelNames(), training));
        double described = accuracy(methods.fit(new LabelDescriptions(), training));
        double shots = accuracy(methods.fit(new FixedShots(5, Selection.DIVERSE, 1), training));
        double linear =
                accuracy(
                        methods.fit(
                                new Linear(methods.chooseStrength(training, 1).value()), training));

        assertThat(names).isBetween(0.70, 0.90);
        assertThat(described).isGreaterThan(names);
        assertThat(shots).isGreaterThan(described);
        assertThat(linear).isGreaterThan(shots).isGreaterThan(0.93);
    }

    private static double accuracy(VectorClassifier classifier) {
        int right = 0;
        for (int i = 0; i < testVectors.length; i++) {
            right += classifier.classify(testVectors[i]).label() == label(TEST.get(i)) ? 1 : 0;
        }
        return (double) right / testVectors.length;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void confidence_is_near_the_share_that_is_right(Method method) {
        VectorClassifier classifier = new VectorMethods().fit(method, training);
        double stated = 0;
        double right = 0;
        for (int i = 0; i < testVectors.length; i++) {
            Prediction prediction = classifier.classify(testVectors[i]);
            assertThat(prediction.confidence()).isBetween(1.0 / 16, 1.0);
            stated += prediction.confidence();
            right += prediction.label() == label(TEST.get(i)) ? 1 : 0;
        }

        double apart = Math.abs(stated - right) / testVectors.length;
        assertThat(apart).as("%s", method).isLessThan(method.learns() ? 0.06 : 0.25);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void one_worker_and_four_give_the_same_bits(Method method) throws Exception {
        assertThat(with(4, () -> predictions(method)))
                .isEqualTo(with(1, () -> predictions(method)));
    }

    private static List<Prediction> predictions(Method method) {
        VectorClassifier classifier = new VectorMethods().fit(method, training);
        return Stream.of(testVectors).map(classifier::classify).toList();
    }

    @Test
    void choices_and_held_out_predictions_do_not_depend_on_workers_or_on_what_was_asked_before()
            throws Exception {
        VectorMethods warm = new VectorMethods();
        Linear linear = new Linear(with(4, () -> warm.chooseStrength(training, 7)).value());
        RetrievedShots retrieved =
                new RetrievedShots(with(4, () -> warm.chooseNeighbours(training, 7)).value());
        VectorMethods fresh = new VectorMethods();

        assertThat(with(1, () -> fresh.chooseStrength(training, 7)))
                .isEqualTo(warm.chooseStrength(training, 7));
        assertThat(with(1, () -> fresh.chooseNeighbours(training, 7)))
                .isEqualTo(warm.chooseNeighbours(training, 7));
        assertThat(with(1, () -> new VectorMethods().crossValidate(retrieved, training, 7)))
                .isEqualTo(warm.crossValidate(retrieved, training, 7));
        assertThat(with(1, () -> new VectorMethods().crossValidate(linear, training, 7)))
                .isEqualTo(warm.crossValidate(linear, training, 7))
                .hasSize(640);
    }

    private static <T> T with(int workers, Callable<T> work) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(workers)) {
            return pool.submit(work).get();
        }
    }

    @Test
    void held_out_predictions_have_not_seen_the_example() {
        int n = training.labels().length;
        int[] scrambled = IntStream.range(0, n).map(i -> (i * 7919) % 16).toArray();
        Training nonsense =
                new Training(
                        training.vectors(),
                        scrambled,
                        training.groups(),
                        training.nameVectors(),
                        training.descriptionVectors(),
                        true);

        List<Prediction> predictions =
                new VectorMethods().crossValidate(new NearestExample(), nonsense, 1);

        long right =
                IntStream.range(0, n)
                        .filter(i -> predictions.get(i).label() == scrambled[i])
                        .count();
        assertThat((double) right / n).isLessThan(0.15);
    }

    @Test
    void zero_shot_answers_do_not_depend_on_train() {
        Training empty =
                new Training(
                        new float[0][],
                        new int[0],
                        new int[0],
                        training.nameVectors(),
                        training.descriptionVectors(),
                        true);
        VectorClassifier with = new VectorMethods().fit(new LabelDescriptions(), training);
        VectorClassifier without = new VectorMethods().fit(new LabelDescriptions(), empty);

        for (float[] vector : testVectors) {
            assertThat(without.classify(vector)).isEqualTo(with.classify(vector));
        }
    }

    @Test
    void learns_from_a_single_group_too_only_uncalibrated() {
        Training one =
                new Training(
                        training.vectors(),
                        training.labels(),
                        new int[training.labels().length],
                        training.nameVectors(),
                        training.descriptionVectors(),
                        true);

        assertThat(accuracy(new VectorMethods().fit(new Linear(1e-4), one))).isGreaterThan(0.9);
    }
}
