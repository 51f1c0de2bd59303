package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.calls.Stopped;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Release;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.Recipe;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.task.TuningPlan;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedTrainer;
import dev.gradus.testkit.WordEncoder;
import dev.gradus.tuning.ReleaseDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The last rung on a task whose words say little: the encoder alone cannot tell the labels apart,
/// and what the "tuned" one answers is told by the test.
class TuningTest {
    private static final ModelName BASE = ModelName.parse("embedded/words-64");
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final String[] LABELS = {"yes", "no"};
    private static final Function<Encoder, Encoder> SAME = encoder -> encoder;

    @TempDir private Path home;
    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void gates_that_do_not_pass_refuse_and_nothing_is_trained() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);

        TuneReport report = gradus(trainer).tune(request(task(1), Optional.empty()));

        assertThat(report.decision()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(trainer.jobs()).isEmpty();
        assertThat(report.document().get("headline").toString())
                .startsWith("Not tuned: ")
                .endsWith(" gates do not pass.");
        assertThat(ledger.releases("coin")).isEmpty();
        assertThat(ledger.tunings("coin")).hasSize(1);
    }

    @Test
    void an_override_tunes_and_a_better_model_is_promoted_with_the_reason() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);

        TuneReport report = gradus(trainer).tune(request(task(1), Optional.of("a trial")));

        assertThat(report.decision().orElseThrow().promoted()).isTrue();
        List<Release> releases = ledger.releases("coin");
        assertThat(releases).hasSize(2);
        assertThat(releases.getFirst().why()).startsWith("The best below tuning");
        Release live = Release.live(releases).orElseThrow();
        assertThat(live.title()).contains("lora");
        assertThat(live.why()).contains("Better: ").contains("Tuned by override (\"a trial\")");
        assertThat(trainer.notes()).singleElement().asString().startsWith("promoted: Better");
        assertThat(at(report, "tuned", "score", "test", "value")).isEqualTo(1.0);
        assertThat(at(report, "comparison", "frozen", "scoreCandidate")).isEqualTo(1.0);
    }

    @Test
    void a_worse_model_is_rolled_back_and_the_sealed_test_stays_closed() {
        ScriptedTrainer trainer = trainer(text -> 1 - right(text), SAME);
        gradus(trainer).climb(request(task(1), Optional.empty()).climb());
        int looks = looks();

        TuneReport report = gradus(trainer).tune(request(task(1), Optional.of("a trial")));

        assertThat(report.decision().orElseThrow().kind())
                .isEqualTo(ReleaseDecision.Kind.ROLLED_BACK);
        assertThat(report.decision().orElseThrow().why())
                .last()
                .isEqualTo("The sealed test was not opened for it.");
        assertThat(looks()).isEqualTo(looks);
        assertThat(Release.live(ledger.releases("coin"))).isEmpty();
        assertThat(report.document().get("adapter")).isNotNull();
    }

    @Test
    void a_model_that_forgot_is_rolled_back_however_good_it_is() {
        ScriptedTrainer trainer = trainer(TuningTest::right, base -> new WordEncoder(BASE, 2));

        TuneReport report = gradus(trainer).tune(request(task(1), Optional.of("a trial")));

        assertThat(report.decision().orElseThrow().promoted()).isFalse();
        assertThat(String.join(" ", report.decision().orElseThrow().why()))
                .contains("Forgetting: ")
                .contains("general retrieval");
        assertThat(at(report, "forgetting", "status")).isEqualTo("forgotten");
    }

    @Test
    void of_several_seeds_the_best_inside_train_is_kept_and_all_are_shown() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);
        Task three = task(3);
        gradus(trainer).climb(request(three, Optional.empty()).climb());
        // The pilots come first: two halves at three sizes, each with two seeds.
        Double[] held = new Double[15];
        Arrays.fill(held, 0.5);
        held[12] = 0.6;
        held[13] = 0.8;
        held[14] = 0.7;
        trainer.heldScores(held);

        TuneReport report = gradus(trainer).tune(request(three, Optional.of("a trial")));

        assertThat(trainer.jobs()).hasSize(15);
        assertThat(at(report, "training", "heldScore")).isEqualTo(0.8);
        assertThat((List<?>) at(report, "training", "seeds")).hasSize(3);
    }

    @Test
    void a_pilot_that_the_ledger_has_is_not_trained_again() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);
        gradus(trainer).tune(request(task(1), Optional.of("a trial")));
        int runs = trainer.jobs().size();

        TuneReport again = gradus(trainer).tune(request(task(1), Optional.of("once more")));

        assertThat(trainer.jobs()).hasSize(runs + 1);
        assertThat(at(again, "forecast", "gain", "value")).isNotNull();
    }

    /// As ledgers of before have it, from the time when each size was trained once.
    @Test
    void a_pilot_of_one_seed_is_the_first_run_and_the_second_is_trained_on_top() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);
        gradus(trainer).tune(request(task(1), Optional.of("a trial")));
        assertThat(trainer.jobs()).as("two halves, three sizes, two seeds; all of it").hasSize(13);
        Map<String, String> choices = ledger.choices();
        Set<String> second =
                choices.keySet().stream()
                        .map(key -> ContentHash.ofTexts(List.of(key, "run 2")))
                        .collect(Collectors.toSet());
        MemoryLedger older = new MemoryLedger();
        choices.forEach((key, json) -> {
            if (!second.contains(key)) {
                older.recordChoice(key, json);
            }
        });

        ScriptedTrainer again = trainer(TuningTest::right, SAME);
        TuneReport report = gradus(again, older).tune(request(task(1), Optional.of("a trial")));

        assertThat(again.jobs()).hasSize(7);
        assertThat(at(report, "forecast", "runs", "measured")).isEqualTo(true);
    }

    @Test
    void the_same_command_again_adds_no_act() {
        ScriptedTrainer trainer = trainer(text -> 1 - right(text), SAME);
        gradus(trainer).tune(request(task(1), Optional.of("a trial")));
        List<Release> before = ledger.releases("coin");

        gradus(trainer).tune(request(task(1), Optional.of("a trial")));

        assertThat(before).hasSize(1);
        assertThat(ledger.releases("coin")).isEqualTo(before);
    }

    @Test
    void a_climb_says_whether_what_is_live_should_be_tuned_again() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);
        gradus(trainer).tune(request(task(1), Optional.of("a trial")));

        ClimbReport same = gradus(trainer).climb(request(task(1), Optional.empty()).climb());
        ClimbReport grown = gradus(trainer).climb(climb(task(1), 330));

        assertThat((List<?>) ((Map<?, ?>) same.document().get("live")).get("moved")).isEmpty();
        Map<?, ?> live = (Map<?, ?>) grown.document().get("live");
        assertThat((List<?>) live.get("moved"))
                .singleElement()
                .asString()
                .matches("the train examples changed: \\d+ when it was tuned, \\d+ now");
        assertThat(live.get("advice").toString())
                .isEqualTo(
                        "gradus tune sets a new adapter against it; one run costs an unknown amount"
                                + " (tuning.training)");
    }

    @Test
    void told_to_stop_it_stops_before_the_next_run() {
        ScriptedTrainer trainer = trainer(TuningTest::right, SAME);
        Gradus gradus = gradus(trainer);
        gradus.stop(Duration.ZERO);

        assertThatThrownBy(() -> gradus.tune(request(task(1), Optional.of("a trial"))))
                .isInstanceOf(Stopped.class);
        assertThat(trainer.jobs()).isEmpty();
    }

    @Test
    void without_a_trainer_it_says_which_module_is_missing() {
        Gradus gradus =
                new Gradus(
                        ledger,
                        new Sources(
                                Optional.of(source()),
                                ServiceLoader.load(VectorClassifiers.class).findFirst(),
                                List.of()),
                        NOON,
                        2);

        assertThatThrownBy(() -> gradus.tune(request(task(1), Optional.of("a trial"))))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage("no trainer is on the class path; add gradus-tune");
    }

    private static int right(String text) {
        return text.contains("odd") ? 1 : 0;
    }

    private int looks() {
        return ledger.looks(dev.gradus.task.ContentHash.of(examples("test", 120, 2))).size();
    }

    private static Object at(TuneReport report, String... path) {
        Object at = report.document();
        for (String key : path) {
            at = ((Map<?, ?>) at).get(key);
        }
        return at;
    }

    private static WordEncoder.Source source() {
        return new WordEncoder.Source(List.of(new WordEncoder(BASE, 64)));
    }

    private static ScriptedTrainer trainer(
            ToIntFunction<String> answers, Function<Encoder, Encoder> tuned) {
        return new ScriptedTrainer(source(), answers, tuned);
    }

    private Gradus gradus(ScriptedTrainer trainer) {
        return gradus(trainer, ledger);
    }

    private static Gradus gradus(ScriptedTrainer trainer, MemoryLedger of) {
        return new Gradus(
                of,
                new Sources(
                        Optional.of(trainer),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(),
                        Optional.of(trainer)),
                NOON,
                2);
    }

    private TuneRequest request(Task task, Optional<String> override) {
        return new TuneRequest(climb(task, 300), override, List.of());
    }

    private ClimbRequest climb(Task task, int examples) {
        return new ClimbRequest(
                task,
                examples("train", examples, 1),
                Optional.of(examples("test", 120, 2)),
                ClimbOptions.standard(),
                false,
                "task: coin",
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty(),
                Outside.none().at(home));
    }

    private static Task task(int seeds) {
        Recipe plain = Recipe.standard();
        return new Task(
                        "coin",
                        "Say whether the number of the message is odd.",
                        new AnswerShape.Labels(List.of(Label.of(LABELS[0]), Label.of(LABELS[1]))),
                        ScoreName.ACCURACY,
                        Goal.of(0.95, 0.05),
                        Optional.empty(),
                        Policy.standard(),
                        List.of(BASE),
                        Optional.empty(),
                        Optional.of(Money.of(0.05, "USD")),
                        TuningCosts.unknown(),
                        Optional.empty(),
                        "USD")
                .withPlan(
                        TuningPlan.standard()
                                .withRecipe(
                                        new Recipe(
                                                plain.kind(),
                                                plain.rank(),
                                                plain.alpha(),
                                                plain.dropout(),
                                                plain.learningRate(),
                                                2,
                                                plain.batch(),
                                                plain.warmup(),
                                                plain.weightDecay(),
                                                plain.clip(),
                                                plain.patience(),
                                                plain.start(),
                                                seeds,
                                                plain.held())));
    }

    /// Words drawn without regard to the label, and the label's own word among many others.
    private static List<Example> examples(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = random.nextInt(2);
            StringBuilder text = new StringBuilder(name + i);
            for (int word = 0; word < 12; word++) {
                text.append(" w").append(random.nextInt(400));
            }
            text.append(label == 1 ? " odd" : " even");
            text.append(random.nextInt(100_000));
            examples.add(Example.of(name + "-" + i, text.toString(), LABELS[label]));
        }
        return examples;
    }
}
