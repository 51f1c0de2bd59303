package dev.gradus;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.ModelSource;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Calls of whole climbs on two mock chat models, part by part and asking everything: 5,000 rows of
/// 12 labels, a small model that is right 72 % of the time with the plain prompt, more with a
/// sharper one and with shots, less where it is held to a schema, and a large one that is right 8
/// points more often. Prints one JSON line for each goal.
public final class ChatCalls {
    private static final int ROWS = 5_000;
    private static final int LABELS = 12;

    private ChatCalls() {}

    public static void main(String[] arguments) {
        for (double goal : new double[] {0.75, 0.85, 0.99}) {
            Counted some = climb(goal, new ClimbOptions(false, Set.of(), Set.of(), 1));
            Counted all = climb(goal, new ClimbOptions(false, Set.of(), Set.of(), 1).askingAll());
            System.out.printf(
                    Locale.ROOT,
                    "{\"climb\":\"mock chat\",\"rows\":%d,\"goal\":%.2f,\"matters\":0.02,\"dryRunExpected\":%d,"
                            + "\"dryRunAtMost\":%d,\"calls\":%d,\"callsAskingAll\":%d,\"callsSaved\":%.3f,"
                            + "\"verdict\":\"%s\",\"verdictAskingAll\":\"%s\",\"winner\":\"%s\",\"winnerAskingAll\":\"%s\"}%n",
                    ROWS,
                    goal,
                    some.expected,
                    some.atMost,
                    some.calls,
                    all.calls,
                    1 - (double) some.calls / all.calls,
                    some.verdict,
                    all.verdict,
                    some.winner,
                    all.winner);
        }
    }

    private record Counted(long expected, long atMost, long calls, String verdict, Object winner) {}

    private static Counted climb(double goal, ClimbOptions options) {
        ScriptedModel small =
                new ScriptedModel("mock/small", request -> answer(request, 0.72, "small"));
        ScriptedModel large =
                new ScriptedModel("mock/large", request -> answer(request, 0.80, "large"));
        Gradus gradus =
                new Gradus(
                        new MemoryLedger(),
                        new Sources(
                                Optional.empty(),
                                ServiceLoader.load(VectorClassifiers.class).findFirst(),
                                List.of(ScriptedModel.Source.of(small, large))),
                        InstantSource.system(),
                        2);
        ClimbRequest request =
                new ClimbRequest(
                        task(goal),
                        examples(),
                        Optional.empty(),
                        options,
                        false,
                        "task: mock",
                        ClimbObserver.SILENT,
                        Progress.SILENT,
                        Optional.empty(),
                        new Outside(
                                new ChatPrices(model ->
                                        model.model().equals("small")
                                                ? ChatPrices.price(model, 0.25, 1)
                                                : ChatPrices.price(model, 2.5, 10)),
                                new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                                64,
                                CallRecorder.NONE));
        DryRun plan = gradus.dryRun(request);
        ClimbReport report = gradus.climb(request);
        Map<?, ?> winner = (Map<?, ?>) report.document().get("winner");
        return new Counted(
                plan.expected(),
                plan.calls(),
                small.calls() + large.calls(),
                report.verdict().kind().name().toLowerCase(Locale.ROOT),
                winner.get("title"));
    }

    /// Right with a chance that the model and the words of the request make; the draws for one
    /// input are the same for all, but for a third that are each candidate's own.
    private static String answer(ChatRequest request, double base, String model) {
        String system =
                request.messages().getFirst() instanceof Message.System one ? one.text() : "";
        String input = ScriptedModel.lastUserMessage(request);
        if (system.startsWith("You improve")) {
            return "Vague.\n<instruction>Name the one subject of the message.</instruction>";
        }
        double chance = base;
        chance += system.startsWith("You label") ? 0.02 : 0;
        int shots = system.split("Answer: ", -1).length - 1;
        chance += shots >= 10 ? 0.05 : shots > 0 ? 0.02 : 0;
        chance += !(request.form() instanceof Form.Free) ? -0.03 : 0;
        SplittableRandom common = new SplittableRandom(input.hashCode());
        SplittableRandom own =
                new SplittableRandom(31L * (model + system).hashCode() + input.hashCode());
        double shared = common.nextDouble();
        boolean right = (own.nextDouble() < 0.35 ? own.nextDouble() : shared) < chance;
        int truth = Integer.parseInt(input.replaceAll("(?s).*about (\\d+)\\..*", "$1"));
        return label(right ? truth : truth + 1 + own.nextInt(LABELS - 1));
    }

    private static String label(int number) {
        return "kind_" + (char) ('a' + number % LABELS);
    }

    private static List<Example> examples() {
        SplittableRandom random = new SplittableRandom(5);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            StringBuilder words = new StringBuilder();
            for (int word = 0; word < 8; word++) {
                words.append(Integer.toString(random.nextInt(100_000_000), 36)).append(' ');
            }
            examples.add(
                    Example.of("row-" + i, words + "about " + i % LABELS + ".", label(i % LABELS)));
        }
        return examples;
    }

    private static Task task(double goal) {
        return new Task(
                "mock",
                "Name what the message is about.",
                new AnswerShape.Labels(
                        IntStream.range(0, LABELS).mapToObj(i -> Label.of(label(i))).toList()),
                ScoreName.ACCURACY,
                Goal.of(goal, 0.02),
                Optional.empty(),
                Policy.standard(),
                List.of(ModelName.parse("mock/small"), ModelName.parse("mock/large")),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }
}
