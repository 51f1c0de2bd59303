package dev.gradus;

import static dev.gradus.CardMessages.NAMES;
import static dev.gradus.CardMessages.WORDS;
import static dev.gradus.CardMessages.examples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Shots;
import dev.gradus.chat.ChatRequest;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.ladder.Means;
import dev.gradus.ladder.Prompts;
import dev.gradus.score.Run;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.Evaluator.Refit;
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
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import dev.gradus.testkit.WordEncoder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Refits against a ledger: what is learnt anew, what is asked again, and who pays.
class RefitsTest {
    private static final ModelName ENCODER = ModelName.parse("embedded/words-64");
    private static final ModelName CHAT = ModelName.parse("openai/small");

    private final MemoryLedger ledger = new MemoryLedger();
    private final WordEncoder encoder = new WordEncoder(ENCODER, 64);
    private final ScriptedModel chat = new ScriptedModel(CHAT.toString(), RefitsTest::answer);
    private final List<Example> train = examples("train", 90, 1);
    private final List<Example> test = examples("test", 60, 2);
    private final Splits splits =
            new Splits(train, examples("dev", 30, 3), test, true, Set.of(test.getFirst().id()));

    @Test
    void a_classifier_is_fitted_on_what_is_left_and_its_penalty_chosen_there() {
        List<Example> left = train.subList(15, 90);

        with(
                Optional.empty(),
                (equipment, evaluator) -> {
                    Candidate.Encoded linear =
                            (Candidate.Encoded)
                                    new Means(
                                                    task(Optional.empty()),
                                                    List.of(ENCODER),
                                                    equipment.means().study(),
                                                    1)
                                            .asWritten();
                    Run served = evaluator.test(linear).run();
                    int encoded = encoder.calls();

                    Run refitted = ran(evaluator.refit(linear, left));

                    Candidate.Encoded again = (Candidate.Encoded) refitted.candidate();
                    assertThat(again.train()).isEqualTo(ContentHash.of(left));
                    assertThat(again.method()).isInstanceOf(Method.Linear.class);
                    assertThat(refitted.outcomes()).hasSameSizeAs(served.outcomes());
                    assertThat(encoder.calls()).as("no text is encoded twice").isEqualTo(encoded);
                    // Another run of the ledger, as durable as every other; and no second look.
                    long answered = evaluator.answered();
                    assertThat(ran(evaluator.refit(linear, left)).outcomes())
                            .isEqualTo(refitted.outcomes());
                    assertThat(evaluator.answered()).isEqualTo(answered);
                    assertThat(ledger.looks(splits.testHash())).hasSize(1);
                    assertThat(evaluator.nextLook(linear)).isEqualTo(1);
                    assertThat(evaluator.nextLook(again)).isEqualTo(2);
                });
    }

    @Test
    void of_a_prompt_with_looked_up_shots_only_what_has_other_shots_is_asked_again() {
        with(
                Optional.empty(),
                (equipment, evaluator) -> {
                    Candidate candidate = retrieving();
                    evaluator.test(candidate);
                    int before = chat.calls();

                    ran(evaluator.refit(candidate, train.subList(0, 88)));

                    assertThat(before).isEqualTo(60);
                    assertThat(chat.calls() - before).isBetween(1, 30);
                    assertThat(chat.mostOftenAnswered()).isEqualTo(1);
                });
    }

    @Test
    void a_fixed_shot_that_was_taken_out_gives_its_place_to_one_that_is_left() {
        with(
                Optional.empty(),
                (equipment, evaluator) -> {
                    Candidate.Prompted candidate =
                            Prompts.of(task(Optional.empty()))
                                    .sharper(CHAT)
                                    .withShots(
                                            new Shots.Fixed(
                                                    List.of(
                                                            shot(train.get(0)),
                                                            shot(train.get(50))),
                                                    "diverse"));
                    evaluator.test(candidate);

                    Candidate.Prompted again =
                            (Candidate.Prompted)
                                    ran(evaluator.refit(candidate, train.subList(10, 90)))
                                            .candidate();

                    List<Shots.Shot> shots = ((Shots.Fixed) again.shots()).shots();
                    assertThat(shots.get(1)).isEqualTo(shot(train.get(50)));
                    assertThat(shots.getFirst().expected()).isEqualTo(train.get(0).expected());
                    assertThat(train.subList(10, 90))
                            .extracting(Example::input)
                            .contains(shots.getFirst().input());
                });
    }

    @Test
    void a_refit_that_the_budget_does_not_pay_is_not_run_and_the_budget_holds() {
        // The first 60 calls take most of it.
        with(Optional.empty(), (equipment, evaluator) -> evaluator.test(retrieving()));
        long used = ledger.spent(1).tokens();

        with(
                Optional.of(used + 200),
                (equipment, evaluator) -> {
                    evaluator.test(retrieving());

                    Refit refit = evaluator.refit(retrieving(), train.subList(0, 45));

                    assertThat(refit).isInstanceOf(Refit.NotRun.class);
                    assertThat(((Refit.NotRun) refit).why())
                            .startsWith("the refit cannot be paid: ")
                            .doesNotEndWith(".");
                });
        assertThat(ledger.spent(1).tokens()).isLessThanOrEqualTo(used + 200);
    }

    @Test
    void tuned_weights_are_not_refitted() {
        with(
                Optional.empty(),
                (equipment, evaluator) -> {
                    Candidate tuned =
                            new Candidate.Encoded(
                                    ENCODER,
                                    new Method.Adapted("lora", "0123456789abcdef"),
                                    labels().labels(),
                                    "train");

                    assertThat(evaluator.refit(tuned, train))
                            .isEqualTo(
                                    new Refit.NotRun(
                                            "its weights were tuned on train, and a refit would tune anew"));
                });
    }

    private static Run ran(Refit refit) {
        return ((Refit.Ran) refit).run();
    }

    private Candidate retrieving() {
        return Prompts.of(task(Optional.empty()))
                .sharper(CHAT)
                .withShots(new Shots.Retrieved(ENCODER, 3, ContentHash.of(train)));
    }

    private static Shots.Shot shot(Example example) {
        return new Shots.Shot(example.input(), example.expected());
    }

    private void with(Optional<Long> tokens, BiConsumer<Equipment, LedgerEvaluator> work) {
        Task task = task(tokens);
        ClimbRequest request =
                new ClimbRequest(
                        task,
                        train,
                        Optional.of(test),
                        new ClimbOptions(false, Set.of(), Set.of(), 1),
                        false,
                        "task: talk",
                        ClimbObserver.SILENT,
                        Progress.SILENT,
                        Optional.empty(),
                        new Outside(
                                prices(),
                                new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                                8,
                                CallRecorder.NONE));
        Sources sources =
                new Sources(
                        Optional.of(new WordEncoder.Source(List.of(encoder))),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(ScriptedModel.Source.of(chat)));
        InstantSource clock = InstantSource.system();
        long climb = ledger.beginClimb("talk", "talk", "", clock.instant()).id();
        try (Equipment equipment =
                new Equipment(
                        sources,
                        request,
                        splits,
                        ledger,
                        List.of(ENCODER),
                        2,
                        new Payer(climb, Set.of(climb)),
                        "")) {
            work.accept(
                    equipment,
                    new LedgerEvaluator(
                            task,
                            splits,
                            ledger,
                            equipment.answering(),
                            equipment.refits(),
                            equipment.scorer(),
                            equipment.judging(),
                            Progress.SILENT,
                            clock,
                            ""));
        }
    }

    private static AnswerShape.Labels labels() {
        return new AnswerShape.Labels(
                List.of(Label.of(NAMES[0]), Label.of(NAMES[1]), Label.of(NAMES[2])));
    }

    private static Task task(Optional<Long> tokens) {
        return new Task(
                        "talk",
                        "Name what the message is about.",
                        labels(),
                        ScoreName.ACCURACY,
                        Goal.of(0.9, 0.1),
                        Optional.empty(),
                        Policy.standard(),
                        List.of(ENCODER, CHAT),
                        Optional.empty(),
                        Optional.of(Money.of(0.05, "USD")),
                        TuningCosts.unknown(),
                        Optional.empty(),
                        "USD")
                .withBudget(
                        Optional.empty(),
                        tokens.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static String answer(ChatRequest request) {
        String input = ScriptedModel.lastUserMessage(request);
        for (int i = 0; i < WORDS.length; i++) {
            if (input.contains(WORDS[i])) {
                return NAMES[i];
            }
        }
        return NAMES[0];
    }

    private static PriceBook prices() {
        return new ChatPrices(model -> ChatPrices.price(model, 0.25, 1));
    }
}
