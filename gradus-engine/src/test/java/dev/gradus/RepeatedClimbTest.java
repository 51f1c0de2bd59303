package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.chat.ChatRequest;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallFailure;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A model that answers otherwise each time it is asked the same.
class RepeatedClimbTest {
    private static final Pattern TOWN = Pattern.compile("town(\\d+)");
    private final MemoryLedger ledger = new MemoryLedger();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final ScriptedModel fickle = new ScriptedModel("openai/fickle", this::answer);

    /// Of 4 towns: one is right each time, one never, one the first time, one the first two times.
    private String answer(ChatRequest request) {
        String input = ScriptedModel.lastUserMessage(request);
        int time = asked.merge(request.toString(), 1, Integer::sum);
        Matcher town = TOWN.matcher(input);
        int number = town.find() ? Integer.parseInt(town.group(1)) : 0;
        int rightTimes = new int[] {3, 0, 1, 2}[number % 4];
        return time <= rightTimes ? "mayor" + number : "nobody";
    }

    @Test
    void shows_how_much_answers_vary_and_how_many_are_right_every_time() {
        Map<?, ?> winner = winner(gradus().climb(request(3)));

        assertThat(((Number) score(winner)).doubleValue()).isCloseTo(0.5, within(1e-9));
        Map<?, ?> repeats = (Map<?, ?>) winner.get("repeats");
        assertThat(repeats.get("n")).isEqualTo(3);
        assertThat(repeats.get("examples")).isEqualTo(40);
        assertThat(repeats.get("passAll")).isEqualTo(0.25);
        // Of 3 repeats, 1 or 2 right: a sum of squares of 2/3 in every second example, 2 degrees
        // of freedom each.
        assertThat((Double) repeats.get("within")).isCloseTo(1.0 / 6, within(1e-9));
        // Between: the means are 0, 1/3, 2/3, 1: (40 / 39 * 5/36 * 3 - 1/6) / 3.
        assertThat((Double) repeats.get("between"))
                .isCloseTo((40.0 / 39 * 15 / 36 - 1.0 / 6) / 3, within(1e-9));
    }

    @Test
    void knows_it_again_from_the_ledger_and_asks_nothing_twice() {
        Map<?, ?> first = winner(gradus().climb(request(3)));
        int calls = fickle.calls();
        Map<?, ?> again = winner(gradus().climb(request(3)));
        assertThat(again.get("repeats")).isEqualTo(first.get("repeats"));
        assertThat(fickle.calls()).isEqualTo(calls);
    }

    @Test
    void an_example_with_a_lost_repeat_is_missing_and_the_others_count() {
        fickle.failing(call ->
                call % 50 == 0 ? new CallFailure(CallFailure.Kind.REJECTED, "not today") : null);
        Map<?, ?> winner = winner(gradus().climb(request(3)));
        Map<?, ?> repeats = (Map<?, ?>) winner.get("repeats");
        int missing = (Integer) ((Map<?, ?>) winner.get("score")).get("missing");
        assertThat(missing).isPositive();
        assertThat(repeats.get("examples")).isEqualTo(40 - missing);
    }

    @Test
    void more_repeats_than_before_are_asked_for() {
        assertThat(winner(gradus().climb(request(1))).get("repeats")).isNull();
        int calls = fickle.calls();
        Map<?, ?> winner = winner(gradus().climb(request(3)));
        assertThat(((Map<?, ?>) winner.get("repeats")).get("n")).isEqualTo(3);
        assertThat(fickle.calls()).as("the first answers are known").isEqualTo(3 * calls);
    }

    private Gradus gradus() {
        return new Gradus(ledger, sources(), InstantSource.system(), 2);
    }

    private Sources sources() {
        return new Sources(
                Optional.empty(), Optional.empty(), List.of(ScriptedModel.Source.of(fickle)));
    }

    private static ClimbRequest request(int repeats) {
        Calling standard = Calling.standard();
        Task task =
                new Task(
                                "mayors",
                                "Say who the mayor is.",
                                new AnswerShape.Text(),
                                Scoring.of(ScoreName.CONTAINS),
                                Goal.of(0.9, 0.1),
                                Optional.empty(),
                                Policy.standard(),
                                List.of(ModelName.parse("openai/fickle")),
                                Optional.empty(),
                                Optional.empty(),
                                TuningCosts.unknown(),
                                Optional.empty(),
                                "USD",
                                standard)
                        .withCalling(
                                new Calling(
                                        standard.providers(),
                                        standard.prompts(),
                                        standard.sampling(),
                                        repeats,
                                        standard.tokenBudget(),
                                        standard.batch(),
                                        0,
                                        standard.writer(),
                                        standard.efforts(),
                                        standard.validators()));
        return new ClimbRequest(
                task,
                examples(0, 120),
                Optional.of(examples(1000, 40)),
                new ClimbOptions(true, Set.of("prompt"), Set.of(), 1),
                false,
                "task: mayors",
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty());
    }

    private static List<Example> examples(int from, int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            examples.add(Example.of("e" + i, question(i), "mayor" + i));
        }
        return examples;
    }

    private static String question(int town) {
        String words =
                new SplittableRandom(town)
                        .ints(8, 'a', 'z')
                        .mapToObj(letter -> Character.toString(letter).repeat(2) + town * letter)
                        .collect(Collectors.joining(" "));
        return "town" + town + " " + words + ": who is its mayor?";
    }

    private static Map<?, ?> winner(ClimbReport report) {
        return (Map<?, ?>) report.document().get("winner");
    }

    private static Object score(Map<?, ?> winner) {
        return ((Map<?, ?>) winner.get("score")).get("value");
    }
}
