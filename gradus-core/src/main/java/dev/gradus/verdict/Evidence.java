package dev.gradus.verdict;

import dev.gradus.check.Finding;
import dev.gradus.check.Movement;
import dev.gradus.cost.Economics;
import dev.gradus.task.Goal;
import dev.gradus.task.Policy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Everything that a verdict rests on, whoever measured it: [ClimbEvidence] fills it from a climb,
/// evidence mode from recorded arms. What is empty is unknown, and unknown never permits.
///
/// @param source who measured
/// @param goal what good enough means; empty where nobody said: gates alone are then computed
/// @param result the candidate that the verdict is about; empty where nothing was measured
/// @param fewRows what is said where there are too few rows for a test
/// @param rungs the cheaper rungs in ladder order
/// @param shows what the examples can show
/// @param labels what is known of the train examples
/// @param movement how much the task moved
/// @param stage that the product is in
/// @param cause of the failures
/// @param findings of `check` and of the diagnosis
/// @param economics the money
/// @param tuning what is known of tuning
/// @param tuned true where a tuned candidate is among those measured: it needs no pilot
/// @param story sentences that come with any verdict
public record Evidence(
        Source source,
        Optional<Goal> goal,
        Optional<GoalResult> result,
        Optional<FewRows> fewRows,
        List<RungEvidence> rungs,
        Shows shows,
        Optional<LabelFacts> labels,
        Optional<Movement> movement,
        Optional<Policy.Stage> stage,
        Cause cause,
        List<Finding> findings,
        Economics economics,
        TuningEvidence tuning,
        boolean tuned,
        List<String> story) {
    public Evidence {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(tuning, "tuning");
        rungs = List.copyOf(rungs);
        findings = List.copyOf(findings);
        story = List.copyOf(story);
    }

    /// True where the goal is met, and tuning would still bring enough to be worth a pilot: only
    /// where no cost goal is stated, since one that is met is the user's word that they can pay.
    boolean tuningWorthItsMoney() {
        return goal.filter(one -> one.costPerThousandCalls().isEmpty()).isPresent()
                && !tuned
                && economics.tuning().filter(Economics.TuningCase::matters).isPresent();
    }

    double matters() {
        return goal.map(Goal::matters).orElse(0.0);
    }
}
