package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.check.CheckReport;
import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.cost.Price;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What a check says of models: tokens, prices, what is cut, and what a model finds in the prompts.
class CheckerTest {
    private static final ModelName MINI = ModelName.parse("openai/gpt-5-mini");
    private static final ModelName CLAUDE = ModelName.parse("anthropic/claude-sonnet-4-5");
    private static final ModelName FOUR_WORDS = ModelName.parse("embedded/four-words");
    private static final String PROMPT =
            "Name the label of the message. Reply with the label only. Always give a reason. {{ input }}";

    private final MemoryLedger ledger = new MemoryLedger();
    private String reply = "";
    private final ScriptedModel model = new ScriptedModel(MINI.toString(), request -> reply);

    @Test
    void counts_tokens_as_the_first_chat_model_does() {
        assertThat(ModelTokens.of(MINI).words(ModelTokens.of(MINI).count("hello world")))
                .isEqualTo("2 tokens (o200k_base, of openai/gpt-5-mini)");
        assertThat(ModelTokens.of(ModelName.parse("openrouter/openai/gpt-4o-mini")).exact())
                .isTrue();
        assertThat(ModelTokens.of(ModelName.parse("openai/gpt-4-turbo")).method())
                .isEqualTo("cl100k_base, of openai/gpt-4-turbo");
        assertThat(ModelTokens.of(CLAUDE).words(12))
                .isEqualTo(
                        "about 12 tokens (estimate for anthropic/claude-sonnet-4-5: cl100k_base)");
        // Of OpenAI's own cookbook, "How to count tokens with tiktoken".
        assertThat(ModelTokens.of(MINI).count("antidisestablishmentarianism")).isEqualTo(6);
        assertThat(ModelTokens.of(MINI).count("お誕生日おめでとう")).isEqualTo(8);
        assertThat(ModelTokens.of(ModelName.parse("openai/gpt-4")).count("お誕生日おめでとう")).isEqualTo(9);
        assertThat(ModelTokens.of(MINI).count("<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void says_what_the_prompt_alone_costs_with_every_model_whose_price_is_known() {
        Finding counts = finding(checked(task(List.of(MINI, CLAUDE)), 1_000), "token-counts");

        assertThat(counts.severity()).isEqualTo(Severity.NOTE);
        assertThat(counts.what())
                .matches(
                        "An input has \\d+ at the median, \\d+ at the 95th percentile and at most \\d+"
                                + " tokens \\(o200k_base, of openai/gpt-5-mini\\); a shot, with its"
                                + " answer, \\d+ on average\\.");
        int tokens = ModelTokens.of(MINI).count(PROMPT);
        assertThat(counts.evidence())
                .containsExactly(
                        "a.txt: "
                                + tokens
                                + " tokens, per 1,000 calls "
                                + dev.gradus.task.Money.of(tokens * 0.25e-3, "USD")
                                + " (openai/gpt-5-mini)");
        assertThat(counts.cost())
                .startsWith("The prompt a.txt alone costs, per 1,000 calls: ")
                .endsWith(" (openai/gpt-5-mini).");
    }

    @Test
    void inputs_that_do_not_fit_into_a_model_are_found() {
        assertThat(codes(checked(task(List.of(MINI)), 1_000))).doesNotContain("over-long");
        Finding cut = finding(checked(task(List.of(MINI)), 30), "over-long");
        assertThat(cut.what())
                .matches(
                        "200 of 200 inputs do not fit into the 30 tokens that openai/gpt-5-mini reads"
                                + " and writes; the longest, with its prompt, has \\d+ tokens"
                                + " \\(o200k_base, of openai/gpt-5-mini\\)\\.");
    }

    @Test
    void inputs_that_an_encoder_cuts_are_found_by_its_own_tokens() {
        CheckReport report = checked(task(List.of(FOUR_WORDS)), 1_000);
        Finding cut = finding(report, "over-long");
        assertThat(cut.what())
                .isEqualTo(
                        "20 of 200 inputs are longer than the 4 tokens that embedded/four-words reads.");
        assertThat(cut.cost())
                .isEqualTo("What stands beyond is not read: it may decide 10.0 % of the examples.");
        assertThat(cut.evidence()).hasSize(8).allMatch(place -> place.matches("e\\d*0"));
        assertThat(codes(report)).doesNotContain("token-counts");
    }

    @Test
    void a_model_finds_rules_that_exclude_each_other_and_what_it_makes_up_is_dropped() {
        reply =
                """
                Here it is: {"findings": [
                {"kind": "contradiction", "first": "Reply with the label only.",
                 "second": "Always give a reason.", "why": "A reason is more than the label."},
                {"kind": "contradiction", "first": "Reply with the label only.",
                 "second": "Write a poem.", "why": "Made up."},
                {"kind": "duplicate", "first": "wants the money back",
                 "second": "wants the money back", "why": "Two labels, one text."},
                {"kind": "duplicate", "first": "Always give a reason.",
                 "second": "Always give a reason.", "why": "It stands there once."},
                {"kind": "praise", "first": "Name", "second": "Name", "why": "No."}]}
                """;
        List<Finding> findings = gradus().ask(request(task(List.of(FOUR_WORDS, MINI)), 1_000));

        assertThat(findings)
                .containsExactly(
                        new Finding(
                                "prompt-contradiction",
                                Severity.COSTS,
                                "a.txt",
                                "Two rules cannot both be followed, says openai/gpt-5-mini: A reason is"
                                        + " more than the label.",
                                "Which of the two a model follows is left to chance; the points are"
                                        + " not known before both are measured.",
                                "Read both, and keep one if the model is right.",
                                List.of(
                                        "a.txt: 'Reply with the label only.'",
                                        "a.txt: 'Always give a reason.'"),
                                Finding.MODEL),
                        new Finding(
                                "prompt-repetition",
                                Severity.NOTE,
                                "label refund, label chargeback",
                                "A rule is said twice, says openai/gpt-5-mini: Two labels, one text.",
                                "Tokens without information in every call.",
                                "Read both, and keep one if the model is right.",
                                List.of(
                                        "label refund: 'wants the money back'",
                                        "label chargeback: 'wants the money back'"),
                                Finding.MODEL));
        gradus().ask(request(task(List.of(FOUR_WORDS, MINI)), 1_000));
        assertThat(model.calls()).as("the same question is not paid for twice").isEqualTo(1);
    }

    @Test
    void a_reply_that_cannot_be_read_and_a_task_without_a_model_are_named() {
        reply = "All fine!";
        assertThatThrownBy(() -> gradus().ask(request(task(List.of(MINI)), 1_000)))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "openai/gpt-5-mini did not reply with the JSON object that it was asked for."
                                + " Put a stronger model last in models.");
        assertThatThrownBy(() -> gradus().ask(request(task(List.of(FOUR_WORDS)), 1_000)))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "--ask puts the prompts to the task's last chat model, and models names none."
                                + " Name one, or leave --ask out.");
    }

    private CheckReport checked(Task task, long context) {
        return new Checker(Optional.of(new FourWords()), InstantSource.system())
                .check(request(task, context), List.of());
    }

    private static Finding finding(CheckReport report, String code) {
        return report.findings().stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError(codes(report)));
    }

    private static List<String> codes(CheckReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }

    private Gradus gradus() {
        return new Gradus(
                ledger,
                new Sources(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(ScriptedModel.Source.of(model))),
                InstantSource.system(),
                2);
    }

    private static Task task(List<ModelName> models) {
        Calling standard = Calling.standard();
        return new Task(
                "talk",
                "Name what the message is about.",
                new AnswerShape.Labels(
                        List.of(
                                Label.of("refund", "wants the money back"),
                                Label.of("chargeback", "wants the money back"))),
                Scoring.of(ScoreName.ACCURACY),
                Goal.of(0.9, 0.1),
                Optional.empty(),
                Policy.standard(),
                models,
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD",
                new Calling(
                        standard.providers(),
                        List.of(new Calling.PromptText("a.txt", "", PROMPT)),
                        standard.sampling(),
                        1,
                        standard.tokenBudget(),
                        false,
                        0,
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    private static ClimbRequest request(Task task, long context) {
        return new ClimbRequest(
                        task,
                        examples(),
                        Optional.empty(),
                        ClimbOptions.standard(),
                        false,
                        "",
                        ClimbObserver.SILENT,
                        Progress.SILENT,
                        Optional.empty())
                .with(
                        new Outside(
                                prices(context),
                                new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                                1,
                                CallRecorder.NONE));
    }

    /// Every tenth of more than four words; each word of its own, or all would be near twins.
    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            SplittableRandom random = new SplittableRandom(i);
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < (i % 10 == 0 ? 6 : 3); word++) {
                text.append(Long.toString(random.nextLong(1L << 60), 36)).append(' ');
            }
            examples.add(
                    Example.of(
                            "e" + i,
                            text.toString().strip(),
                            i % 2 == 0 ? "refund" : "chargeback"));
        }
        return examples;
    }

    private static PriceBook prices(long context) {
        return new PriceBook() {
            @Override
            public Optional<Price> price(ModelName model) {
                return model.equals(MINI)
                        ? Optional.of(
                                new Price(
                                        model,
                                        OptionalDouble.of(0.25),
                                        OptionalDouble.empty(),
                                        OptionalDouble.of(2),
                                        OptionalDouble.empty(),
                                        "USD",
                                        OptionalLong.of(context),
                                        "",
                                        Optional.empty(),
                                        LocalDate.of(2026, 1, 1),
                                        "test"))
                        : Optional.empty();
            }

            @Override
            public List<Price> prices() {
                return List.of();
            }
        };
    }

    /// Reads four words of a text.
    private static final class FourWords implements EncoderSource {
        private static final int READS = 4;

        @Override
        public List<EncoderFacts> encoders() {
            return List.of(
                    new EncoderFacts(FOUR_WORDS, 2, 1, false, READS, 1, "none", true),
                    new EncoderFacts(
                            ModelName.parse("embedded/unused"), 2, 1, false, 1, 1, "none", true));
        }

        @Override
        public Encoder open(ModelName name) {
            assertThat(name).isEqualTo(FOUR_WORDS);
            return new Encoder() {
                @Override
                public ModelName name() {
                    return FOUR_WORDS;
                }

                @Override
                public String fingerprint() {
                    return "four";
                }

                @Override
                public int dimensions() {
                    return 2;
                }

                @Override
                public Encoded encode(String text) {
                    throw new AssertionError("a check encodes nothing");
                }

                @Override
                public List<Segment> plan(List<String> texts) {
                    int cut =
                            (int)
                                    texts.stream()
                                            .filter(text -> text.split(" ", -1).length > READS)
                                            .count();
                    return List.of(new Segment(texts, "hash", cut));
                }

                @Override
                public float[][] encode(Segment segment) {
                    throw new AssertionError("a check encodes nothing");
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void a_textprompt_is_said_to_be_textby_the_models_own_tokens() {
        Task task = task(List.of(MINI));
        String text = "Name the label. ".repeat(400);
        Task prompted =
                new Task(
                        task.name(),
                        task.brief(),
                        task.answer(),
                        task.score(),
                        task.goal(),
                        task.traffic(),
                        task.policy(),
                        task.models(),
                        Optional.of(text),
                        task.machineRatePerCoreHour(),
                        task.tuning(),
                        task.budget(),
                        task.currency(),
                        task.calling(),
                        task.plan());
        assertThat(finding(checked(prompted, 100_000), "prompt-long").what())
                .isEqualTo(
                        String.format(
                                java.util.Locale.ROOT,
                                "The prompt has %,d tokens (o200k_base, of openai/gpt-5-mini), over"
                                        + " 1,000.",
                                ModelTokens.of(MINI).count(text)));
    }
}
