package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Usage;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
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
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A run of which nothing could be read says nothing of its candidate, and is not paid for to the
/// end.
class FailedRunsTest {
    private static final ModelName SMALL = ModelName.parse("mock/small");
    private static final String[] LABELS = {"positive", "negative"};

    /// What may be in flight when the 20th reply comes: the lane begins at 16 and grows by one a
    /// reply.
    private static final int MOST_PAID = 60;

    private final MemoryLedger ledger = new MemoryLedger();
    private final ScriptedModel model = new ScriptedModel(SMALL.toString(), FailedRunsTest::right);

    private static String right(ChatRequest request) {
        return ScriptedModel.lastUserMessage(request).contains("good") ? "positive" : "negative";
    }

    @Test
    void twenty_empty_replies_in_a_row_end_the_climb_with_the_setting_to_raise() {
        model.replying((call, request) -> thoughtToTheEnd());

        GradusException.Provider ended =
                catchThrowableOfType(
                        GradusException.Provider.class, () -> climb(task(LABELS), 180));

        assertThat(ended)
                .hasMessage(
                        "mock/small left 20 replies in a row empty: finish reason length; 1,024"
                                + " thinking tokens each on average, of at most 1,024 tokens. Raise"
                                + " sampling.max-tokens in gradus.yaml, or let it think less: sampling:"
                                + " { effort: low }. What was answered is kept; nothing is concluded"
                                + " from these replies.");
        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(model.calls()).isBetween(20, MOST_PAID);
        assertThat(ledger.climbs().getFirst().verdict()).as("no verdict").isEmpty();

        int paid = model.calls();
        assertThatThrownBy(() -> climb(task(LABELS), 180))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("20 replies in a row empty");
        assertThat(model.calls()).as("the same climb again pays nothing").isEqualTo(paid);
    }

    @Test
    void
            a_run_that_was_fine_until_the_provider_fell_silent_ends_and_goes_on_when_it_speaks_again() {
        ClimbReport whole = climb(new MemoryLedger(), task(LABELS), 180);
        assertThat(model.calls()).isGreaterThan(150);
        int before = model.calls();
        model.replying((call, request) -> call > before + 100 ? brokenOff() : null);
        assertThatThrownBy(() -> climb(task(LABELS), 180))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("finish reason other")
                .hasMessageContaining("run the same command");
        int after = model.calls();
        assertThat(after - before).isBetween(120, 100 + MOST_PAID);

        model.replying((call, request) -> null);
        ClimbReport again = climb(task(LABELS), 180);

        assertThat(statuses(again)).isEqualTo(statuses(whole));
        assertThat(scores(again))
                .as("nothing was judged by a reply that was none")
                .isEqualTo(scores(whole));
        assertThat(ledger.climbs()).as("the same climb went on").hasSize(1);
        assertThat(model.calls() - after)
                .as("the hundred that were answered are not asked again")
                .isLessThanOrEqualTo(before - 100);
    }

    @Test
    void a_candidate_that_cannot_be_read_is_stopped_and_the_rung_that_changes_the_form_is_kept() {
        model.replying((call, request) ->
                request.form() instanceof Form.Schema
                        ? null
                        : ChatReply.of("I would rather talk of the weather.", Usage.of(9, 9)));

        ClimbReport report = climb(task(LABELS), 180);

        List<Map<?, ?>> failed =
                candidates(report, "prompt").stream()
                        .filter(one -> one.get("role").equals("failed"))
                        .toList();
        assertThat(failed).hasSameSizeAs(candidates(report, "prompt")).hasSizeGreaterThan(1);
        assertThat(failed)
                .allSatisfy(one -> {
                    assertThat(one.get("score")).as("no score of 0").isNull();
                    assertThat((String) one.get("why"))
                            .contains(
                                    "20 answers in a row could not be read (20 not in the form that"
                                            + " is asked for)");
                });
        assertThat(candidates(report, "structure"))
                .anySatisfy(one -> {
                    assertThat(one.get("role")).isEqualTo("baseline");
                    assertThat(value(one)).isEqualTo(1.0);
                });
        assertThat((Map<?, ?>) report.document().get("winner")).isNotNull();
        assertThat(ledger.runTotals())
                .as("outcomes of what was stopped are not kept")
                .allSatisfy(run -> assertThat(run.scoreSum()).isPositive());
        long asked = model.calls();
        assertThat(asked).as("a stopped candidate is not asked to the end").isLessThan(12 * 60);

        climb(task(LABELS), 180);
        assertThat(model.calls()).as("the same climb again asks nothing").isEqualTo((int) asked);
    }

    @Test
    void where_no_candidate_can_be_read_there_is_no_verdict() {
        model.replying((call, request) ->
                ChatReply.of("I would rather talk of the weather.", Usage.of(9, 9)));

        GradusException.Provider ended =
                catchThrowableOfType(
                        GradusException.Provider.class, () -> climb(task(LABELS), 180));

        assertThat(ended)
                .hasMessageContaining("no candidate gave an answer that could be measured")
                .hasMessageContaining("20 answers in a row could not be read")
                .hasMessageContaining("There is no verdict from failed runs");
        assertThat(ledger.climbs().getFirst().verdict()).isEmpty();
        int paid = model.calls();
        assertThatThrownBy(() -> climb(task(LABELS), 180))
                .isInstanceOf(GradusException.Provider.class);
        assertThat(model.calls()).isEqualTo(paid);
    }

    @Test
    void where_every_call_is_lost_there_is_no_verdict_either() {
        model.failing(call -> new CallFailure(CallFailure.Kind.REJECTED, "no such model"));
        assertThatThrownBy(() -> climb(task(LABELS), 60))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("no such model");
    }

    @Test
    void answers_that_were_cut_off_name_the_bound() {
        model.replying((call, request) ->
                new ChatReply(
                        "positive, because the message",
                        List.of(),
                        Finish.LENGTH,
                        Usage.of(9, 1024),
                        OptionalDouble.empty(),
                        "small"));
        assertThatThrownBy(() -> climb(task(LABELS), 180))
                .hasMessageContaining("cut off at the most that it may write")
                .hasMessageContaining("Raise sampling.max-tokens");
    }

    @Test
    void of_fewer_than_twenty_examples_all_must_be_unreadable() {
        model.replying((call, request) ->
                right(request).equals("positive") && call % 3 == 0
                        ? null
                        : ChatReply.of("I would rather not say.", Usage.of(9, 9)));
        Gradus.Measured some = measure(12);
        assertThat(some.run().failed()).as("one was read, so the others are wrong").isFalse();

        model.replying((call, request) -> ChatReply.of("Neither.", Usage.of(9, 9)));
        Gradus.Measured none = measure(new MemoryLedger(), 12);
        assertThat(none.run().failed()).isTrue();
        assertThat(none.run().meanScore()).isEmpty();
        assertThat(none.run().outcomes().getFirst().error().orElseThrow())
                .contains("12 answers could not be read");

        model.replying((call, request) -> thoughtToTheEnd());
        assertThatThrownBy(() -> measure(new MemoryLedger(), 12))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("left 12 replies in a row empty")
                .hasMessageContaining("sampling.max-tokens");
    }

    @Test
    void a_wrong_answer_or_one_that_breaks_off_now_and_then_stops_nothing() {
        model.replying((call, request) ->
                call % 20 == 0
                        ? null
                        : call % 2 == 0
                                ? ChatReply.of("positive", Usage.of(9, 1))
                                : thoughtToTheEnd());
        Gradus.Measured measured = measure(400);
        assertThat(measured.run().failed()).isFalse();
        assertThat(measured.run().missing()).isZero();
        assertThat(model.calls()).isEqualTo(400);
    }

    @Test
    void outcomes_that_an_earlier_version_kept_of_a_failed_run_are_no_score_of_0() {
        model.replying(
                (call, request) -> call % 19 == 0 ? null : ChatReply.of("hm", Usage.of(9, 9)));
        Gradus.Measured measured = measure(30);
        assertThat(measured.run().failed()).isFalse();
        MemoryLedger old = new MemoryLedger();
        ledger.runTotals()
                .forEach(total ->
                        old.record(
                                total.candidate(),
                                total.examples(),
                                measured.run().outcomes().stream()
                                        .map(one ->
                                                dev.gradus.score.Outcome.scored(
                                                        one.exampleId(), "", 0))
                                        .toList()));
        Gradus.Measured again = measure(old, 30);
        assertThat(again.run().failed()).isTrue();
        assertThat(again.run().outcomes().getFirst().error().orElseThrow())
                .isEqualTo("none of its 30 answers in the ledger can be read");
    }

    private static ChatReply thoughtToTheEnd() {
        return new ChatReply(
                "",
                List.of(),
                Finish.LENGTH,
                new Usage(
                        OptionalLong.of(100),
                        OptionalLong.empty(),
                        OptionalLong.of(1_024),
                        OptionalLong.of(1_024)),
                OptionalDouble.empty(),
                "small");
    }

    private static ChatReply brokenOff() {
        return new ChatReply(
                "", List.of(), Finish.OTHER, Usage.of(100, 0), OptionalDouble.empty(), "small");
    }

    private ClimbReport climb(Task task, int examples) {
        return climb(ledger, task, examples);
    }

    private ClimbReport climb(MemoryLedger into, Task task, int examples) {
        return gradus(into).climb(request(task, examples));
    }

    private Gradus.Measured measure(int examples) {
        return measure(ledger, examples);
    }

    private Gradus.Measured measure(MemoryLedger into, int examples) {
        ClimbRequest request = request(task(LABELS), examples);
        Gradus gradus = gradus(into);
        return gradus.measure(request, gradus.asWritten(request), true);
    }

    private Gradus gradus(MemoryLedger into) {
        ModelSource models = ScriptedModel.Source.of(model);
        return new Gradus(
                into,
                new Sources(
                        Optional.empty(),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(models)),
                InstantSource.system(),
                2);
    }

    private static ClimbRequest request(Task task, int examples) {
        return new ClimbRequest(
                task,
                examples(examples),
                Optional.empty(),
                new ClimbOptions(true, Set.of(), Set.of(), 1),
                false,
                "task: talk",
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty(),
                new Outside(
                        PriceBook.empty(),
                        new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                        64,
                        CallRecorder.NONE));
    }

    private static Task task(String... labels) {
        return new Task(
                "mood",
                "Name the mood of the message.",
                new AnswerShape.Labels(List.of(Label.of(labels[0]), Label.of(labels[1]))),
                ScoreName.ACCURACY,
                Goal.of(0.999, 0.1),
                Optional.empty(),
                Policy.standard(),
                List.of(SMALL),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    private static List<Example> examples(int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(
                    Example.of(
                            "e" + i,
                            "message "
                                    + i
                                    + (i % 2 == 0 ? " is good" : " is bad")
                                    + " as of "
                                    + 7 * i,
                            LABELS[i % 2]));
        }
        return examples;
    }

    private static double value(Map<?, ?> candidate) {
        return ((Number) ((Map<?, ?>) candidate.get("score")).get("value")).doubleValue();
    }

    private static List<Map<?, ?>> candidates(ClimbReport report, String rung) {
        return rungs(report).stream()
                .filter(one -> one.get("rung").equals(rung))
                .flatMap(one -> ((List<?>) one.get("candidates")).stream())
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .toList();
    }

    private static List<Map<?, ?>> rungs(ClimbReport report) {
        return ((List<?>) report.document().get("rungs"))
                .stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
    }

    private static List<String> statuses(ClimbReport report) {
        return rungs(report).stream()
                .map(one -> one.get("rung") + " " + one.get("status"))
                .toList();
    }

    private static List<@Nullable Object> scores(ClimbReport report) {
        List<@Nullable Object> scores = new ArrayList<>();
        rungs(report)
                .forEach(rung ->
                        ((List<?>) rung.get("candidates"))
                                .forEach(one -> scores.add(((Map<?, ?>) one).get("score"))));
        return scores;
    }
}
