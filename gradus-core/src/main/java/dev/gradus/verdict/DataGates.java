package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.gate;
import static dev.gradus.verdict.GateWords.passIf;
import static dev.gradus.verdict.GateWords.text;
import static dev.gradus.verdict.GateWords.unknown;

import dev.gradus.check.Movement;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Scoring;
import java.util.List;

/// The gates that examples and task pass: enough labels, by people, and a task that stands still.
final class DataGates {
    private static final int ENOUGH = 500;
    private static final int REFUSED = 200;
    private final Evidence evidence;
    private final List<Example> train;

    DataGates(Evidence evidence) {
        this.evidence = evidence;
        this.train = evidence.splits().train();
    }

    /// From 200 to 499 examples teach a manner, not a skill: enough where the answer is free and
    /// its score looks at the manner alone.
    Gate labelled() {
        long labelled = train.stream().filter(DataGates::confirmed).count();
        boolean styleOnly = labelled >= REFUSED && labelled < ENOUGH;
        return gate(
                "labelled-examples",
                text(
                        "at least %d train examples that no model alone labelled; %d for style and format",
                        ENOUGH, REFUSED),
                have(labelled) + (styleOnly && style() ? "; enough for style and format" : ""),
                passIf(labelled >= ENOUGH || styleOnly && style()),
                "train split",
                todo(labelled));
    }

    private String have(long labelled) {
        long verified = train.stream().filter(Example::verified).count();
        return train.isEmpty()
                ? "0"
                : text(
                        "%,d of %,d, %.0f %% of them verified",
                        labelled, train.size(), Math.floor(100.0 * verified / train.size()));
    }

    private static String todo(long labelled) {
        if (labelled >= ENOUGH) {
            return "";
        }
        long more = ENOUGH - labelled;
        return labelled < REFUSED
                ? text("label and verify %,d more: under %d tuning is refused", more, REFUSED)
                : text(
                        "label and verify %,d more: %d to %d allow style and format only, and this task"
                                + " is scored by more than that",
                        more, REFUSED, ENOUGH - 1);
    }

    private static boolean confirmed(Example example) {
        return example.verified() || example.origin() != Example.Origin.SYNTHETIC;
    }

    /// A free answer that a rubric or a pattern scores: neither asks whether the content is right.
    private boolean style() {
        if (evidence.task().answer() instanceof AnswerShape.Labels) {
            return false;
        }
        return switch (evidence.task().score()) {
            case Scoring.Judge judge -> true;
            case Scoring.Regex regex -> !regex.pattern().contains("{{expected}}");
            case Scoring.Plain plain -> false;
            case Scoring.Checks checks -> false;
            case Scoring.Numeric numeric -> false;
            case Scoring.Similarity similarity -> false;
            case Scoring.Cel cel -> false;
            case Scoring.Command command -> false;
        };
    }

    Gate verified() {
        long synthetic =
                train.stream()
                        .filter(example ->
                                example.origin() == Example.Origin.SYNTHETIC && !example.verified())
                        .count();
        return gate(
                "no-unverified-synthetic",
                "no synthetic example that nobody verified",
                text("%,d", synthetic),
                passIf(synthetic == 0),
                "columns origin and verified",
                "have people verify the synthetic examples, or leave them out");
    }

    Gate stable() {
        Movement movement = evidence.movement();
        String need = "brief, labels and prompt unchanged for " + movement.windowDays() + " days";
        if (!movement.known()) {
            return unknown(
                    "stable-task",
                    need,
                    "neither the ledger nor version control has seen the task that long",
                    "ledger, version control",
                    "climb again when the task has stood still that long, or state policy.stable-since");
        }
        return gate(
                "stable-task",
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
