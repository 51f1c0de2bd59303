package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.WordEncoder;
import dev.gradus.verdict.VerdictKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GradusTest {
    private static final ModelName SMALL = ModelName.parse("embedded/words-64");
    private static final ModelName LARGE = ModelName.parse("embedded/words-512");
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final String[][] TALK = {
        {"card", "arrive", "post", "delivery", "waiting", "letter"},
        {"refund", "money", "back", "shop", "return", "charge"},
        {"pin", "forgot", "code", "blocked", "attempts", "unlock"}
    };
    private static final String[] NAMES = {"card_arrival", "refund_please", "pin_blocked"};

    private final MemoryLedger ledger = new MemoryLedger();
    private final WordEncoder small = new WordEncoder(SMALL, 64);
    private final WordEncoder large = new WordEncoder(LARGE, 512);

    @Test
    void climbs_from_examples_to_a_verdict_that_can_be_read_again() {
        ClimbReport report = gradus(ledger).climb(request(goal(0.85)));

        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.STOP);
        assertThat(report.document())
                .containsKeys(
                        "verdict",
                        "reasons",
                        "winner",
                        "rungs",
                        "gates",
                        "economics",
                        "sealedTest",
                        "seconds",
                        "confusion",
                        "findings");
        assertThat(ledger.climbs().getFirst().verdict().orElseThrow())
                .startsWith("{\"schema\":\"gradus.verdict/1\"");
        assertThat(((Map<?, ?>) report.document().get("sealedTest")).get("looks")).isEqualTo(1);
    }

    @Test
    void a_second_climb_encodes_nothing_and_counts_no_second_look() {
        ClimbReport first = gradus(ledger).climb(request(goal(0.85)));
        int calls = small.calls() + large.calls();

        ClimbReport second = gradus(ledger).climb(request(goal(0.85)));

        assertThat(small.calls() + large.calls()).isEqualTo(calls);
        assertThat(comparable(second)).isEqualTo(comparable(first));
        assertThat(((Map<?, ?>) second.document().get("sealedTest")).get("looks")).isEqualTo(1);
    }

    @Test
    void broken_off_anywhere_it_goes_on_with_the_same_result() {
        ClimbReport whole = gradus(new MemoryLedger()).climb(request(goal(0.999)));
        int calls = small.calls() + large.calls();
        SplittableRandom random = new SplittableRandom(11);

        for (int round = 0; round < 6; round++) {
            MemoryLedger broken = new MemoryLedger();
            ClimbReport finished = null;
            int spent = 0;
            while (finished == null) {
                WordEncoder breaking = new WordEncoder(SMALL, 64);
                WordEncoder other = new WordEncoder(LARGE, 512);
                breaking.breakAfter(random.nextInt(80, 400));
                other.breakAfter(random.nextInt(80, 400));
                try {
                    finished = gradus(broken, breaking, other).climb(request(goal(0.999)));
                } catch (WordEncoder.BrokenOff again) {
                    assertThat(broken.climbs()).hasSize(1);
                }
                spent += breaking.calls() + other.calls();
            }
            assertThat(comparable(finished)).as("round %d", round).isEqualTo(comparable(whole));
            assertThat(spent)
                    .as("work done twice is at most what was in flight")
                    .isLessThan(2 * calls);
        }
    }

    @Test
    void fresh_measures_again_and_still_counts_the_looks() {
        gradus(ledger).climb(request(goal(0.85)));
        int calls = small.calls();

        ClimbReport again = gradus(ledger).climb(ChatClimbTest.fresh(request(goal(0.85))));

        assertThat(small.calls()).isGreaterThan(calls + 100);
        assertThat(((Map<?, ?>) again.document().get("sealedTest")).get("looks")).isEqualTo(1);
    }

    @Test
    void a_goal_out_of_reach_ends_in_gates_and_never_in_fine_tune_without_them() {
        ClimbReport report = gradus(ledger).climb(request(goal(0.999)));

        assertThat(report.verdict().kind()).isIn(VerdictKind.NOT_YET, VerdictKind.INCONCLUSIVE);
        assertThat(report.verdict().gates()).hasSize(12);
        assertThat(report.verdict().todo()).isNotEmpty();
    }

    @Test
    void a_task_without_labels_says_what_to_add_at_every_rung() {
        Task text =
                new Task(
                        "free",
                        "Answer.",
                        new AnswerShape.Text(),
                        ScoreName.EXACT,
                        Goal.of(0.9, 0.05),
                        Optional.empty(),
                        Policy.standard(),
                        List.of(SMALL),
                        Optional.empty(),
                        Optional.empty(),
                        TuningCosts.unknown(),
                        Optional.empty(),
                        "USD");

        ClimbReport report = gradus(ledger).climb(request(text));

        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.NOT_YET);
        assertThat(report.verdict().todo())
                .contains(
                        "prompt: add a chat model in models",
                        "retrieval: add documents and a chat model in models");
    }

    @Test
    void an_unknown_encoder_is_named_with_the_known_ones() {
        Task unknown = task(goal(0.9), List.of(ModelName.parse("embedded/minlm")));

        assertThatThrownBy(() -> gradus(ledger).climb(request(unknown)))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "gradus.yaml names the model embedded/minlm, which is not known. Known in this process:"
                                + " embedded/words-64, embedded/words-512.");
    }

    @Test
    void a_dry_run_calls_nothing_and_knows_what_is_there() {
        DryRun before = gradus(ledger).dryRun(request(goal(0.85)));
        assertThat(small.calls()).isZero();
        assertThat(before.encoders().getFirst().inLedger()).isZero();

        gradus(ledger).climb(all(request(goal(0.85))));
        DryRun after = gradus(ledger).dryRun(request(goal(0.85)));

        assertThat(after.encoders().getFirst().inLedger())
                .isEqualTo(after.encoders().getFirst().texts());
        assertThat(after.cpuSeconds()).isPresent();
    }

    private static final Set<String> MEASURED_TIME =
            Set.of(
                    "climb",
                    "seconds",
                    "use",
                    "reasons",
                    "cost",
                    "economics",
                    "costPerThousand",
                    "costDelta",
                    "latencyMs",
                    "frontier");

    /// What must not depend on interruptions: everything but measured time and what follows from
    /// it.
    private static Object comparable(ClimbReport report) {
        return withoutTime(report.document());
    }

    private static Object withoutTime(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> {
                Map<Object, Object> rest = new LinkedHashMap<>();
                map.forEach((key, one) -> {
                    if (!MEASURED_TIME.contains(key)) {
                        rest.put(key, withoutTime(one));
                    }
                });
                yield rest;
            }
            case List<?> list -> list.stream().map(GradusTest::withoutTime).toList();
            default -> value;
        };
    }

    private Gradus gradus(Ledger into) {
        return gradus(into, small, large);
    }

    private static Gradus gradus(Ledger into, WordEncoder first, WordEncoder second) {
        return new Gradus(
                into,
                new Sources(
                        Optional.of(new WordEncoder.Source(List.of(first, second))),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of()),
                NOON,
                2);
    }

    private static ClimbRequest request(Goal goal) {
        return request(task(goal, List.of(SMALL, LARGE)));
    }

    private static ClimbRequest request(Task task) {
        return new ClimbRequest(
                task,
                examples("train", 240, 1),
                Optional.of(examples("test", 150, 2)),
                ClimbOptions.standard(),
                false,
                "task: talk",
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty());
    }

    private static ClimbRequest all(ClimbRequest request) {
        return new ClimbRequest(
                request.task(),
                request.examples(),
                request.test(),
                new ClimbOptions(true, Set.of(), Set.of(), 1),
                false,
                request.configuration(),
                request.observer(),
                request.progress(),
                request.history());
    }

    private static Goal goal(double score) {
        return Goal.of(score, 0.1);
    }

    private static Task task(Goal goal, List<ModelName> models) {
        return new Task(
                "talk",
                "Name what the message is about.",
                new AnswerShape.Labels(
                        List.of(
                                Label.of(NAMES[0], "the card has not come by post"),
                                Label.of(NAMES[1], "wants the money back from a shop"),
                                Label.of(NAMES[2], "the code is blocked"))),
                ScoreName.ACCURACY,
                goal,
                Optional.of(new Traffic(1000, 0, Optional.of(Money.of(0.1, "USD")))),
                Policy.standard(),
                models,
                Optional.empty(),
                Optional.of(Money.of(0.05, "USD")),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    /// Messages of a label's own words and a few of the others'.
    private static List<Example> examples(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % NAMES.length;
            StringBuilder text = new StringBuilder(name + i + " about");
            for (int word = 0; word < 4; word++) {
                String[] words =
                        TALK[random.nextInt(10) < 8 ? label : random.nextInt(NAMES.length)];
                text.append(' ')
                        .append(words[random.nextInt(words.length)])
                        .append(random.nextInt(30));
                text.append(' ').append(words[random.nextInt(words.length)]);
            }
            examples.add(Example.of(name + "-" + i, text.toString(), NAMES[label]));
        }
        return examples;
    }
}
