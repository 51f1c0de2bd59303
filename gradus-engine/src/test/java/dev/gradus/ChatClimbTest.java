package dev.gradus;

import static dev.gradus.CardMessages.NAMES;
import static dev.gradus.CardMessages.WORDS;
import static dev.gradus.CardMessages.examples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Condition;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A climb with chat models: a scripted pair of which the better reads its prompt.
class ChatClimbTest {
    private static final ModelName ENCODER = ModelName.parse("embedded/words-64");

    private final MemoryLedger ledger = new MemoryLedger();
    private final ScriptedModel small = new ScriptedModel("openai/small", one -> answer(one, 0.6));
    private final ScriptedModel large = new ScriptedModel("openai/large", one -> answer(one, 0.9));

    /// Right as often as it can; more often where the prompt describes the labels, still more with
    /// shots; wrong answers are another label, and sometimes chatter around it.
    private static String answer(ChatRequest request, double able) {
        String input = ScriptedModel.lastUserMessage(request);
        String system =
                request.messages().getFirst() instanceof Message.System one ? one.text() : "";
        if (system.startsWith("You improve instructions")) {
            return "They confuse things.\n<instruction>Be exact. {{ brief }} stays as it is."
                    + "</instruction>";
        }
        SplittableRandom random = new SplittableRandom((system.length() + input).hashCode());
        double right =
                able
                        + (system.contains("Rules:") ? 0.03 : 0)
                        + (system.contains("Examples:") ? 0.03 : 0);
        int truth = 0;
        for (int i = 0; i < WORDS.length; i++) {
            truth = input.contains(WORDS[i]) ? i : truth;
        }
        int said = random.nextDouble() < right ? truth : random.nextInt(3);
        return request.form() instanceof Form.Schema
                ? "{\"label\": \"" + NAMES[said] + "\"}"
                : random.nextInt(20) == 0 ? "It is " + NAMES[said] + "." : NAMES[said];
    }

    @Test
    void climbs_every_rung_and_pays_for_no_answer_twice() {
        ClimbReport report = gradus(ledger).climb(request(task(0.999), true));

        Map<String, String> status = statuses(report);
        assertThat(status)
                .containsEntry("retrieval", "not-applicable")
                .containsEntry("tools", "not-applicable");
        assertThat(List.of("prompt", "examples", "classifier", "model", "structure", "cascade"))
                .allSatisfy(rung ->
                        assertThat(status.get(rung))
                                .as(rung)
                                .isIn("gain", "no-gain-that-matters", "not-shown", "done"));
        assertThat(Math.max(small.mostOftenAnswered(), large.mostOftenAnswered())).isEqualTo(1);
        Map<?, ?> cost = (Map<?, ?>) report.document().get("cost");
        assertThat(((Number) cost.get("calls")).longValue())
                .isEqualTo(small.calls() + large.calls());
        assertThat(cost.get("callsOfUnknownCost")).isEqualTo(0L);

        int calls = small.calls() + large.calls();
        ClimbReport again = gradus(ledger).climb(request(task(0.999), true));
        assertThat(small.calls() + large.calls()).isEqualTo(calls);
        assertThat(comparable(again)).isEqualTo(comparable(report));
    }

    @Test
    void a_climb_that_breaks_off_goes_on_to_the_same_verdict() {
        Object whole = comparable(gradus(new MemoryLedger()).climb(request(task(0.999), true)));
        int calls = small.calls() + large.calls();
        SplittableRandom random = new SplittableRandom(7);

        ScriptedModel first = new ScriptedModel("openai/small", one -> answer(one, 0.6));
        ScriptedModel second = new ScriptedModel("openai/large", one -> answer(one, 0.9));
        int[] next = {random.nextInt(50, 600)};
        first.failing(call -> broken(call, next));
        second.failing(call -> broken(call, next));
        @Nullable ClimbReport finished = null;
        for (int attempt = 0; finished == null && attempt < 60; attempt++) {
            try {
                finished =
                        gradus(ledger, ScriptedModel.Source.of(first, second))
                                .climb(request(task(0.999), true));
            } catch (IllegalStateException killed) {
                next[0] += random.nextInt(50, 600);
            }
        }
        assertThat(finished).isNotNull();
        assertThat(comparable(finished)).isEqualTo(whole);
        assertThat(first.mostOftenAnswered()).as("no answer was paid for twice").isEqualTo(1);
        assertThat(calls).isPositive();
    }

    /// As if the process ended in the middle of a call.
    private static @Nullable CallFailure broken(int call, int[] next) {
        if (call == next[0]) {
            throw new IllegalStateException("killed");
        }
        return null;
    }

    @Test
    void calls_that_were_lost_are_missing_and_asked_again_by_the_next_climb() {
        small.failing(call ->
                call % 10 == 0 ? new CallFailure(CallFailure.Kind.REJECTED, "not today") : null);
        ClimbReport report =
                gradus(ledger).climb(request(task(0.999), false).only(Set.of("prompt")));
        Map<?, ?> baseline = prompted(report, "prompt").getFirst();
        assertThat((Integer) ((Map<?, ?>) baseline.get("score")).get("missing")).isPositive();

        small.failing(call -> null);
        ClimbReport again =
                gradus(ledger).climb(request(task(0.999), false).only(Set.of("prompt")));
        assertThat(((Map<?, ?>) prompted(again, "prompt").getFirst().get("score")).get("missing"))
                .isEqualTo(0);
    }

    @Test
    void stops_at_its_budget_and_goes_on_when_it_is_raised() {
        Money little = Money.of(0.02, "USD");
        assertThatThrownBy(() ->
                        gradus(ledger)
                                .climb(
                                        request(
                                                task(0.999)
                                                        .withBudget(
                                                                Optional.of(little),
                                                                OptionalLong.empty()),
                                                true)))
                .isInstanceOf(GradusException.Budget.class);
        double spent = ledger.spent(1).money();
        assertThat(spent).isPositive().isLessThanOrEqualTo(0.02);

        gradus(ledger)
                .climb(
                        request(
                                task(0.999)
                                        .withBudget(
                                                Optional.of(Money.of(100, "USD")),
                                                OptionalLong.empty()),
                                true));
        assertThat(ledger.climbs()).as("the same climb went on").hasSize(1);
        assertThat(small.mostOftenAnswered()).isEqualTo(1);
    }

    @Test
    void an_answer_that_breaks_a_validator_scores_0_and_is_asked_for_once_more() {
        ScriptedModel shouts =
                new ScriptedModel(
                        "openai/small",
                        one ->
                                ScriptedModel.lastUserMessage(one).contains("cannot be used")
                                        ? "pin_blocked"
                                        : "card_arrival");
        Task plain = task(0.999);
        Task bounded =
                plain.withCalling(
                        new Calling(
                                Map.of(),
                                List.of(),
                                plain.calling().sampling(),
                                1,
                                OptionalLong.empty(),
                                false,
                                0,
                                Optional.empty(),
                                List.of(),
                                List.of(new Condition.Cel("answer == 'pin_blocked'"))));
        ClimbReport report =
                gradus(ledger, ScriptedModel.Source.of(shouts, large))
                        .climb(request(bounded, true).only(Set.of("prompt", "structure")));

        assertThat(value(prompted(report, "prompt").getFirst())).isZero();
        assertThat(((Map<?, ?>) prompted(report, "prompt").getFirst().get("valid")).get("share"))
                .as("the shape is right, the condition is not")
                .isEqualTo(1.0);
        assertThat(value(prompted(report, "structure").getFirst())).isBetween(0.3, 0.4);
    }

    private static double value(Map<?, ?> candidate) {
        return ((Number) ((Map<?, ?>) candidate.get("score")).get("value")).doubleValue();
    }

    @Test
    void a_dry_run_says_what_would_be_asked_and_asks_nothing() {
        DryRun plan = gradus(ledger).dryRun(request(task(0.9), true));
        assertThat(plan.calls()).isPositive();
        assertThat(plan.money()).isPresent();
        assertThat(small.calls() + large.calls()).isZero();

        assertThat(plan.paid()).isZero();
        assertThat(plan.expected()).isPositive().isLessThan(plan.calls());

        gradus(ledger).climb(request(task(0.999), true));
        assertThat((long) small.calls() + large.calls()).isLessThanOrEqualTo(plan.calls());
        assertThat(gradus(ledger).dryRun(request(task(0.999), true)).expected())
                .as("a climb that has its verdict asks nothing more")
                .isZero();
    }

    @Test
    void a_dry_run_takes_off_what_is_paid_for_by_the_same_climb_and_no_other() {
        DryRun before = gradus(ledger).dryRun(request(task(0.999), true));
        gradus(ledger).climb(request(task(0.999), true).only(Set.of("prompt")));
        DryRun other = gradus(ledger).dryRun(request(task(0.999), true));
        DryRun after = gradus(ledger).dryRun(request(task(0.999), true).only(Set.of("prompt")));
        long made = small.calls() + large.calls();
        gradus(ledger).climb(request(task(0.999), true));
        DryRun whole = gradus(ledger).dryRun(request(task(0.999), true));
        long all = small.calls() + large.calls() - made;

        assertThat(other.calls()).isEqualTo(before.calls());
        assertThat(after.paid()).isEqualTo(made);
        assertThat(whole.paid()).isEqualTo(all);
        assertThat(whole.calls()).isEqualTo(before.calls() - all);
        assertThat(whole.tokens()).isLessThan(before.tokens());
        assertThat(whole.money().orElseThrow()).isLessThan(before.money().orElseThrow());
        assertThat(gradus(ledger).dryRun(fresh(request(task(0.999), true))).calls())
                .isEqualTo(before.calls());
    }

    static ClimbRequest fresh(ClimbRequest request) {
        return new ClimbRequest(
                request.task(),
                request.examples(),
                request.test(),
                request.options(),
                true,
                request.configuration(),
                request.observer(),
                request.progress(),
                request.history(),
                request.outside(),
                request.documents());
    }

    @Test
    void an_unknown_price_is_an_unknown_cost_and_is_named() {
        ClimbReport report =
                gradus(ledger)
                        .climb(
                                request(task(0.999), false)
                                        .with(outside(PriceBook.empty()))
                                        .only(Set.of("prompt")));
        assertThat(prompted(report, "prompt"))
                .allSatisfy(one -> assertThat(one.get("costPerThousand")).isNull());
        assertThat(((Map<?, ?>) report.document().get("cost")).get("callsOfUnknownCost"))
                .isNotEqualTo(0L);
    }

    private Gradus gradus(MemoryLedger into) {
        return gradus(into, ScriptedModel.Source.of(small, large));
    }

    private static Gradus gradus(MemoryLedger into, ModelSource models) {
        return new Gradus(
                into,
                new Sources(
                        Optional.of(new WordEncoder.Source(List.of(new WordEncoder(ENCODER, 64)))),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(models)),
                InstantSource.system(),
                2);
    }

    private static Outside outside(PriceBook prices) {
        return new Outside(
                prices,
                new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                64,
                CallRecorder.NONE);
    }

    private static ClimbRequest request(Task task, boolean all) {
        return new ClimbRequest(
                task,
                examples("train", 360, 1),
                Optional.of(examples("test", 120, 2)),
                new ClimbOptions(all, Set.of(), Set.of(), 1),
                false,
                "task: talk",
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty(),
                outside(prices()));
    }

    private static PriceBook prices() {
        return new ChatPrices(model ->
                model.model().equals("small")
                        ? ChatPrices.price(model, 0.25, 1)
                        : ChatPrices.price(model, 2.5, 10));
    }

    private static Task task(double goal) {
        return new Task(
                "talk",
                "Name what the message is about.",
                new AnswerShape.Labels(
                        List.of(
                                Label.of(NAMES[0], "the card has not come by post"),
                                Label.of(NAMES[1], "wants the money back from a shop"),
                                Label.of(NAMES[2], "the code is blocked"))),
                ScoreName.ACCURACY,
                Goal.of(goal, 0.1),
                Optional.empty(),
                Policy.standard(),
                List.of(ENCODER, ModelName.parse("openai/small"), ModelName.parse("openai/large")),
                Optional.empty(),
                // Measured CPU times differ from run to run, and what they cost must not decide
                // here.
                Optional.of(Money.of(0, "USD")),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    private static List<Map<?, ?>> prompted(ClimbReport report, String rung) {
        return ((List<?>) report.document().get("rungs"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .filter(one -> one.get("rung").equals(rung))
                        .flatMap(one -> ((List<?>) one.get("candidates")).stream())
                        .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                        .filter(one -> one.get("models").toString().contains("openai"))
                        .toList();
    }

    private static Map<String, String> statuses(ClimbReport report) {
        return ((List<?>) report.document().get("rungs"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .collect(
                                Collectors.toMap(
                                        one -> (String) one.get("rung"),
                                        one -> (String) one.get("status")));
    }

    private static final Set<String> MEASURED_TIME =
            Set.of(
                    "climb",
                    "at",
                    "open",
                    "needed",
                    "seconds",
                    "use",
                    "cost",
                    "economics",
                    "frontier",
                    "latencyMs",
                    "costPerThousand",
                    "costDelta",
                    "role",
                    "why",
                    "status",
                    "winner",
                    "reasons",
                    "gates",
                    "history",
                    "headline",
                    "todo",
                    "sealedTest",
                    "gap",
                    "confusion");

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
            case List<?> list -> list.stream().map(ChatClimbTest::withoutTime).toList();
            default -> value;
        };
    }
}
