package dev.gradus;

import dev.gradus.Regression.Outcome;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Whether a candidate became worse than what was committed: than the last baseline, and than the
/// *anchor*, the best baseline that was ever written. Held to the last one alone, ten merges that
/// each lose a third of `matters` would lose three times of it unseen.
///
/// *Not worse* where it is not worse than either. *Worse* where it is worse than one of them; where
/// they are two, each is tested at 2.5 %. The anchor is replaced by a baseline that is shown
/// better, not by one that merely scored higher: the highest of many equal ones owes its place to
/// chance, and what is held to it looks worse than it is.
///
/// @param last against the last baseline
/// @param anchor against the anchor; empty where that is the last baseline, or does not apply
/// @param note why the anchor does not apply; empty where it does
public record Gate(Regression last, Optional<Regression> anchor, String note) {
    private static final double ALPHA = 0.05;

    /// Stricter than what a gate calls worse, as each baseline that is written is a new chance to
    /// be called better.
    private static final double BETTER = 0.01;

    /// The same examples answered twice.
    ///
    /// @param examples in the order of both runs
    /// @param before of a baseline
    /// @param now of the candidate
    public record Pair(List<Example> examples, Run before, Run now) {}

    /// An anchor that was found in a baseline.
    ///
    /// @param pair on its examples that are still there
    /// @param why it became the anchor
    /// @param gone how many of its examples are gone or changed since
    /// @param itself true where the last baseline is its own anchor
    public record Anchor(Pair pair, String why, int gone, boolean itself) {
        private String of() {
            return String.format(
                    Locale.ROOT,
                    "%,d of the %,d examples it was measured on are gone or changed since",
                    gone,
                    gone + pair.examples().size());
        }
    }

    /// What a gate could not compare.
    ///
    /// @param unknown examples of today that the baseline does not know: new, or changed since
    /// @param of all examples of today
    /// @param gone examples of the baseline that are not there today
    public record LeftOut(int unknown, int of, int gone) {
        /// Empty where all were compared.
        Optional<String> sentence() {
            List<String> parts = new ArrayList<>();
            if (unknown > 0) {
                parts.add(
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d examples are new or changed and were left out",
                                unknown,
                                of));
            }
            if (gone > 0) {
                parts.add(
                        String.format(
                                Locale.ROOT, "%,d of the baseline's examples are gone", gone));
            }
            return parts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Gate.sentence(String.join("; ", parts)) + ".");
        }
    }

    public static Gate of(Task task, Pair last, Anchor anchor, long seed) {
        boolean two = !anchor.itself() && anchor.gone() == 0;
        double alpha = two ? ALPHA / 2 : ALPHA;
        return new Gate(
                regression(task, last, seed, alpha),
                two ? Optional.of(regression(task, anchor.pair(), seed, alpha)) : Optional.empty(),
                anchor.itself() || two
                        ? ""
                        : "not compared with the anchor: "
                                + anchor.of()
                                + ". The next --write-baseline begins a new one.");
    }

    private static Regression regression(Task task, Pair pair, long seed, double alpha) {
        return Regression.of(task, pair.examples(), pair.before(), pair.now(), seed, alpha);
    }

    /// What a baseline that is written is held to from then on.
    ///
    /// @param begun true where it is itself the anchor
    /// @param why it is, or why the anchor was kept
    /// @param against the anchor so far; empty where there is none that could be compared with
    public record Anchoring(boolean begun, String why, Optional<Regression> against) {

        /// Where there is nothing to be held to.
        public static Anchoring first(String why) {
            return new Anchoring(true, why, Optional.empty());
        }

        /// @param anchor so far
        /// @param reason of the user to begin a new one; empty to go by what was measured
        public static Anchoring of(Task task, Anchor anchor, Optional<String> reason, long seed) {
            if (anchor.gone() > 0 || anchor.pair().examples().isEmpty()) {
                return first(
                        reason.map(own -> "asked for: " + own)
                                .orElseGet(() ->
                                        "the one before it no longer applies: " + anchor.of()));
            }
            Regression against = regression(task, anchor.pair(), seed, ALPHA);
            if (reason.isPresent()) {
                return new Anchoring(true, "asked for: " + reason.get(), Optional.of(against));
            }
            return better(task, anchor.pair(), seed)
                    ? new Anchoring(
                            true,
                            "shown better than the one before it: " + against.points(),
                            Optional.of(against))
                    : new Anchoring(false, anchor.why(), Optional.of(against));
        }

        private static boolean better(Task task, Pair pair, long seed) {
            Comparison comparison =
                    new Measure(task, pair.examples(), seed).compare(pair.before(), pair.now());
            return comparison.pGreater() <= BETTER && comparison.lower(1 - BETTER) > 0;
        }

        /// What to say where the anchor stays and the new baseline may have lost too much; empty
        /// where it has not.
        public Optional<String> warning() {
            return against.filter(regression -> !begun && regression.outcome() != Outcome.NOT_WORSE)
                    .map(regression ->
                            "This baseline is "
                                    + regression.points()
                                    + " against the anchor, and is not shown to be as good: the gate"
                                    + " will say so until that is won back. To accept the loss:"
                                    + " --write-baseline --new-anchor REASON.");
        }

        /// For `gradus.baseline-written/1`.
        public Map<String, Object> tree() {
            return new Tree()
                    .put("new", begun)
                    .put("why", why)
                    .put("status", against.map(one -> one.outcome().word()).orElse(null))
                    .put("comparison", against.map(Regression::tree).orElse(null))
                    .put("warning", warning().orElse(null))
                    .map();
        }
    }

    /// The worse of both.
    public Outcome outcome() {
        Outcome other = anchor.map(Regression::outcome).orElse(Outcome.NOT_WORSE);
        if (last.outcome() == Outcome.WORSE || other == Outcome.WORSE) {
            return Outcome.WORSE;
        }
        return last.outcome() == Outcome.INCONCLUSIVE || other == Outcome.INCONCLUSIVE
                ? Outcome.INCONCLUSIVE
                : Outcome.NOT_WORSE;
    }

    /// One or two sentences for people.
    public String headline(Task task) {
        String words = anchor.map(one -> both(task, one)).orElseGet(() -> last.headline(task));
        return note.isEmpty() ? words : words + " " + sentence(note);
    }

    private String both(Task task, Regression held) {
        String two =
                "against the anchor (the best baseline so far) "
                        + held.points()
                        + ", against the last baseline "
                        + last.points();
        String matters = Regression.number(100 * task.goal().matters());
        return switch (outcome()) {
            case NOT_WORSE -> "Not worse by the " + matters + " points that matter: " + two + ".";
            case WORSE ->
                    (held.outcome() == Outcome.WORSE
                                    ? last.outcome() == Outcome.WORSE
                                            ? "Worse: "
                                            : "Worse than the best baseline so far: "
                                    : "Worse than the last baseline: ")
                            + two
                            + ".";
            case INCONCLUSIVE ->
                    "Inconclusive: "
                            + two
                            + "; a loss of "
                            + matters
                            + " points, which matters, is neither shown nor ruled out. More examples,"
                            + " or a larger goal.matters, would settle it.";
        };
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /// `gradus.gate/1`; with `anchor`, where the last baseline is not its own.
    public Map<String, Object> document(Task task, Pair pair, Anchor held, LeftOut leftOut) {
        Map<String, Object> document =
                new java.util.LinkedHashMap<>(last.document(task, pair.before(), pair.now()));
        document.put("status", outcome().word());
        document.put(
                "headline",
                headline(task) + leftOut.sentence().map(words -> " " + words).orElse(""));
        document.put(
                "leftOut",
                new Tree()
                        .put("unknown", leftOut.unknown())
                        .put("of", leftOut.of())
                        .put("gone", leftOut.gone())
                        .map());
        Tree tree =
                new Tree()
                        .put("isBaseline", held.itself())
                        .put("why", held.why())
                        .put("note", note.isEmpty() ? null : note)
                        .put("status", anchor.map(one -> one.outcome().word()).orElse(null))
                        .put("comparison", anchor.map(Regression::tree).orElse(null));
        Regression.arm(held.pair().before()).forEach(tree::put);
        document.put("anchor", tree.map());
        return document;
    }
}
