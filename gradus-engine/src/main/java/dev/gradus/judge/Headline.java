package dev.gradus.judge;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a headline says beyond the verdict on one scope: what was compared where there is no
/// verdict, on which tasks it is otherwise, and which arms were taken for oracles.
final class Headline {
    private static final int MOST = 3;
    private final Conclusion verdict;
    private final Standing standing;
    private final Compared compared;
    private final Recorded recorded;
    private final List<JudgedArm> unranked;
    private final boolean oracleAlone;

    /// @param its the arms of the verdict's scope
    Headline(
            Conclusion verdict,
            Standing standing,
            Compared compared,
            Recorded recorded,
            List<JudgedArm> its) {
        this.verdict = verdict;
        this.standing = standing;
        this.compared = compared;
        this.recorded = recorded;
        this.oracleAlone = its.stream().allMatch(arm -> arm.oracle().isPresent());
        this.unranked =
                its.stream()
                        .filter(arm -> arm.unranked().isPresent() && arm.score().isPresent())
                        .filter(arm -> !arm.failed() && arm.oracle().isEmpty())
                        .toList();
    }

    /// The kind: that of the verdict; inconclusive where there is a goal and no arm is ranked.
    Optional<VerdictKind> kind() {
        return verdict.kind().isEmpty() && standing.goal().isPresent()
                ? Optional.of(VerdictKind.INCONCLUSIVE)
                : verdict.kind();
    }

    String text() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                verdict.kind().isPresent()
                        ? verdict.headline()
                        : standing.goal().isPresent() ? unranked() : noVerdict());
        tasks().ifPresent(sentences::add);
        unrankedAhead().ifPresent(sentences::add);
        oracles().ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    private String unranked() {
        return standing.scope().equals(JudgeReport.ALL)
                ? "Not enough evidence: no arm is ranked on every task."
                : oracleAlone
                        ? "Not enough evidence: every arm is an oracle arm, and these cannot win."
                        : "Not enough evidence: no arm has a score on 95 % of the items.";
    }

    private String noVerdict() {
        int all = compared.pairs().size();
        if (all == 0) {
            return "Nothing could be compared.";
        }
        long differ = compared.pairs().stream().filter(JudgedPair::differs).count();
        String shown =
                differ == 0
                        ? Wording.text(
                                "No difference is shown in %s", Wording.count(all, "comparison"))
                        : Wording.text(
                                "A difference is shown in %d of %s",
                                differ, Wording.count(all, "comparison"));
        return shown
                + standing.highest()
                        .map(arm -> "; " + arm.name() + " scores highest.")
                        .orElse(
                                standing.scope().equals(JudgeReport.ALL)
                                        ? "; no arm is ranked on every task."
                                        : "; no arm has enough of the items to be ranked.");
    }

    /// On which tasks that are served the arm that the headline names does not meet the goal.
    private Optional<String> tasks() {
        Optional<String> subject =
                verdict.winner().or(() -> standing.best().map(JudgeReport.ArmGoal::arm));
        if (!standing.scope().equals(JudgeReport.ALL) || subject.isEmpty()) {
            return Optional.empty();
        }
        String arm = subject.get();
        List<String> missed = named(arm, GoalCheck.Status.MISSED);
        List<String> open = named(arm, GoalCheck.Status.INCONCLUSIVE);
        if (missed.isEmpty() && open.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (!missed.isEmpty()) {
            parts.add("misses the goal on " + Wording.first(missed, MOST));
        }
        if (!open.isEmpty()) {
            parts.add("is not settled on " + Wording.first(open, MOST));
        }
        return Optional.of(
                Wording.text(
                        "Task by task it %s, of %s.",
                        String.join(" and ", parts),
                        Wording.count(recorded.tasks().size(), "task")));
    }

    private List<String> named(String arm, GoalCheck.Status status) {
        return recorded.tasks().stream()
                .filter(task -> task.share().orElse(1.0) > 0)
                .filter(task -> task.status(arm).filter(status::equals).isPresent())
                .map(task ->
                        status == GoalCheck.Status.MISSED
                                ? Wording.text(
                                        "%s (at most %s)",
                                        task.task(), Wording.share(most(task, arm)))
                                : task.task())
                .toList();
    }

    private static double most(TaskVerdict task, String arm) {
        return task.goals().stream()
                .filter(one -> one.arm().equals(arm))
                .mapToDouble(one -> one.check().upper())
                .findFirst()
                .orElse(1);
    }

    /// An arm with too few of the items whose estimate is above every ranked one's.
    private Optional<String> unrankedAhead() {
        double highest = standing.highest().map(JudgedArm::estimate).orElse(-1.0);
        List<JudgedArm> ahead = unranked.stream().filter(arm -> arm.estimate() > highest).toList();
        boolean told = ahead.isEmpty() || highest < 0 && standing.scope().equals(JudgeReport.ALL);
        return told
                ? Optional.empty()
                : Optional.of(
                        Wording.text(
                                "Not ranked: %s, which %s%s.",
                                ahead.getFirst().name(),
                                ahead.getFirst().unranked().orElseThrow(),
                                ahead.size() == 1 ? "" : ", and " + (ahead.size() - 1) + " more"));
    }

    private Optional<String> oracles() {
        List<String> guessed =
                recorded.oracles().stream()
                        .filter(one -> one.source() == OracleArm.Source.GUESSED)
                        .map(OracleArm::arm)
                        .toList();
        return guessed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Wording.text(
                                "By name %s (given the gold evidence) and cannot win: --oracle none"
                                        + " undoes this.",
                                guessed.size() == 1
                                        ? guessed.getFirst() + " is taken for an oracle arm"
                                        : Wording.first(guessed, MOST)
                                                + " are taken for oracle arms"));
    }

    /// What to do, with the traffic to give where the tasks disagree about the goal.
    List<String> todo() {
        List<String> todo = new ArrayList<>();
        List<String> names =
                unranked.stream()
                        .filter(arm -> arm.coverage().missing() > 0)
                        .map(JudgedArm::name)
                        .toList();
        if (!names.isEmpty()) {
            todo.add(
                    Wording.text(
                            "Record %s on the items without a score: an arm is ranked where it has a"
                                    + " score on 95 %% of them.",
                            Wording.first(names, MOST)));
        }
        todo.addAll(verdict.todo());
        boolean mixed =
                standing.scope().equals(JudgeReport.ALL)
                        && standing.goal().isPresent()
                        && verdict.winner().isEmpty()
                        && recorded.tasks().stream().allMatch(task -> task.share().isEmpty())
                        && recorded.tasks().stream().map(TaskVerdict::verdict).distinct().count()
                                > 1;
        if (mixed) {
            todo.add(
                    "Give --traffic TASK=CALLS for every task: the tasks end differently, and only"
                            + " the traffic says how they weigh; or choose an arm for each task.");
        }
        return List.copyOf(todo);
    }
}
