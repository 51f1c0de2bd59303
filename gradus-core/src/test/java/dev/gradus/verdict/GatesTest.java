package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.check.Movement;
import dev.gradus.ladder.Ascent;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Power;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.TuningPlan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatesTest {
    @Test
    void the_gates_stand_in_their_order() {
        assertThat(Gates.of(new Case().evidence()))
                .extracting(Gate::name)
                .containsExactly(
                        "evaluation-set",
                        "cheaper-rungs",
                        "gap",
                        "behaviour",
                        "labelled-examples",
                        "labels-or-tuning",
                        "no-unverified-synthetic",
                        "stable-task",
                        "past-mvp",
                        "pays-back",
                        "forgetting-suite",
                        "base-model");
    }

    /// It was planned with a discordance of 0.10 and an error rate of 0.05, whatever was seen.
    @Test
    void the_evaluation_set_is_planned_by_the_discordance_and_the_error_rate_of_the_climb() {
        Case seen = new Case();
        seen.compared = true;

        // The names are right on 1,200 of 2,000, the classifier on these and 500 more.
        assertThat(seen.gate("evaluation-set").have())
                .contains("discordance 0.25 as observed, alpha 0.013")
                .contains(
                        String.format(
                                Locale.ROOT,
                                "shows %.1f points",
                                100
                                        * Power.gradedMinimalDetectableEffect(
                                                2000, Math.sqrt(0.25), 0.0125, 0.8)));
        assertThat(new Case().gate("evaluation-set").have())
                .contains("discordance 0.10 assumed, alpha 0.05");
    }

    @Test
    void a_goal_that_is_not_settled_says_so() {
        Case close = new Case();
        close.goal = 0.851;

        Gate gap = close.gate("gap");

        assertThat(gap.status()).isEqualTo(Gate.Status.FAIL);
        assertThat(gap.have())
                .isEqualTo(
                        "gap 0.1 points, at least -1.4 points; inconclusive: the goal is not settled");
    }

    @Test
    void descriptions_that_flip_few_failures_show_that_facts_are_not_missing() {
        Gate behaviour = new Case().gate("behaviour");

        assertThat(behaviour.status()).isEqualTo(Gate.Status.PASS);
        assertThat(behaviour.have())
                .isEqualTo(
                        "missing facts explain 3 % [2, 6] of 300 failures: minilm-l6 label-descriptions"
                                + " against minilm-l6 label-names, 10 won and 0 lost");
    }

    @Test
    void descriptions_that_flip_most_failures_show_that_facts_are_missing() {
        Case facts = new Case();
        facts.descriptionsWin = 200;

        Gate behaviour = facts.gate("behaviour");

        assertThat(behaviour.status()).isEqualTo(Gate.Status.FAIL);
        assertThat(behaviour.todo())
                .isEqualTo("facts are missing: retrieval first, or the facts in the prompt");
    }

    @Test
    void where_the_failures_cannot_tell_the_cause_is_unknown() {
        Case half = new Case();
        half.descriptionsWin = 150;

        assertThat(half.gate("behaviour").status()).isEqualTo(Gate.Status.UNKNOWN);
        assertThat(half.gate("behaviour").todo()).startsWith("facts may be the main cause");
    }

    @Test
    void a_winner_that_is_the_placebo_itself_is_not_judged_by_its_own_bad_luck() {
        // The winner is the run without descriptions: of its failures the other can only win some,
        // so what it loses on the right ones counts too.
        Case twin = new Case();
        twin.winnerRight = 1200;
        twin.descriptionsLose = 30;
        ClimbEvidence evidence = twin.climb();
        var prompt = evidence.ascent().rungs().get(1).tried();
        var ascent =
                new Ascent(
                        evidence.ascent().rungs(),
                        Optional.of(prompt.getFirst().run()),
                        evidence.ascent().keptAt(),
                        evidence.ascent().dev(),
                        evidence.ascent().looks());

        KnowledgeShare share =
                new KnowledgeProbe(evidence.task(), evidence.splits(), ascent)
                        .share()
                        .orElseThrow();

        assertThat(share.failures()).isEqualTo(800);
        assertThat(share.won()).isEqualTo(10);
        assertThat(share.lost()).isEqualTo(30);
        assertThat(share.net()).isCloseTo(-20.0 / 800, within(1e-12));
        assertThat(share.interval().contains(share.net())).isTrue();
    }

    @Test
    void a_diagnosis_takes_precedence() {
        Case diagnosed = new Case();
        diagnosed.documents = true;
        diagnosed.tuning =
                diagnosed.tuning.withKnowledge(
                        new KnowledgeShare(
                                40,
                                30,
                                2,
                                new Interval(0.55, 0.80, 0.95),
                                "with the gold passage"));

        assertThat(diagnosed.gate("behaviour").have())
                .isEqualTo(
                        "missing facts explain 70 % [55, 80] of 40 failures: with the gold passage, 30 won"
                                + " and 2 lost");
        assertThat(diagnosed.gate("behaviour").status()).isEqualTo(Gate.Status.FAIL);
    }

    @Test
    void documents_that_no_rung_read_leave_the_cause_unknown() {
        Case documents = new Case();
        documents.documents = true;

        assertThat(documents.gate("behaviour").have())
                .isEqualTo("the task has documents, and no rung read them");
        assertThat(documents.gate("behaviour").status()).isEqualTo(Gate.Status.UNKNOWN);
    }

    @Test
    void free_text_and_labels_without_a_probe_leave_the_cause_unknown() {
        Case text = new Case();
        text.answer = new AnswerShape.Text();
        text.score = Scoring.of(ScoreName.EXACT);
        assertThat(text.gate("behaviour").have())
                .isEqualTo("no probe was run: probes need a chat model");

        Case alone = new Case();
        alone.probed = false;
        assertThat(alone.gate("behaviour").status()).isEqualTo(Gate.Status.UNKNOWN);
        assertThat(alone.gate("behaviour").todo())
                .isEqualTo(
                        "describe every label in one line (answer.labels), and climb rung prompt");
    }

    @Test
    void labelled_examples_are_counted_with_their_verified_share() {
        Case some = new Case();
        some.unverified = 188;

        assertThat(some.gate("labelled-examples").have())
                .isEqualTo("1,000 of 1,000, 81 % of them verified");
        assertThat(some.gate("labelled-examples").passes()).isTrue();
    }

    @Test
    void under_two_hundred_tuning_is_refused() {
        Case few = new Case();
        few.train = 199;

        assertThat(few.gate("labelled-examples").status()).isEqualTo(Gate.Status.FAIL);
        assertThat(few.gate("labelled-examples").todo())
                .isEqualTo("label and verify 301 more: under 200 tuning is refused");
    }

    @Test
    void two_hundred_to_499_allow_style_and_format_only() {
        Case labels = new Case();
        labels.train = 499;
        assertThat(labels.gate("labelled-examples").status()).isEqualTo(Gate.Status.FAIL);
        assertThat(labels.gate("labelled-examples").todo())
                .isEqualTo(
                        "label and verify 1 more: 200 to 499 allow style and format only, and this task is"
                                + " scored by more than that");

        Case style = new Case();
        style.train = 200;
        style.answer = new AnswerShape.Text();
        style.score =
                new Scoring.Judge(
                        ModelName.parse("openai/judge"), "Is it polite?", false, Optional.empty());
        assertThat(style.gate("labelled-examples").passes()).isTrue();
        assertThat(style.gate("labelled-examples").have())
                .isEqualTo("200 of 200, 100 % of them verified; enough for style and format");

        style.score = Scoring.of(ScoreName.EXACT);
        assertThat(style.gate("labelled-examples").passes()).isFalse();
        style.score = new Scoring.Regex("^{{expected}}$");
        assertThat(style.gate("labelled-examples").passes()).isFalse();
        style.score = new Scoring.Regex("^Dear ");
        assertThat(style.gate("labelled-examples").passes()).isTrue();
    }

    @Test
    void synthetic_examples_that_nobody_verified_close_the_gate() {
        Case made = new Case();
        made.synthetic = 3;

        assertThat(made.gate("no-unverified-synthetic").have()).isEqualTo("3");
        assertThat(made.gate("no-unverified-synthetic").passes()).isFalse();
        assertThat(made.gate("labelled-examples").have()).startsWith("997 of 1,000");
    }

    @Test
    void labels_against_tuning_with_figures() {
        assertThat(new Case().gate("labels-or-tuning").sentence())
                .isEqualTo(
                        "labels-or-tuning (pass). Need: tuning brings more than the labels that its money"
                                + " would buy. Have: the 500.00 USD of tuning buy 25 labels at 20.00 USD:"
                                + " +0.1 points [+0.1, +0.2] by the learning curve; tuning brings +14.3"
                                + " points [+9.6, +19.3].");

        Case cheap = new Case();
        cheap.labelPrice = 0.01;
        assertThat(cheap.gate("labels-or-tuning").passes()).isFalse();
    }

    @Test
    void without_a_pilot_neither_gain_is_known() {
        Case blind = new Case();
        blind.tuning = TuningEvidence.none();

        assertThat(blind.gate("labels-or-tuning").have())
                .isEqualTo("unknown: no pilot was run, so neither gain has a forecast");
        assertThat(blind.gate("labels-or-tuning").todo())
                .isEqualTo(
                        "run the pilot (gradus tune): it trains on parts of train and costs CPU time");
        assertThat(blind.gate("pays-back").status()).isEqualTo(Gate.Status.UNKNOWN);
    }

    @Test
    void a_task_that_moved_of_late_closes_the_gate_with_the_day() {
        Case moved = new Case();
        moved.movement =
                new Movement(
                        true,
                        2,
                        30,
                        Optional.of(Instant.parse("2026-11-20T09:00:00Z")),
                        "version control");

        assertThat(moved.gate("stable-task").have()).isEqualTo("2 changes, the last on 2026-11-20");
        assertThat(moved.gate("stable-task").passes()).isFalse();
        assertThat(new Case().gate("stable-task").have()).isEqualTo("0 changes");
    }

    @Test
    void pay_back_says_what_the_outlay_holds_and_who_says_so() {
        Gate pays = new Case().gate("pays-back");

        assertThat(pays.passes()).isTrue();
        assertThat(pays.need())
                .isEqualTo(
                        "net over 12 months at the lower bound of the gain at least 0, and at least 95 %"
                                + " likely to pay");
        assertThat(pays.have())
                .matches(
                        "net [0-9,]+ USD at a gain of at least 10\\.5 points; likely to pay: 100 %;"
                                + " outlay 500 USD \\(training stated: 100\\.00 USD\\)");
    }

    @Test
    void encoders_have_a_suite_built_in_and_chat_models_need_one() {
        assertThat(new Case().gate("forgetting-suite").have())
                .isEqualTo("built in: neighbours and retrieval on general text");

        Case chat = new Case();
        chat.plan = plan("openai/small", List.of());
        assertThat(chat.gate("forgetting-suite").status()).isEqualTo(Gate.Status.FAIL);
        assertThat(chat.gate("forgetting-suite").have())
                .isEqualTo(
                        "none: tuning.forgetting names no task, and a chat model has none built in");

        chat.plan = plan("openai/small", List.of("../mail", "../faq"));
        assertThat(chat.gate("forgetting-suite").have())
                .isEqualTo("named in tuning.forgetting: ../mail, ../faq");
        assertThat(chat.gate("forgetting-suite").passes()).isTrue();
    }

    @Test
    void the_base_is_known_to_stay_in_this_process_and_asked_for_elsewhere() {
        assertThat(new Case().gate("base-model").have())
                .isEqualTo("its weights are on this machine");

        Case hosted = new Case();
        hosted.plan = plan("openai/small", List.of());
        assertThat(hosted.gate("base-model").status()).isEqualTo(Gate.Status.UNKNOWN);

        hosted.tuning =
                hosted.tuning.withBase(
                        new TuningEvidence.BaseModel(
                                Gate.Status.FAIL,
                                "it is shut down on 2027-01-15",
                                "price book",
                                "tune a base that stays"));
        assertThat(hosted.gate("base-model").sentence())
                .isEqualTo(
                        "base-model (fail). Need: the base model is not about to be shut down. Have: it is"
                                + " shut down on 2027-01-15.");
    }

    private static TuningPlan plan(String base, List<String> forgetting) {
        return new TuningPlan(
                Optional.of(ModelName.parse(base)),
                Recipe.standard(),
                forgetting,
                0.02,
                Optional.empty());
    }
}
