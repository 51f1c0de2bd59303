package dev.gradus;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.stats.Interval;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether a candidate became worse than a committed baseline, by the paired test on the examples
/// that both answered.
///
/// *Not worse* where the one-sided 95 % bound lies above `matters`, or where at most one example
/// flipped: a single flip is information. *Worse* where the one-sided test says so at 5 % and the
/// interval agrees. Else nothing is shown, and the number of examples is too small for `matters`.
///
/// @param comparison baseline against candidate; missing outcomes count against each claim
/// @param pLess one-sided p that the candidate is no worse
/// @param outcome what follows
/// @param flipped how many examples' scores changed
/// @param flips the first 50 of them
public record Regression(
        Comparison comparison, double pLess, Outcome outcome, int flipped, List<Flip> flips) {
    private static final double LEVEL = 0.95;
    private static final int SHOWN = 50;

    public Regression {
        flips = List.copyOf(flips);
    }

    /// What the comparison says, with the exit code of the command.
    public enum Outcome {
        NOT_WORSE(0),
        WORSE(1),
        INCONCLUSIVE(6);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }

        /// `not-worse`, `worse`, `inconclusive`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// An example on which the two differ.
    public record Flip(
            String example,
            String input,
            String expected,
            String before,
            String now,
            double change) {}

    /// @param baseline on these examples, in their order
    /// @param candidate on these examples, in their order
    public static Regression of(
            Task task, List<Example> examples, Run baseline, Run candidate, long seed) {
        return of(task, examples, baseline, candidate, seed, 1 - LEVEL);
    }

    /// @param alpha of *worse*: less than 5 % where several baselines are compared with
    static Regression of(
            Task task,
            List<Example> examples,
            Run baseline,
            Run candidate,
            long seed,
            double alpha) {
        Measure measure = new Measure(task, examples, seed);
        Comparison comparison = measure.compare(baseline, candidate);
        // The same test, seen from the other side.
        double pLess = measure.compare(candidate, baseline).pGreater();
        int flipped = 0;
        List<Flip> flips = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            var before = baseline.outcomes().get(i);
            var now = candidate.outcomes().get(i);
            if (!before.isMissing() && !now.isMissing()) {
                double change = now.score().orElseThrow() - before.score().orElseThrow();
                if (change != 0 && ++flipped <= SHOWN) {
                    flips.add(
                            new Flip(
                                    examples.get(i).id(),
                                    examples.get(i).input(),
                                    examples.get(i).expected(),
                                    before.answer().orElse(""),
                                    now.answer().orElse(""),
                                    change));
                }
            }
        }
        return new Regression(
                comparison,
                pLess,
                outcome(task, comparison, pLess, flipped, alpha),
                flipped,
                flips);
    }

    private static Outcome outcome(
            Task task, Comparison comparison, double pLess, int flips, double alpha) {
        double matters = task.goal().matters();
        if (comparison.missing() == 0 && flips <= 1 || comparison.lower(LEVEL) > -matters) {
            return Outcome.NOT_WORSE;
        }
        boolean worse = pLess <= alpha && comparison.upper(1 - alpha) < 0;
        return worse ? Outcome.WORSE : Outcome.INCONCLUSIVE;
    }

    /// `gradus.gate/1`.
    public Map<String, Object> document(Task task, Run baseline, Run candidate) {
        return new Tree()
                .put("schema", "gradus.gate/1")
                .put("task", task.name())
                .put("status", outcome.word())
                .put("headline", headline(task))
                .put("matters", task.goal().matters())
                .put("score", task.score().word())
                .put("baseline", arm(baseline))
                .put("candidate", arm(candidate))
                .put("comparison", tree())
                .put("flipped", flipped)
                .put("flips", flips.stream().map(Regression::tree).toList())
                .map();
    }

    /// The comparison as every document has it.
    Map<String, Object> tree() {
        Interval interval = comparison.difference(LEVEL);
        return new Tree()
                .put("n", comparison.n())
                .put("missing", comparison.missing())
                .put("scoreBaseline", comparison.scoreBaseline())
                .put("scoreCandidate", comparison.scoreCandidate())
                .put("baselineOnly", comparison.baselineOnly())
                .put("candidateOnly", comparison.candidateOnly())
                .put("p", comparison.p())
                .put("pLess", pLess)
                .put(
                        "difference",
                        new Tree()
                                .put("value", comparison.difference())
                                .put("low", interval.low())
                                .put("high", interval.high())
                                .put("level", LEVEL)
                                .map())
                .put("method", comparison.method())
                .put("costDelta", VerdictDocument.money(comparison.costDelta()))
                .map();
    }

    static Map<String, Object> arm(Run run) {
        return new Tree()
                .put("candidate", run.candidate().id())
                .put("title", run.candidate().title())
                .put("costPerThousand", VerdictDocument.money(run.costPerThousandCalls()))
                .map();
    }

    private static Map<String, Object> tree(Flip flip) {
        return new Tree()
                .put("example", flip.example())
                .put("input", cut(flip.input()))
                .put("expected", cut(flip.expected()))
                .put("before", cut(flip.before()))
                .put("now", cut(flip.now()))
                .put("change", flip.change())
                .map();
    }

    private static String cut(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    /// One sentence for people.
    public String headline(Task task) {
        String points = points();
        return switch (outcome) {
            case NOT_WORSE ->
                    flipped <= 1
                            ? "Not worse: "
                                    + (flipped == 0 ? "no example" : "one example")
                                    + " changed of "
                                    + String.format(Locale.ROOT, "%,d", comparison.n())
                                    + "."
                            : "Not worse: "
                                    + points
                                    + ", above the loss that matters ("
                                    + number(100 * task.goal().matters())
                                    + ").";
            case WORSE -> "Worse: " + points + ".";
            case INCONCLUSIVE ->
                    "Inconclusive: "
                            + points
                            + "; a loss of "
                            + number(100 * task.goal().matters())
                            + " points, which matters, is neither shown nor ruled out. More examples,"
                            + " or a larger goal.matters, would settle it.";
        };
    }

    /// `-1.20 points [-2.10, -0.30] on 1,000 examples`.
    public String points() {
        return String.format(
                Locale.ROOT,
                "%+.2f points [%+.2f, %+.2f] on %,d examples",
                100 * comparison.difference(),
                100 * comparison.difference(LEVEL).low(),
                100 * comparison.difference(LEVEL).high(),
                comparison.n());
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value).replaceAll("\\.?0+$", "");
    }
}
