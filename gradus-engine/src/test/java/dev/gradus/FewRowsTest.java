package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.score.Comparison;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import dev.gradus.testkit.WordEncoder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Climbs on fewer rows than a test is cut from.
class FewRowsTest {
    private static final ModelName ENCODER = ModelName.parse("embedded/words-64");
    private static final ModelName WIDER = ModelName.parse("embedded/words-256");
    private static final Task TASK = task();

    private final MemoryLedger ledger = new MemoryLedger();
    private final ScriptedModel small = new ScriptedModel("openai/small", FewRowsTest::answer);
    private final ScriptedModel large = new ScriptedModel("openai/large", FewRowsTest::answer);

    /// The same climb for every test that only reads it.
    private static final class Once {
        static final MemoryLedger LEDGER = new MemoryLedger();
        static final ScriptedModel SMALL = new ScriptedModel("openai/small", FewRowsTest::answer);
        static final ScriptedModel LARGE = new ScriptedModel("openai/large", FewRowsTest::answer);
        static final DryRun PLAN = gradus(LEDGER, SMALL, LARGE).dryRun(request(rows(60), TASK));
        static final int PLANNED = SMALL.calls() + LARGE.calls();
        static final ClimbReport REPORT =
                gradus(LEDGER, SMALL, LARGE).climb(request(rows(60), TASK));
        static final int CALLS = SMALL.calls() + LARGE.calls();
    }

    /// Right only where the very input is shown with its answer: a leak would score, and nothing
    /// else does. A second script of the same name answers most inputs right.
    private static String leaking(ChatRequest request) {
        String input = ScriptedModel.lastUserMessage(request).strip();
        String system = system(request);
        int shown = system.indexOf("Input: " + input + "\n");
        if (shown < 0) {
            return "none of them";
        }
        String rest = system.substring(shown);
        return rest.substring(rest.indexOf("Answer: ") + 8).lines().findFirst().orElseThrow();
    }

    private static String answer(ChatRequest request) {
        String system = system(request);
        if (system.startsWith("You improve instructions")) {
            return "<instruction>Be exact about the "
                    + ScriptedModel.lastUserMessage(request).length()
                    + " characters.</instruction>";
        }
        String input = ScriptedModel.lastUserMessage(request);
        SplittableRandom random = new SplittableRandom((system.length() + input).hashCode());
        double able = system.contains("Be exact") ? 0.9 : 0.7;
        boolean yes = input.contains("card");
        return (random.nextDouble() < able) == yes ? "yes" : "no";
    }

    private static String system(ChatRequest request) {
        return request.messages().getFirst() instanceof Message.System one ? one.text() : "";
    }

    @Test
    void no_row_has_a_part_in_its_own_answer() {
        ScriptedModel first = new ScriptedModel("openai/small", FewRowsTest::leaking);
        ScriptedModel second = new ScriptedModel("openai/large", FewRowsTest::leaking);
        ClimbReport report = gradus(ledger, first, second).climb(request(noise(60), TASK));

        List<Map<?, ?>> candidates = candidates(report);
        assertThat(candidates)
                .filteredOn(one -> one.get("models").toString().contains("openai"))
                .filteredOn(one -> one.get("title").toString().contains("shots"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(one -> {
                    assertThat(one.get("crossValidated")).isEqualTo(true);
                    if (!one.get("title").toString().contains("->")) {
                        assertThat(value(one)).as("%s", one.get("title")).isZero();
                    }
                });
        // Labels by the toss of a coin: taught with the row itself the nearest example is the row.
        assertThat(candidates)
                .filteredOn(one -> one.get("title").toString().matches(".*nearest-example"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(value(one)).isLessThan(0.75));
    }

    @Test
    void ends_inconclusive_with_what_to_use_and_how_many_more_rows() {
        ClimbReport report = Once.REPORT;

        assertThat(report.verdict().kind().word()).isEqualTo("inconclusive");
        assertThat(report.verdict().headline())
                .isEqualTo("Not enough evidence: 60 rows settle nothing.");
        assertThat(report.verdict().use().orElseThrow())
                .matches(
                        "Meanwhile use .*; about [0-9,]+ more rows settle it with a chance of 80 %\\.");
        Map<?, ?> data = (Map<?, ?>) report.document().get("data");
        assertThat(data.get("approximate")).isEqualTo(true);
        assertThat(data.get("folds")).isEqualTo(5);
        assertThat(data.get("dev")).isEqualTo(60);
        assertThat(data.get("test")).isEqualTo(0);
        assertThat(((Map<?, ?>) report.document().get("meanwhile")).get("moreRows"))
                .isInstanceOf(Long.class);
        assertThat(candidates(report))
                .allSatisfy(one -> {
                    assertThat(((Map<?, ?>) one.get("score")).get("approximate")).isEqualTo(true);
                    assertThat(((Map<?, ?>) one.get("score")).get("n")).isEqualTo(60);
                    if (one.get("crossValidated").equals(true)) {
                        assertThat(one.get("role")).isIn("not-better", "baseline");
                    }
                });
        assertThat(
                        Once.LEDGER.looks(
                                ((Map<?, ?>) report.document().get("sealedTest"))
                                        .get("hash")
                                        .toString()))
                .isEmpty();
    }

    @Test
    void broken_off_anywhere_it_goes_on_and_pays_for_no_answer_twice() {
        ClimbReport whole = Once.REPORT;
        ScriptedModel first = new ScriptedModel("openai/small", FewRowsTest::answer);
        ScriptedModel second = new ScriptedModel("openai/large", FewRowsTest::answer);
        SplittableRandom random = new SplittableRandom(3);
        int[] next = {random.nextInt(100, 400)};
        first.failing(call -> broken(call, next));
        second.failing(call -> broken(call, next));
        @Nullable ClimbReport finished = null;
        int attempts = 0;
        while (finished == null && attempts++ < 80) {
            try {
                finished = gradus(ledger, first, second).climb(request(rows(60), TASK));
            } catch (IllegalStateException killed) {
                next[0] += random.nextInt(100, 400);
            }
        }
        assertThat(attempts).isGreaterThan(2);
        assertThat(finished).isNotNull();
        assertThat(scores(finished)).isEqualTo(scores(whole));
        assertThat(Math.max(first.mostOftenAnswered(), second.mostOftenAnswered())).isEqualTo(1);
    }

    private static @Nullable CallFailure broken(int call, int[] next) {
        if (call == next[0]) {
            throw new IllegalStateException("killed");
        }
        return null;
    }

    @Test
    void a_dry_run_counts_no_fewer_calls_and_answers_than_the_climb_makes() {
        DryRun plan = Once.PLAN;
        assertThat(Once.PLANNED).isZero();

        ClimbReport report = Once.REPORT;

        assertThat(plan.calls()).isGreaterThanOrEqualTo(Once.CALLS);
        Map<String, Long> answers =
                plan.rungs().stream()
                        .collect(Collectors.toMap(DryRun.Step::rung, DryRun.Step::answers));
        for (Object rung : (List<?>) report.document().get("rungs")) {
            Map<?, ?> one = (Map<?, ?>) rung;
            long made = 60L * ((List<?>) one.get("candidates")).size();
            assertThat(answers.get(one.get("rung").toString()))
                    .as("%s", one.get("rung"))
                    .isGreaterThanOrEqualTo(made);
        }
        assertThat(plan.calls()).isLessThan(12L * Once.CALLS);
    }

    @Test
    void a_label_that_stands_once_leaves_out_what_learns_and_says_how_many_rows_it_lacks() {
        List<Example> rows = new ArrayList<>(rows(40));
        rows.removeIf(row -> row.expected().equals("no"));
        rows.add(Example.of("only", "another thing altogether", "no"));

        DryRun plan = gradus(ledger, small, large).dryRun(request(rows, TASK));
        ClimbReport report = gradus(ledger, small, large).climb(request(rows, TASK));

        Map<String, String> why =
                ((List<?>) report.document().get("rungs"))
                        .stream()
                                .map(one -> (Map<?, ?>) one)
                                .collect(
                                        Collectors.toMap(
                                                one -> one.get("rung").toString(),
                                                one -> one.get("why").toString()));
        for (String rung : List.of("examples", "classifier", "cascade")) {
            assertThat(why.get(rung)).isEqualTo("not applicable: 2 more rows (2 of 'no')");
        }
        assertThat(why.get("prompt"))
                .contains("no instruction was rewritten: not applicable: 2 more rows (2 of 'no')");
        assertThat(candidates(report)).noneMatch(one -> one.get("crossValidated").equals(true));
        assertThat(plan.rungs())
                .filteredOn(step -> step.rung().equals("classifier"))
                .allSatisfy(step -> assertThat(step.answers()).isZero());
    }

    @Test
    void the_same_climb_again_and_a_comparison_find_the_cross_validated_runs() {
        ClimbReport again =
                gradus(Once.LEDGER, Once.SMALL, Once.LARGE).climb(request(rows(60), TASK));
        assertThat(Once.SMALL.calls() + Once.LARGE.calls()).isEqualTo(Once.CALLS);
        assertThat(scores(again)).isEqualTo(scores(Once.REPORT));

        AnswerShape.Labels labels = TASK.answer().asLabels().orElseThrow();
        ClimbRequest request = request(rows(60), TASK);
        Candidate nearest =
                new Candidate.Encoded(
                        ENCODER,
                        new Method.NearestExample(),
                        labels.labels(),
                        ContentHash.of(rows(60)));
        Candidate names =
                new Candidate.Encoded(ENCODER, new Method.LabelNames(), labels.labels(), "");
        Comparison comparison =
                gradus(Once.LEDGER, Once.SMALL, Once.LARGE)
                        .compare(request, names, nearest)
                        .comparison();
        assertThat(comparison.n()).isEqualTo(60);
        assertThat(comparison.scoreCandidate()).isEqualTo(scores(again).get(nearest.id()));
    }

    @Test
    void tuning_on_few_rows_is_refused_in_words_even_by_override() {
        assertThatThrownBy(() ->
                        gradus(ledger, small, large)
                                .tune(
                                        new TuneRequest(
                                                request(rows(60), TASK),
                                                Optional.of("I want it"),
                                                List.of())))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageStartingWith("60 rows without a test file are too few to tune on");
    }

    @Test
    void a_hundred_rows_cut_a_test_as_ever() {
        ClimbRequest all = request(rows(100), TASK);
        ClimbReport report =
                gradus(ledger, small, large)
                        .climb(
                                new ClimbRequest(
                                        TASK,
                                        all.examples(),
                                        all.test(),
                                        new ClimbOptions(true, Set.of("prompt"), Set.of(), 1),
                                        false,
                                        "task: few",
                                        ClimbObserver.SILENT,
                                        Progress.SILENT,
                                        Optional.empty(),
                                        all.outside()));

        Map<?, ?> data = (Map<?, ?>) report.document().get("data");
        assertThat(data.get("approximate")).isEqualTo(false);
        assertThat((Integer) data.get("test")).isPositive();
        assertThat(report.document().get("meanwhile")).isNull();
    }

    private static Gradus gradus(MemoryLedger into, ScriptedModel... models) {
        return new Gradus(
                into,
                new Sources(
                        Optional.of(
                                new WordEncoder.Source(
                                        List.of(
                                                new WordEncoder(ENCODER, 64),
                                                new WordEncoder(WIDER, 256)))),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(ScriptedModel.Source.of(models))),
                InstantSource.system(),
                2);
    }

    private static ClimbRequest request(List<Example> rows, Task task) {
        return new ClimbRequest(
                task,
                rows,
                Optional.empty(),
                new ClimbOptions(true, Set.of(), Set.of(), 1),
                false,
                "task: few",
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty(),
                new Outside(
                        PriceBook.empty(),
                        new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                        16,
                        CallRecorder.NONE));
    }

    private static Task task() {
        return new Task(
                "few",
                "Say whether it is about a card.",
                new AnswerShape.Labels(
                        List.of(
                                Label.of("yes", "it is about a card"),
                                Label.of("no", "it is about something else"))),
                ScoreName.ACCURACY,
                Goal.of(0.99, 0.02),
                Optional.empty(),
                Policy.standard(),
                List.of(
                        ENCODER,
                        WIDER,
                        ModelName.parse("openai/small"),
                        ModelName.parse("openai/large")),
                Optional.empty(),
                Optional.of(Money.of(0.05, "USD")),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    private static List<Example> rows(int count) {
        return words(count, true);
    }

    private static List<Example> noise(int count) {
        return words(count, false);
    }

    /// @param telling whether the words tell the label
    private static List<Example> words(int count, boolean telling) {
        SplittableRandom random = new SplittableRandom(9);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder("message " + i);
            for (int word = 0; word < 6; word++) {
                text.append(' ').append(Integer.toString(random.nextInt(1_000_000), 36));
            }
            boolean yes = telling ? i % 2 == 0 : random.nextBoolean();
            rows.add(
                    Example.of(
                            "row-" + i,
                            text + (telling && yes ? " card" : ""),
                            yes ? "yes" : "no"));
        }
        return rows;
    }

    private static List<Map<?, ?>> candidates(ClimbReport report) {
        return ((List<?>) report.document().get("rungs"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .flatMap(one -> ((List<?>) one.get("candidates")).stream())
                        .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                        .toList();
    }

    private static double value(Map<?, ?> candidate) {
        return ((Number) ((Map<?, ?>) candidate.get("score")).get("value")).doubleValue();
    }

    private static Map<String, Double> scores(ClimbReport report) {
        return candidates(report).stream()
                .collect(
                        Collectors.toMap(
                                one -> one.get("candidate").toString(), FewRowsTest::value));
    }
}
