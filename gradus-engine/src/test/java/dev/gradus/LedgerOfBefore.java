package dev.gradus;

import static dev.gradus.CardMessages.NAMES;
import static dev.gradus.CardMessages.WORDS;
import static dev.gradus.CardMessages.examples;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.store.SqliteLedger;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.ScriptedModel;
import dev.gradus.testkit.WordEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;

/// The climbs of `ledger-of-november-2026.sqlite`, which a build made whose identities were what
/// records print (commit fc198ec). Its `main` made the file, run by that build, once in a process
/// of its own for each of the words `talk talk talk fresh graded done measured`; `breaking` says
/// after how many calls a process broke off. Compiled by any build, it asks for the same climbs.
final class LedgerOfBefore {
    static final String FILE = "ledger-of-november-2026.sqlite";
    private static final ModelName ENCODER = ModelName.parse("embedded/words-64");

    final ScriptedModel small = new ScriptedModel("openai/small", one -> answer(one, 0.6));
    final ScriptedModel large = new ScriptedModel("acme/large", one -> answer(one, 0.9));

    private LedgerOfBefore() {}

    static LedgerOfBefore models() {
        return new LedgerOfBefore();
    }

    /// @param args the file, then what to climb, then after how many calls to break off
    public static void main(String[] args) {
        LedgerOfBefore before = models();
        int most = args.length > 2 ? Integer.parseInt(args[2]) : Integer.MAX_VALUE;
        before.breaking(most);
        try (Ledger ledger = open(Path.of(args[0]))) {
            Gradus gradus = before.gradus(ledger);
            switch (args[1]) {
                case "talk" -> gradus.climb(request(talk(), false));
                case "fresh" -> gradus.climb(request(talk(), true));
                case "graded" -> gradus.climb(request(graded(), false).only(Set.of("prompt")));
                case "done" -> gradus.climb(request(done(), false));
                case "measured" ->
                        gradus.measure(
                                request(graded(), false),
                                gradus.asWritten(request(graded(), false)),
                                false);
                default -> throw new IllegalArgumentException(args[1]);
            }
        }
    }

    static Ledger open(Path file) {
        return SqliteLedger.open(file, Duration.ofSeconds(10), InstantSource.system(), "a test");
    }

    /// As if the process ended in the middle of a call.
    void breaking(int most) {
        int[] calls = {0};
        for (ScriptedModel model : List.of(small, large)) {
            model.failing(call -> {
                synchronized (calls) {
                    if (++calls[0] > most) {
                        throw new IllegalStateException("killed");
                    }
                }
                return null;
            });
        }
    }

    long calls() {
        return (long) small.calls() + large.calls();
    }

    private static String answer(ChatRequest request, double able) {
        String input = ScriptedModel.lastUserMessage(request);
        SplittableRandom random = new SplittableRandom(input.hashCode());
        int truth = 0;
        for (int i = 0; i < WORDS.length; i++) {
            truth = input.contains(WORDS[i]) ? i : truth;
        }
        int said = random.nextDouble() < able ? truth : random.nextInt(3);
        return request.form() instanceof Form.Schema
                ? "{\"label\": \"" + NAMES[said] + "\"}"
                : NAMES[said];
    }

    Gradus gradus(Ledger ledger) {
        return new Gradus(
                ledger,
                new Sources(
                        Optional.of(new WordEncoder.Source(List.of(new WordEncoder(ENCODER, 64)))),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(ScriptedModel.Source.of(small, large))),
                InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z")),
                2);
    }

    static ClimbRequest request(Task task, boolean fresh) {
        return new ClimbRequest(
                task,
                examples(task.name() + "-train", 150, 1),
                Optional.of(examples(task.name() + "-test", 60, 2)),
                new ClimbOptions(true, Set.of(), Set.of("cascade", "classifier"), 1),
                fresh,
                "task: " + task.name(),
                ClimbObserver.SILENT,
                Progress.SILENT,
                Optional.empty(),
                new Outside(
                        prices(),
                        new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                        1,
                        CallRecorder.NONE));
    }

    private static PriceBook prices() {
        return new ChatPrices(model -> ChatPrices.price(model, 2.5, 10));
    }

    /// Two providers, one of them with headers and options: 24 orders.
    static Task talk() {
        return task(
                "talk",
                Scoring.of(ScoreName.ACCURACY),
                Map.of(
                        "openai", settings(Map.of(), Map.of()),
                        "acme",
                                settings(
                                        Map.of("X-Team", "desk", "X-Region", "eu"),
                                        Map.of("route", "fast", "tier", "flex", "store", "no"))));
    }

    /// A score that is no plain accuracy: it stands in the key of its runs.
    static Task graded() {
        return task("graded", Scoring.of(ScoreName.TOKEN_F1), Map.of());
    }

    /// Finished, with a look at the sealed test.
    static Task done() {
        return task("done", Scoring.of(ScoreName.ACCURACY), Map.of());
    }

    static ProviderSettings settings(Map<String, String> headers, Map<String, String> options) {
        return new ProviderSettings(
                Optional.of("openai"),
                Optional.of("http://127.0.0.1:9/v1"),
                Optional.of("TEST_KEY"),
                Optional.empty(),
                headers,
                Optional.empty(),
                Optional.empty(),
                options);
    }

    static Task task(String name, Scoring score, Map<String, ProviderSettings> providers) {
        Calling standard = Calling.standard();
        return new Task(
                name,
                "Name what the message is about.",
                new AnswerShape.Labels(
                        List.of(
                                Label.of(NAMES[0], "the card has not come by post"),
                                Label.of(NAMES[1], "wants the money back from a shop"),
                                Label.of(NAMES[2]))),
                score,
                new Goal(
                        0.999,
                        0.1,
                        Optional.of(Money.of(0.5, "USD")),
                        Optional.of(Duration.ofSeconds(90))),
                Optional.of(new Traffic(1_234.5, 0.03, Optional.of(Money.of(0.004567, "USD")))),
                Policy.standard(),
                List.of(ENCODER, ModelName.parse("openai/small"), ModelName.parse("acme/large")),
                Optional.empty(),
                Optional.of(Money.of(0.05, "USD")),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD",
                new Calling(
                        providers,
                        List.of(),
                        standard.sampling(),
                        1,
                        OptionalLong.empty(),
                        false,
                        1,
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }
}
