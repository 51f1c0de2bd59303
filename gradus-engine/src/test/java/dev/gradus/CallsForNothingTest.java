package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is asked on train examples where the answers show that nothing can come of it.
class CallsForNothingTest {
    private static final int LABELS = 8;
    private static final int ROWS = 600;

    private final AtomicInteger written = new AtomicInteger();

    @Test
    void no_prompt_is_rewritten_whose_first_30_answers_are_all_wrong() {
        Climbed climb = climb("prompt", LABELS, model(0));

        assertThat(climb.onTrain()).isEqualTo(30);
        assertThat(written).hasValue(0);
        assertThat(climb.why())
                .endsWith(
                        "(no instruction was rewritten: the prompt answered none of the first 30"
                                + " train examples right, so there is nothing to build on)");
    }

    @Test
    void a_lost_answer_is_none_of_the_30_wrong_ones() {
        Climbed rewriting = climb("prompt", LABELS, everyThirdCallLost(model(0)));
        Climbed shots = climb("examples", LABELS, everyThirdCallLost(model(0)));

        // 30 asked, 20 came; 10 asked, 7 came; 3 asked, 2 came; 1 asked, 1 came.
        assertThat(rewriting.onTrain()).isEqualTo(44);
        assertThat(rewriting.why()).contains("none of the first 30 train examples right");
        assertThat(shots.onTrain()).isEqualTo(44);
        assertThat(shots.why()).contains("stopped after 30 wrong answers in a row");
    }

    @Test
    void of_few_train_examples_all_that_the_writer_would_see_are_asked() {
        Climbed climb = climb("prompt", LABELS, model(0), 100);

        long shown = climb.data("train") / 3;
        assertThat(shown).isBetween(10L, 29L);
        assertThat(climb.onTrain()).isEqualTo(shown);
        assertThat(climb.why()).contains("none of the first " + shown + " train examples right");
    }

    @Test
    void no_prompt_is_rewritten_that_shows_no_failure() {
        Climbed climb = climb("prompt", LABELS, model(1));

        assertThat(climb.onTrain()).isEqualTo(60);
        assertThat(written).hasValue(0);
        assertThat(climb.why())
                .contains(
                        "no instruction was rewritten: none of the prompt's answers to the first 60"
                                + " train examples scored below 50 %, so there is no failure to read");
    }

    @Test
    void a_proposal_that_is_no_better_where_failures_were_shown_is_asked_nothing_more() {
        Climbed climb = climb("prompt", LABELS, model(0.5));

        assertThat(written).hasPositiveValue();
        // 60 by the prompt, 60 by the proposal, whose words answer as the prompt's do.
        assertThat(climb.onTrain()).isEqualTo(60 + 60 + written.get());
        assertThat(climb.why()).contains("no rewritten instruction was better on train examples");
    }

    @Test
    void shots_that_the_model_answered_right_are_given_up_after_30_wrong_in_a_row() {
        Climbed climb = climb("examples", LABELS, model(0));

        assertThat(climb.onTrain()).isEqualTo(30);
        assertThat(climb.why())
                .contains(
                        "shots that the model answered right were not tried: stopped after 30"
                                + " wrong answers in a row");
    }

    @Test
    void shots_that_are_found_are_those_of_before() {
        Climbed climb = climb("examples", LABELS, model(0.75));

        assertThat(climb.candidates())
                .filteredOn(one -> one.get("title").toString().contains("bootstrapped"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("candidate")).isEqualTo("05ff158641634e4f"));
    }

    @Test
    void of_fewer_labels_than_shots_of_different_labels_no_train_example_is_asked() {
        Climbed climb = climb("examples", 4, model(0.4));

        assertThat(climb.onTrain()).isZero();
        assertThat(climb.why())
                .contains(
                        "shots that the model answered right were not tried: 5 of different labels"
                                + " need 5 labels");
    }

    @Test
    void a_first_stage_that_does_not_tell_how_sure_it_is_asks_for_no_threshold() {
        ScriptedModel small = model(0.3);
        ScriptedModel large = model("mock/large", 0.9);
        Climbed climb =
                new Climbed(
                        "cascade",
                        report(Set.of("prompt", "model", "cascade"), LABELS, ROWS, small, large)
                                .document(),
                        0);

        assertThat(climb.why()).contains("does not tell how sure it is");
        // Two prompts on dev, rewriting, and the first answers for the threshold.
        assertThat(small.calls()).isEqualTo((int) (2 * climb.data("dev") + 60 + 60 + 15));
        assertThat(large.calls())
                .isEqualTo((int) (written.get() + climb.data("dev") + climb.data("test")));
    }

    /// Right with this chance, by the input alone, so that no words make it better; the writer's
    /// words are counted.
    private ScriptedModel model(double right) {
        return model("mock/small", right);
    }

    private ScriptedModel model(String name, double right) {
        return new ScriptedModel(
                name,
                request -> {
                    if (system(request).startsWith("You improve instructions")) {
                        written.incrementAndGet();
                        return "<instruction>Attend to the number.</instruction>";
                    }
                    String input = ScriptedModel.lastUserMessage(request);
                    int truth = Integer.parseInt(input.replaceAll("(?s).*about (\\d+)\\..*", "$1"));
                    boolean knows = new SplittableRandom(input.hashCode()).nextDouble() < right;
                    return label(knows ? truth : truth + 1);
                });
    }

    private static ScriptedModel everyThirdCallLost(ScriptedModel model) {
        return model.failing(call ->
                call % 3 == 0 ? new CallFailure(CallFailure.Kind.REJECTED, "not today") : null);
    }

    private static String system(ChatRequest request) {
        return request.messages().getFirst() instanceof Message.System one ? one.text() : "";
    }

    private static String label(int number) {
        return "kind_" + (char) ('a' + number % LABELS);
    }

    private static Climbed climb(String rung, int labels, ScriptedModel model) {
        return climb(rung, labels, model, ROWS);
    }

    private static Climbed climb(String rung, int labels, ScriptedModel model, int rows) {
        return new Climbed(
                rung, report(Set.of(rung), labels, rows, model).document(), model.calls());
    }

    private static ClimbReport report(
            Set<String> rungs, int labels, int rows, ScriptedModel... models) {
        return new Gradus(
                        new MemoryLedger(),
                        new Sources(
                                Optional.empty(),
                                ServiceLoader.load(VectorClassifiers.class).findFirst(),
                                List.of(ScriptedModel.Source.of(models))),
                        InstantSource.system(),
                        2)
                .climb(
                        new ClimbRequest(
                                task(labels, Stream.of(models).map(ScriptedModel::name).toList()),
                                examples(rows, labels),
                                Optional.empty(),
                                new ClimbOptions(true, rungs, Set.of(), 1),
                                false,
                                "task: nothing",
                                ClimbObserver.SILENT,
                                Progress.SILENT,
                                Optional.empty(),
                                new Outside(
                                        PriceBook.empty(),
                                        new ModelSource.Place(
                                                Path.of(""), name -> Optional.empty()),
                                        8,
                                        CallRecorder.NONE)));
    }

    private static List<Example> examples(int count, int labels) {
        SplittableRandom random = new SplittableRandom(5);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String words = "";
            for (int word = 0; word < 6; word++) {
                words += Integer.toString(random.nextInt(1_000_000), 36) + " ";
            }
            examples.add(
                    Example.of("row-" + i, words + "about " + i % labels + ".", label(i % labels)));
        }
        return examples;
    }

    private static Task task(int labels, List<ModelName> models) {
        return new Task(
                "nothing",
                "Name what the message is about.",
                new AnswerShape.Labels(
                        IntStream.range(0, labels).mapToObj(i -> Label.of(label(i))).toList()),
                ScoreName.ACCURACY,
                Goal.of(0.99, 0.02),
                Optional.empty(),
                Policy.standard(),
                models,
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    /// A climb of one rung.
    ///
    /// @param calls made, lost ones included
    private record Climbed(String word, Map<String, Object> document, int calls) {

        /// Calls beyond those of the candidates on dev and of the winner on the test.
        long onTrain() {
            long onDev =
                    candidates().stream()
                            .mapToLong(one ->
                                    one.get("asked") instanceof Map<?, ?> asked
                                            ? ((Number) asked.get("examples")).longValue()
                                            : data("dev"))
                            .sum();
            return calls - onDev - data("test");
        }

        long data(String split) {
            return ((Number) ((Map<?, ?>) document.get("data")).get(split)).longValue();
        }

        String why() {
            return (String) rung().get("why");
        }

        List<Map<?, ?>> candidates() {
            return ((List<?>) rung().get("candidates"))
                    .stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
        }

        private Map<?, ?> rung() {
            return ((List<?>) document.get("rungs"))
                    .stream()
                            .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                            .filter(one -> one.get("rung").equals(word))
                            .findFirst()
                            .orElseThrow();
        }
    }
}
