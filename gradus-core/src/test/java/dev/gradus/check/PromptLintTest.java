package dev.gradus.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gradus.task.Goal;
import dev.gradus.task.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptLintTest {
    private static final List<String> LABELS = List.of("refund", "card_lost", "pin", "fee_wrong?");
    private static final Map<String, Long> GOLD =
            Map.of("refund", 50L, "card_lost", 30L, "pin", 15L, "fee_wrong?", 5L);
    private static final PromptLint LINT =
            new PromptLint(LABELS, GOLD, Optional.of(Goal.of(0.9, 0.02)), Optional.empty());
    private static final String CLEAN =
            """
            Which intent does the message express?
            Labels: refund, card_lost, pin, fee_wrong?
            Example: "I lost it" -> card_lost
            Return only the label.

            {{message}}
            """;

    @Test
    void a_prompt_without_a_defect_has_no_finding() {
        PromptReport report = LINT.lint("prompt.txt", CLEAN);

        assertThat(report.findings()).isEmpty();
        assertThat(report.ceiling()).isEqualTo(1);
        assertThat(report.tokensEstimate()).isEqualTo(38);
    }

    @Test
    void labels_missing_from_the_prompt_and_labels_that_do_not_exist_are_named_with_the_ceiling() {
        PromptReport report =
                LINT.lint("prompt.txt", CLEAN.replace("pin, fee_wrong?", "fee_wrong, chargeback"));

        assertThat(report.findings())
                .containsExactly(
                        new Finding(
                                "prompt-misses-labels",
                                Severity.BLOCKS,
                                "prompt.txt",
                                "The prompt lists 4 labels; 2 of the 4 that exist are missing.",
                                "20 of 100 examples (20.0 %) cannot be answered right; no answer from"
                                        + " the list scores above 80.0 %, the goal is 90.0 %.",
                                "Add the missing labels to the prompt, spelt as in the examples.",
                                List.of("'pin': 15 examples", "'fee_wrong?': 5 examples")),
                        new Finding(
                                "prompt-lists-unknown-labels",
                                Severity.COSTS,
                                "prompt.txt",
                                "2 of 4 labels that the prompt lists do not exist.",
                                "Every answer with one of them is wrong; they take the place of 2"
                                        + " missing labels.",
                                "Take the labels that do not exist out of the prompt, or correct their spelling.",
                                List.of(
                                        "'fee_wrong' (closest missing label: 'fee_wrong?')",
                                        "'chargeback'")));
        assertThat(report.ceiling()).isEqualTo(0.8);
    }

    @Test
    void a_ceiling_above_the_goal_costs_and_does_not_block() {
        PromptReport report = LINT.lint("p", CLEAN.replace(", fee_wrong?", ""));

        assertThat(report.findings()).extracting(Finding::severity).containsExactly(Severity.COSTS);
        assertThat(report.findings().getFirst().cost())
                .isEqualTo(
                        "5 of 100 examples (5.0 %) cannot be answered right; no answer from the list"
                                + " scores above 95.0 %.");
    }

    @Test
    void where_only_right_answers_are_known_one_in_a_hundred_lost_blocks() {
        PromptReport report =
                PromptLint.ofGold(GOLD, Optional.empty())
                        .lint("p", CLEAN.replace(", pin", ", piin"));

        assertThat(report.findings())
                .extracting(Finding::severity, Finding::what)
                .containsExactly(
                        tuple(
                                Severity.BLOCKS,
                                "The prompt lists 4 labels; 1 of the 4 that are right answers is"
                                        + " missing."),
                        tuple(
                                Severity.COSTS,
                                "1 of 4 labels that the prompt lists is the right answer of no"
                                        + " example."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Categories:\n- refund\n- card_lost\n- pin\n- fee_wrong?\n",
                "Choose one of:\n1. refund: wants money back, or a refund, or cash\n2. card_lost: it is"
                        + " gone\n3. pin - forgot it, blocked it\n4. fee_wrong? (fee, charge)",
                "The classes\n\nrefund\ncard_lost\npin\nfee_wrong?\n",
                "Use [\"refund\", \"card_lost\", \"pin\", \"fee_wrong?\"].",
                "refund | card_lost | pin | fee_wrong?",
                "One of refund, card_lost, pin or fee_wrong? is right.",
                "Money:\n- refund\n- fee_wrong?\n\nCard:\n- card_lost\n- pin\n",
                "refund: money, cash, or vouchers back\ncard_lost: stolen, lost, gone\npin: forgotten,"
                        + " blocked, changed\nfee_wrong?: too much, twice, unknown",
                "Labels:\nrefund,\ncard_lost,\npin,\nfee_wrong?"
            })
    void lists_of_many_shapes_are_read(String prompt) {
        ListedLabels labels = LINT.lint("p", prompt).labels().orElseThrow();

        assertThat(labels.missing()).isEmpty();
        assertThat(labels.unknown()).isEmpty();
    }

    @Test
    void labels_in_running_text_are_a_list_too() {
        PromptLint lint =
                new PromptLint(
                        List.of("yes", "no"),
                        Map.of("yes", 9L, "no", 1L),
                        Optional.empty(),
                        Optional.empty());

        assertThat(lint.lint("p", "Is it spam? Answer yes or no.").labels().orElseThrow().listed())
                .containsExactly("yes", "no");
    }

    @Test
    void an_announced_list_of_which_no_name_exists_is_held_against_the_labels() {
        PromptReport report =
                LINT.lint("p", "Return one label.\nLabels:\nbilling\nshipping\nother\n");

        assertThat(report.labels().orElseThrow().unknown())
                .containsExactly("billing", "shipping", "other");
        assertThat(report.ceiling()).isZero();
    }

    @Test
    void a_prompt_that_names_no_label_is_told_so() {
        assertThat(LINT.lint("p", "Classify the message, e.g. by topic. Return only the name."))
                .extracting(PromptReport::findings)
                .isEqualTo(
                        List.of(
                                new Finding(
                                        "prompt-names-no-label",
                                        Severity.COSTS,
                                        "p",
                                        "The prompt names none of the 4 labels.",
                                        "A model that is not given them in another way, as an enum of"
                                                + " the answer, has to guess their spelling, and a"
                                                + " label spelt otherwise is wrong.",
                                        "List the labels in the prompt, each on a line with one line on"
                                                + " what it means.",
                                        List.of())));
    }

    @Test
    void placeholders_that_nothing_fills_are_named() {
        assertThat(
                        evidence(
                                "prompt-placeholder",
                                CLEAN + "{{tone}} ${brand} <PRODUCT> TODO [INSERT RULES]"))
                .containsExactly("<PRODUCT>", "TODO", "[INSERT RULES]", "{{tone}}", "${brand}");
    }

    @Test
    void the_input_a_tag_and_json_are_no_placeholders() {
        assertThat(
                        evidence(
                                "prompt-placeholder",
                                CLEAN + "<RULES>short</RULES> {\"label\": \"pin\"}"))
                .isEmpty();
    }

    @Test
    void rules_that_cannot_both_be_followed_are_shown_in_pairs() {
        assertThat(
                        evidence(
                                "prompt-contradiction",
                                CLEAN
                                        + "Explain your choice.\nMention the customer's name."
                                        + " Never mention the customer's name."))
                .containsExactly(
                        "the answer alone, and an explanation: 'Return only the label.' and 'Explain"
                                + " your choice.'",
                        "'Mention the customer's name.' and 'Never mention the customer's name.'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Use labels from the list. Do not use labels outside the list.",
                "Return only the label. Do not explain your choice.",
                "Answer in English. Do not answer in any other language.",
                "Do not invent labels. Never invent labels.",
                "Answer with a label. If unsure, do not answer with a label."
            })
    void rules_that_agree_are_left_alone(String rules) {
        assertThat(evidence("prompt-contradiction", CLEAN + rules)).isEmpty();
    }

    @Test
    void rules_that_stand_there_twice_are_shown() {
        assertThat(
                        evidence(
                                "prompt-repetition",
                                CLEAN
                                        + "Return only the label!\nNever guess an answer that you are not sure of.\nNever guess the answer that you are not sure of."))
                .containsExactly(
                        "'Return only the label.' twice",
                        "'Never guess an answer that you are not sure of.' and 'Never guess the answer that"
                                + " you are not sure of.'");
    }

    @Test
    void vague_sentences_are_quoted() {
        assertThat(
                        evidence(
                                "prompt-vague",
                                CLEAN + "Handle odd messages properly. Be brief in doing so."))
                .containsExactly("'Handle odd messages properly.'");
    }

    @Test
    void the_missing_form_and_example_are_noted() {
        assertThat(
                        LINT.lint(
                                        "p",
                                        "What is this about: refund, card_lost, pin, fee_wrong?\n{{message}}")
                                .findings())
                .extracting(Finding::code)
                .containsExactly("prompt-no-format", "prompt-no-example");
    }

    @Test
    void a_long_prompt_is_costed_by_the_traffic() {
        PromptLint lint =
                new PromptLint(
                        LABELS,
                        GOLD,
                        Optional.empty(),
                        Optional.of(new Traffic(50_000, 0, Optional.empty())));
        Finding finding = lint.lint("p", CLEAN + "word ".repeat(1_000)).findings().getFirst();

        assertThat(finding.what())
                .isEqualTo(
                        "The prompt has about 1,288 tokens (estimate: characters / 4), over 1,000.");
        assertThat(finding.cost())
                .isEqualTo(
                        "They are paid and read in every call. At 50,000 calls a day that is 64,400,000"
                                + " tokens a day.");
    }

    private static List<String> evidence(String code, String prompt) {
        return LINT.lint("prompt.txt", prompt).findings().stream()
                .filter(finding -> finding.code().equals(code))
                .flatMap(finding -> finding.evidence().stream())
                .toList();
    }
}
