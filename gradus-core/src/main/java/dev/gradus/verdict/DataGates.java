package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.gate;
import static dev.gradus.verdict.GateWords.passIf;
import static dev.gradus.verdict.GateWords.text;
import static dev.gradus.verdict.GateWords.unknown;

import dev.gradus.check.Movement;

/// The gates that examples and task pass: enough labels, by people, and a task that stands still.
final class DataGates {
    private static final int ENOUGH = 500;
    private static final int REFUSED = 200;
    private static final String LABELLED = "labelled-examples";
    private static final String VERIFIED = "no-unverified-synthetic";
    private static final String STABLE = "stable-task";
    private final Evidence evidence;

    DataGates(Evidence evidence) {
        this.evidence = evidence;
    }

    /// From 200 to 499 examples teach a manner, not a skill: enough where the answer is free and
    /// its score looks at the manner alone.
    Gate labelled() {
        String need =
                text(
                        "at least %d train examples that no model alone labelled; %d for style and format",
                        ENOUGH, REFUSED);
        if (evidence.labels().isEmpty()) {
            return unknown(
                    LABELLED,
                    need,
                    "recorded outcomes do not say how many there are",
                    evidence.source().where(),
                    "count the verified examples that no arm was measured on");
        }
        LabelFacts facts = evidence.labels().get();
        boolean styleOnly = facts.confirmed() >= REFUSED && facts.confirmed() < ENOUGH;
        boolean enough = facts.confirmed() >= ENOUGH || styleOnly && facts.style();
        return gate(
                LABELLED,
                need,
                have(facts) + (styleOnly && facts.style() ? "; enough for style and format" : ""),
                passIf(enough),
                "train split",
                enough ? "" : todo(facts.confirmed()));
    }

    private static String have(LabelFacts facts) {
        return facts.train() == 0
                ? "0"
                : text(
                        "%,d of %,d, %.0f %% of them verified",
                        facts.confirmed(),
                        facts.train(),
                        Math.floor(100.0 * facts.verified() / facts.train()));
    }

    private static String todo(long labelled) {
        long more = ENOUGH - labelled;
        return labelled < REFUSED
                ? text("label and verify %,d more: under %d tuning is refused", more, REFUSED)
                : text(
                        "label and verify %,d more: %d to %d allow style and format only, and this task"
                                + " is scored by more than that",
                        more, REFUSED, ENOUGH - 1);
    }

    Gate verified() {
        String need = "no synthetic example that nobody verified";
        String todo = "have people verify the synthetic examples, or leave them out";
        return evidence.labels()
                .map(facts ->
                        gate(
                                VERIFIED,
                                need,
                                text("%,d", facts.unverifiedSynthetic()),
                                passIf(facts.unverifiedSynthetic() == 0),
                                "columns origin and verified",
                                todo))
                .orElseGet(() ->
                        unknown(
                                VERIFIED,
                                need,
                                "recorded outcomes do not say where the items come from",
                                evidence.source().where(),
                                todo));
    }

    Gate stable() {
        if (evidence.movement().isEmpty()) {
            return unknown(
                    STABLE,
                    "brief, labels and prompt unchanged for 14 days",
                    "recorded outcomes have no dates",
                    evidence.source().where(),
                    "tune only when the task has stood still for two weeks");
        }
        Movement movement = evidence.movement().get();
        String need = "brief, labels and prompt unchanged for " + movement.windowDays() + " days";
        if (!movement.known()) {
            return unknown(
                    STABLE,
                    need,
                    "neither the ledger nor version control has seen the task that long",
                    "ledger, version control",
                    "climb again when the task has stood still that long, or state policy.stable-since");
        }
        return gate(
                STABLE,
                need,
                movement.changes()
                        + (movement.changes() == 1 ? " change" : " changes")
                        + movement.lastChange()
                                .filter(when -> movement.changes() > 0)
                                .map(when -> ", the last on " + when.toString().substring(0, 10))
                                .orElse(""),
                passIf(movement.changes() == 0),
                movement.source(),
                "let the brief settle first: a tuned model freezes it");
    }
}
