package dev.gradus.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Offset.offset;

import dev.gradus.spi.Ledger;
import dev.gradus.stats.Share;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Asked;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Facts FACTS = Facts.at(NOW);
    private static final List<Label> LABELS =
            List.of(Label.of("refund"), Label.of("card_lost"), Label.of("pin"));

    @Test
    void clean_data_has_only_notes_about_what_it_can_show() {
        CheckReport report = Check.of(task(0.9, 0.1), clean(), FACTS);

        assertThat(report.findings())
                .extracting(Finding::code, Finding::severity)
                .containsExactly(
                        tuple("power", Severity.NOTE), tuple("test-precision", Severity.NOTE));
        assertThat(report.blocking()).isEmpty();
        assertThat(report.ceiling()).isEqualTo(1);
        assertThat(report.prompt()).isEmpty();
    }

    @Test
    void the_four_questions_are_answered_in_figures() {
        CheckReport report = Check.of(task(0.9, 0.1), clean(), FACTS);

        assertThat(report.questions().all())
                .containsExactly(
                        new FourQuestions.Answer(
                                "What is measured, and can it be trusted?",
                                "600 examples: 300 train, 150 dev, 150 test (given); 3 labels, 150 to 150"
                                        + " examples each, as even as 3.0 equal ones; words alone tell"
                                        + " 97.7 % of train apart; 0 examples repeat an earlier text, 0"
                                        + " cannot be right for another label on the same text; 0 of 150"
                                        + " test examples have a near twin in train or dev."),
                        new FourQuestions.Answer(
                                "What is the smallest difference these examples can show?",
                                report.questions().resolution().answer()),
                        new FourQuestions.Answer(
                                "How high can the score get with this prompt, these labels, this data?",
                                "100.0 % at most; the goal is 90.0 %: no prompt is given, labels unseen in"
                                        + " train allow 100.0 %, equal texts with different labels allow"
                                        + " 100.0 %."),
                        new FourQuestions.Answer(
                                "Does the task stand still long enough to be tuned?",
                                "Not known: neither the ledger nor version control has seen the task"
                                        + " for 30 days."));
        assertThat(report.questions().resolution().answer())
                .startsWith("150 dev examples show a gain of ")
                .endsWith(
                        "150 test examples know a score at the goal to within 4.8 points either way.");
    }

    @Test
    void labels_without_an_example_block() {
        List<Label> labels = new ArrayList<>(LABELS);
        labels.add(Label.of("other"));

        assertThat(
                        finding(
                                "labels-without-examples",
                                task(0.9, 0.1, labels, Optional.empty()),
                                clean()))
                .isEqualTo(
                        new Finding(
                                "labels-without-examples",
                                Severity.BLOCKS,
                                "labels",
                                "1 of 4 labels has no example.",
                                "Nothing can be learned or measured about 25.0 %; the score is silent on"
                                        + " them and no verdict can speak for them.",
                                "Add at least 10 examples of each, or take the labels out.",
                                List.of("other")));
    }

    @Test
    void labels_of_test_that_train_lacks_block_where_the_goal_is_out_of_reach() {
        Splits clean = clean();
        List<Example> train =
                clean.train().stream().filter(e -> !e.expected().equals("pin")).toList();
        Splits splits = new Splits(train, clean.dev(), clean.test(), true, Set.of());

        assertThat(finding("labels-unseen-in-train", task(0.9, 0.1), splits))
                .isEqualTo(
                        new Finding(
                                "labels-unseen-in-train",
                                Severity.BLOCKS,
                                "test.csv",
                                "1 label of test has no example in train.",
                                "50 of 150 test examples: what learns from train answers them wrong and"
                                        + " scores at most 66.7 %, the goal is 90.0 %.",
                                "Add examples of these labels to train.csv.",
                                List.of("pin: 50")));
        assertThat(finding("labels-unseen-in-train", task(0.6, 0.1), splits).severity())
                .isEqualTo(Severity.COSTS);
    }

    @Test
    void one_text_with_two_labels_is_shown_with_both_places_and_the_ceiling() {
        Splits clean = clean();
        List<Example> train = new ArrayList<>(clean.train());
        train.add(example("train.csv", 900, "My money is gone!", "refund"));
        train.add(example("train.csv", 901, "my money is gone", "pin"));

        assertThat(
                        finding(
                                "contradictory-labels",
                                task(0.9, 0.1),
                                new Splits(train, clean.dev(), clean.test(), true, Set.of())))
                .isEqualTo(
                        new Finding(
                                "contradictory-labels",
                                Severity.COSTS,
                                "train.csv",
                                "1 text stands there with different labels (equal but for case, punctuation"
                                        + " and white space).",
                                "1 of 452 examples must be answered wrong: no answer scores above 99.8 %.",
                                "Decide on one label for each, and write down the rule in the label's"
                                        + " description.",
                                List.of(
                                        "'My money is gone!': refund (train.csv:900), pin"
                                                + " (train.csv:901)")));
    }

    @Test
    void contradictions_that_put_the_goal_out_of_reach_block() {
        Splits clean = clean();
        List<Example> train = new ArrayList<>(clean.train());
        for (int i = 0; i < 200; i++) {
            train.add(example("train.csv", 900 + i, "hello", i % 2 == 0 ? "refund" : "pin"));
        }
        Splits splits = new Splits(train, clean.dev(), clean.test(), true, Set.of());

        Finding finding = finding("contradictory-labels", task(0.9, 0.1), splits);

        assertThat(finding.severity()).isEqualTo(Severity.BLOCKS);
        assertThat(finding.cost())
                .isEqualTo(
                        "100 of 650 examples must be answered wrong: no answer scores above 84.6 %, the"
                                + " goal is 90.0 %.");
    }

    @Test
    void a_goal_in_macro_f1_is_not_refuted_by_a_ceiling_of_the_accuracy() {
        Splits clean = clean();
        List<Example> train =
                clean.train().stream().filter(e -> !e.expected().equals("pin")).toList();
        Task task = macro(task(0.9, 0.1));

        assertThat(
                        finding(
                                        "labels-unseen-in-train",
                                        task,
                                        new Splits(
                                                train, clean.dev(), clean.test(), true, Set.of()))
                                .severity())
                .isEqualTo(Severity.COSTS);
    }

    @Test
    void a_leak_into_test_is_counted_by_label_and_never_shown() {
        Splits clean = clean();
        List<Example> test = new ArrayList<>(clean.test());
        Example copied = clean.train().getFirst();
        test.add(
                example(
                        "test.csv",
                        900,
                        copied.input().toUpperCase(Locale.ROOT),
                        copied.expected()));
        test.add(example("test.csv", 901, clean.dev().getFirst().input() + " ok", "card_lost"));
        Splits splits = new Splits(clean.train(), clean.dev(), test, true, Set.of());

        assertThat(finding("near-twins-across-splits", task(0.9, 0.1), splits))
                .isEqualTo(
                        new Finding(
                                "near-twins-across-splits",
                                Severity.COSTS,
                                "test.csv",
                                "2 of 152 test examples (1.3 %) have a near twin in train.csv, 1 of them the"
                                        + " same text; the nearest has the same label for 1 and another"
                                        + " for 1.",
                                "What is remembered counts as understood: a score of 90.0 %, the goal,"
                                        + " could be 89.9 % on the rest.",
                                "Nothing to do: the test file is not altered, and its score is reported"
                                        + " with and without them (150 left).",
                                List.of("test.csv:900", "test.csv:901")));
    }

    @Test
    void no_finding_shows_a_text_of_the_sealed_test() {
        List<Example> examples = new ArrayList<>(clean().train());
        examples.addAll(clean().dev());
        List<Example> test = new ArrayList<>();
        for (Example example : clean().test()) {
            test.add(
                    example(
                            "test.csv",
                            example.source().line(),
                            "SEALED \u0007" + example.input(),
                            example.expected()));
        }
        test.add(example("test.csv", 901, "SEALED \u0007" + examples.getFirst().input(), "pin"));
        test.add(
                new Example(
                        "x",
                        "SEALED " + "long ".repeat(900),
                        "none",
                        Example.Origin.SYNTHETIC,
                        false,
                        Map.of(),
                        Optional.empty(),
                        new Example.Source("test.csv", 902)));
        CheckReport report =
                Check.of(
                        task(0.9, 0.1),
                        Splitter.cut(
                                new AnswerShape.Labels(LABELS), examples, Optional.of(test), 1),
                        FACTS.withMaxTokens(256));

        assertThat(report.findings())
                .extracting(Finding::code)
                .contains(
                        "control-characters",
                        "over-long",
                        "synthetic",
                        "near-twins-across-splits",
                        "labels-unseen-in-train");
        assertThat(report.toString()).doesNotContain("SEALED");
    }

    @Test
    void near_twins_with_other_labels_are_shown_in_pairs() {
        Splits clean = clean();
        List<Example> train = new ArrayList<>(clean.train());
        train.add(example("train.csv", 900, "There is a payment I do not recognise", "refund"));
        train.add(example("train.csv", 901, "There is a payment I do not recognize", "pin"));

        assertThat(
                        finding(
                                "near-twins-with-other-labels",
                                task(0.9, 0.1),
                                new Splits(train, clean.dev(), clean.test(), true, Set.of())))
                .isEqualTo(
                        new Finding(
                                "near-twins-with-other-labels",
                                Severity.COSTS,
                                "train.csv",
                                "1 of 1 pair of linked near twins (100.0 %) has different labels.",
                                "Either a word decides or a label is wrong. If a label is wrong in each,"
                                        + " that is 0.2 % of the examples, and about as much of the score.",
                                "Read the pairs, correct the labels, and write what decides into the"
                                        + " descriptions.",
                                List.of(
                                        "train.csv:900 'There is a payment I do not recognise' refund |"
                                                + " train.csv:901 'There is a payment I do not recognize'"
                                                + " pin")));
    }

    @Test
    void labels_whose_words_are_the_same_are_called_ambiguous() {
        Random random = new Random(7);
        List<Example> train = new ArrayList<>(clean().train());
        for (int i = 0; i < 60; i++) {
            train.add(
                    example(
                            "train.csv",
                            900 + i,
                            sentence(random, "shared"),
                            i % 2 == 0 ? "top_up" : "topped"));
        }
        Finding finding =
                finding(
                        "ambiguous-labels",
                        task(0.9, 0.1),
                        new Splits(train, clean().dev(), clean().test(), true, Set.of()));

        assertThat(finding.evidence()).hasSize(1);
        assertThat(finding.evidence().getFirst())
                .matches("top_up \\| topped: \\d\\d of 60 mixed up");
        assertThat(finding.what())
                .isEqualTo(
                        "1 pair of labels is mixed up in both directions by their words (naive Bayes,"
                                + " cross-validated inside train).");
    }

    @Test
    void labels_of_one_name_or_description_are_shown_in_pairs() {
        List<Label> labels =
                List.of(
                        Label.of("refund", "The customer wants the money back that was paid."),
                        Label.of("refunds", "Asks when a payment arrives."),
                        Label.of("card_lost", "The customer wants the money back that was paid!"),
                        Label.of("lost_card", "The card is gone."),
                        Label.of("pin", "The PIN is forgotten."));

        assertThat(finding("similar-labels", task(0.9, 0.1, labels, Optional.empty()), clean()))
                .isEqualTo(
                        new Finding(
                                "similar-labels",
                                Severity.COSTS,
                                "labels",
                                "3 pairs of labels have nearly the same name or description.",
                                "300 examples (66.7 %) carry one of them; a model that reads names and"
                                        + " descriptions guesses between the two.",
                                "Merge them, or name what tells them apart.",
                                List.of(
                                        "names: refund | refunds",
                                        "names: card_lost | lost_card",
                                        "descriptions: refund | card_lost")));
    }

    @Test
    void labels_that_hardly_occur_in_the_test_are_named_where_the_score_averages_over_labels() {
        List<Label> labels = new ArrayList<>(LABELS);
        labels.add(Label.of("once"));
        List<Example> test = new ArrayList<>(clean().test());
        test.add(example("test.csv", 900, sentence(new Random(9), "a"), "once"));
        Splits splits = new Splits(clean().train(), clean().dev(), test, true, Set.of());
        Task accuracy = task(0.9, 0.1, labels, Optional.empty());

        Finding finding = finding("rare-test-labels", macro(accuracy), splits);

        assertThat(finding.severity()).isEqualTo(Severity.COSTS);
        assertThat(finding.what())
                .isEqualTo("1 of " + labels.size() + " labels have fewer than 5 test examples.");
        assertThat(finding.evidence()).containsExactly("once: 1");
        assertThat(Check.of(accuracy, splits, FACTS).findings())
                .noneMatch(one -> one.code().equals("rare-test-labels"));
    }

    @Test
    void rare_labels_are_counted_by_how_rare() {
        List<Label> labels = new ArrayList<>(LABELS);
        labels.addAll(List.of(Label.of("once"), Label.of("thrice")));
        List<Example> train = new ArrayList<>(clean().train());
        Random random = new Random(9);
        train.add(example("train.csv", 900, sentence(random, "a"), "once"));
        for (int i = 1; i < 4; i++) {
            train.add(example("train.csv", 900 + i, sentence(random, "b"), "thrice"));
        }
        Splits splits = new Splits(train, clean().dev(), clean().test(), true, Set.of());
        Task task = task(0.9, 0.1, labels, Optional.empty());

        assertThat(finding("rare-labels", task, splits))
                .isEqualTo(
                        new Finding(
                                "rare-labels",
                                Severity.COSTS,
                                "train.csv",
                                "2 labels have fewer than 10 examples, 2 fewer than 5, 1 a single one.",
                                "A label with one or two stays in train and is not measured on dev; of one"
                                        + " with 10, dev holds 2, and an error is half its score.",
                                "Add examples until each has 10, or merge the labels.",
                                List.of("once: 1", "thrice: 3")));
        assertThat(finding("labels-not-in-dev", task, splits).cost())
                .isEqualTo(
                        "No choice between candidates takes them into account; they are 0.9 % of the"
                                + " examples.");
        assertThat(finding("class-balance", task, splits).what())
                .isEqualTo(
                        "The largest label (card_lost) has 150.0 times the examples of the smallest: 1 to 150"
                                + " examples each, as even as 3.1 equal ones.");
    }

    @Test
    void a_difference_that_matters_and_cannot_be_shown_is_said_with_the_number_needed() {
        Finding finding = finding("matters-beyond-reach", task(0.9, 0.01), clean());

        assertThat(finding.severity()).isEqualTo(Severity.COSTS);
        assertThat(finding.what())
                .matches(
                        "With 150 dev examples a gain of \\d\\.\\d points is shown with 80 % power \\(discordance"
                                + " 0\\.10, one-sided alpha 0\\.01\\); `matters` is 1\\.0 points\\.");
        // The published figure of DESIGN: 6,183 pairs for a margin of 0.01 at discordance 0.10.
        assertThat(finding.cost()).endsWith(" a cheaper candidate 6,183.");
        assertThat(finding("test-precision", task(0.9, 0.01), clean()).cost())
                .isEqualTo(
                        "A score between 85.2 % and 94.8 % may leave the verdict inconclusive; telling it to"
                                + " within the tolerance (1.0 points) takes 3,461 test examples.");
        assertThat(finding.todo())
                .as("the examples are what is short, never what matters")
                .doesNotContain("set `matters`");
    }

    @Test
    void what_the_examples_can_show_is_told_as_figures_and_moves_no_setting() {
        Task task = task(0.9, 0.01);
        Detectable detectable = Check.of(task, clean(), FACTS).detectable();

        assertThat(detectable.dev()).isEqualTo(150);
        assertThat(detectable.gain().orElseThrow()).isGreaterThan(task.goal().matters());
        assertThat(detectable.margin().orElseThrow()).isGreaterThan(task.goal().matters());
        assertThat(detectable.score().orElseThrow())
                .isCloseTo(
                        Share.wilson(Math.round(0.9 * detectable.test()), detectable.test(), 0.95)
                                        .width()
                                / 2,
                        offset(1e-12));
        assertThat(task.goal().matters()).isEqualTo(0.01);
    }

    @Test
    void data_of_another_label_mix_is_noted() {
        Splits clean = clean();
        List<Example> test =
                clean.test().stream().filter(e -> !e.expected().equals("pin")).toList();

        Finding finding =
                finding(
                        "label-shift",
                        task(0.9, 0.1),
                        new Splits(clean.train(), clean.dev(), test, true, Set.of()));

        assertThat(finding.cost())
                .isEqualTo(
                        "By that alone the score on dev and the score on test may differ, by 33.3 points at"
                                + " most.");
        assertThat(finding.evidence())
                .containsExactly(
                        "pin: 33.3 % against 0.0 % of test",
                        "card_lost: 33.3 % against 50.0 % of test",
                        "refund: 33.3 % against 50.0 % of test");
    }

    @Test
    void groups_in_both_train_and_test_and_too_few_groups_are_said() {
        Splits clean = clean();
        Splits splits =
                new Splits(
                        grouped(clean.train(), 20),
                        grouped(clean.dev(), 4),
                        grouped(clean.test(), 30),
                        true,
                        Set.of());

        assertThat(finding("groups-across-splits", task(0.9, 0.1), splits).what())
                .isEqualTo(
                        "100 of 150 test examples (66.7 %) belong to a group that is in train.csv too.");
        assertThat(finding("few-groups", task(0.9, 0.1), splits))
                .extracting(Finding::where, Finding::evidence)
                .containsExactly("dev", List.of("dev: 4 groups"));
    }

    @Test
    void answers_that_nobody_verified_are_counted() {
        Splits clean = clean();
        List<Example> train = new ArrayList<>(clean.train());
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            train.add(
                    new Example(
                            "s" + i,
                            sentence(random, "pin"),
                            "pin",
                            i < 30 ? Example.Origin.SYNTHETIC : Example.Origin.PRODUCTION,
                            false,
                            Map.of(),
                            Optional.empty(),
                            new Example.Source("more.csv", i + 2)));
        }
        Splits splits = new Splits(train, clean.dev(), clean.test(), true, Set.of());

        assertThat(finding("synthetic", task(0.9, 0.1), splits).what())
                .isEqualTo(
                        "30 of the examples (4.5 %) are synthetic, 30 of them verified by nobody.");
        assertThat(finding("unverified", task(0.9, 0.1), splits).cost())
                .isEqualTo(
                        "If one in ten of those is wrong, no score above 99.5 % can be reached.");
    }

    @Test
    void a_task_that_keeps_changing_costs() {
        List<Ledger.TaskVersion> versions =
                IntStream.range(0, 5)
                        .mapToObj(i ->
                                new Ledger.TaskVersion(
                                        "t",
                                        "b" + i,
                                        "l",
                                        "p",
                                        NOW.minusSeconds(86_400L * (6 - i) * 6)))
                        .toList();
        CheckReport report = Check.of(task(0.9, 0.1), clean(), FACTS.withVersions(versions));

        assertThat(report.movement())
                .isEqualTo(
                        new Movement(
                                true,
                                4,
                                30,
                                Optional.of(Instant.parse("2026-11-08T12:00:00Z")),
                                "the ledger"));
        assertThat(report.findings())
                .contains(
                        new Finding(
                                "task-moves",
                                Severity.COSTS,
                                "brief, labels, prompt",
                                "They changed 4 times in the last 30 days (the ledger), the last time on"
                                        + " 2026-11-08.",
                                "What was measured before a change says nothing about the task after it; an"
                                        + " adapter would be tuned again after each.",
                                "Settle what is wanted before fine-tuning; climb again after a change.",
                                List.of()));
    }

    @Test
    void version_control_speaks_where_the_ledger_is_new() {
        Facts facts =
                FACTS.withHistory(
                        BriefHistory.unchangedSince(
                                NOW.minus(Duration.ofDays(31)), Asked.of(task(0.9, 0.1))));

        assertThat(Check.of(task(0.9, 0.1), clean(), facts).questions().stability().answer())
                .isEqualTo(
                        "Brief, labels and prompt changed not once in the last 30 days, by version control.");
    }

    @Test
    void what_blocks_comes_first_and_the_prompt_lowers_the_ceiling() {
        CheckReport report =
                Check.of(
                        task(0.9, 0.01, LABELS, Optional.of("Labels: refund, card_lost, fee")),
                        clean(),
                        FACTS);

        assertThat(report.ceiling()).isCloseTo(2 / 3.0, offset(1e-12));
        assertThat(report.blocking())
                .extracting(Finding::code)
                .containsExactly("prompt-misses-labels");
        assertThat(report.findings().getFirst().code()).isEqualTo("prompt-misses-labels");
        assertThat(report.questions().ceiling().answer())
                .startsWith(
                        "66.7 % at most; the goal is 90.0 %: the prompt's labels allow 66.7 %, ");
    }

    @Test
    void the_twins_of_the_splitter_give_the_same_report() {
        List<Example> examples = new ArrayList<>(clean().train());
        examples.addAll(clean().dev());
        examples.add(example("train.csv", 900, examples.getFirst().input() + "!", "pin"));
        Splitter.Cut given =
                Splitter.cut(
                        new AnswerShape.Labels(LABELS), examples, Optional.of(clean().test()), 1);
        Splitter.Cut cut =
                Splitter.cut(new AnswerShape.Labels(LABELS), examples, Optional.empty(), 1);

        for (Splitter.Cut each : List.of(given, cut)) {
            assertThat(Check.of(task(0.9, 0.1), each, FACTS).questions())
                    .isEqualTo(Check.of(task(0.9, 0.1), each.splits(), FACTS).questions());
        }
    }

    @Test
    void free_text_answers_are_checked_without_labels() {
        Task text =
                new Task(
                        "t",
                        "Answer the question.",
                        new AnswerShape.Text(),
                        ScoreName.EXACT,
                        Goal.of(0.9, 0.1),
                        Optional.empty(),
                        Policy.standard(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        TuningCosts.unknown(),
                        Optional.empty(),
                        "USD");

        CheckReport report = Check.of(text, clean(), FACTS);

        assertThat(report.findings())
                .extracting(Finding::code)
                .containsExactly("power", "test-precision");
        assertThat(report.questions().trust().answer()).doesNotContain("label");
    }

    private static Finding finding(String code, Task task, Splits splits) {
        return Check.of(task, splits, FACTS).findings().stream()
                .filter(finding -> finding.code().equals(code))
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                found -> {
                                    assertThat(found).as(code).hasSize(1);
                                    return found.getFirst();
                                }));
    }

    private static Task macro(Task accuracy) {
        return new Task(
                accuracy.name(),
                accuracy.brief(),
                accuracy.answer(),
                ScoreName.MACRO_F1,
                accuracy.goal(),
                accuracy.traffic(),
                accuracy.policy(),
                accuracy.models(),
                accuracy.prompt(),
                accuracy.machineRatePerCoreHour(),
                accuracy.tuning(),
                accuracy.budget(),
                accuracy.currency());
    }

    private static Task task(double goal, double matters) {
        return task(goal, matters, LABELS, Optional.empty());
    }

    private static Task task(
            double goal, double matters, List<Label> labels, Optional<String> prompt) {
        return new Task(
                "t",
                "Name the intent.",
                new AnswerShape.Labels(labels),
                ScoreName.ACCURACY,
                Goal.of(goal, matters),
                Optional.empty(),
                Policy.standard(),
                List.of(),
                prompt,
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD");
    }

    /// 100, 50 and 50 examples of each label, of words that no other label has.
    private static Splits clean() {
        return new Splits(
                some("train.csv", 300, 1),
                some("train.csv", 150, 2),
                some("test.csv", 150, 3),
                true,
                Set.of());
    }

    private static List<Example> some(String file, int size, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    String label = LABELS.get(i % 3).name();
                    return example(file, 1_000 * seed + i, sentence(random, label), label);
                })
                .toList();
    }

    private static List<Example> grouped(List<Example> examples, int groups) {
        return IntStream.range(0, examples.size())
                .mapToObj(i -> {
                    Example e = examples.get(i);
                    return new Example(
                            e.id(),
                            e.input(),
                            e.expected(),
                            e.origin(),
                            true,
                            Map.of(),
                            Optional.of("g" + i % groups),
                            e.source());
                })
                .toList();
    }

    private static String sentence(Random random, String label) {
        return IntStream.range(0, 6)
                .mapToObj(i ->
                        label.charAt(0)
                                + ""
                                + (char) ('a' + random.nextInt(26))
                                + (char) ('a' + random.nextInt(26))
                                + label.charAt(label.length() - 1))
                .collect(Collectors.joining(" "));
    }

    private static Example example(String file, long line, String input, String label) {
        return new Example(
                file + line,
                input,
                label,
                Example.Origin.HUMAN,
                true,
                Map.of(),
                Optional.empty(),
                new Example.Source(file, line));
    }
}
