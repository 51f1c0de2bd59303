package dev.gradus.report;

import dev.gradus.task.ScoreName;
import java.util.OptionalDouble;

/// What the statuses of the document are called on the page. A status that is not known here is
/// shown as it stands.
final class Words {
    /// Before each sentence that speaks against a judge's scores.
    static final Chip FLAG =
            new Chip("unsure", "!", "doubtful", "Speaks against the judge's scores.");

    private Words() {}

    static Chip verdict(String verdict) {
        return switch (verdict) {
            case "stop" ->
                    Chip.good("Stop here", "No fine-tuning: what was found so far is what to use.");
            case "not-yet" ->
                    Chip.unsure("Not yet", "Something cheaper comes first; it is listed below.");
            case "fine-tune" -> Chip.good("Fine-tune", "The next step is to tune the weights.");
            case "inconclusive" ->
                    Chip.unsure("Inconclusive", "These examples cannot decide it either way.");
            case "" -> Chip.quiet("No verdict", "The comparisons stand on their own.");
            default -> Chip.quiet(Prose.sentence(verdict), "");
        };
    }

    static Chip rungStatus(String status) {
        return switch (status) {
            case "done" -> Chip.good("done", "This rung did its work.");
            case "gain" ->
                    Chip.good(
                            "gain", "A candidate was shown to be better, or cheaper and as good.");
            case "no-gain-that-matters" ->
                    Chip.quiet(
                            "no gain that matters",
                            "Any gain is smaller than what matters to you.");
            case "not-shown" ->
                    Chip.unsure(
                            "not shown",
                            "These examples can neither show a gain nor rule one out.");
            case "not-applicable" ->
                    Chip.quiet("not applicable", "The task gives this rung nothing to work on.");
            case "not-reached" -> Chip.quiet("not reached", "The climb ended before this rung.");
            case "skipped" ->
                    Chip.unsure("skipped", "Left out on request; the verdict records it.");
            default -> other(status);
        };
    }

    static Chip role(String role) {
        return switch (role) {
            case "baseline" ->
                    Chip.quiet("baseline", "The first candidate: all else is held against it.");
            case "kept-better" ->
                    Chip.good("kept: better", "Shown to be better than the best so far.");
            case "kept-cheaper" ->
                    Chip.good("kept: cheaper", "Cheaper, and not worse by what matters.");
            case "better-not-kept" ->
                    Chip.unsure(
                            "better, not kept",
                            "Better than the best so far, but dearer with the goal met, or outdone by"
                                    + " another of its rung.");
            case "better-dearer" ->
                    Chip.unsure(
                            "better, dearer", "Better, but dearer, and the goal was already met.");
            case "not-better" ->
                    Chip.quiet("not better", "Not shown to be better than the best so far.");
            case "failed" ->
                    Chip.bad(
                            "failed run",
                            "Its answers could not be read, or most calls failed: this says"
                                    + " nothing about the model.");
            default -> other(role);
        };
    }

    /// Whether 1 minus this score is a share of wrong answers; where no score is named, as in a
    /// judgement of recorded outcomes, answers are right or wrong.
    static boolean countsErrors(String score) {
        return score.isEmpty() || ScoreName.parse(score).map(ScoreName::countsErrors).orElse(false);
    }

    static boolean isKept(String role) {
        return role.equals("baseline") || role.startsWith("kept-");
    }

    /// The status of a goal or a gate.
    static Chip check(String status) {
        return switch (status) {
            case "met", "pass" -> Chip.good(status, "");
            case "met-within-tolerance" ->
                    Chip.unsure(
                            "within your tolerance",
                            "Below what you asked for, and shown to lie within your tolerance.");
            case "below-within-tolerance" ->
                    Chip.unsure(
                            "below the goal, within the tolerance",
                            "Shown to lie below what you asked for, and within your tolerance.");
            case "missed", "fail" -> Chip.bad(status, "");
            case "inconclusive" ->
                    Chip.unsure(status, "These examples cannot decide it either way.");
            case "unknown", "" ->
                    Chip.unsure("unknown", "Could not be computed; unknown never permits.");
            default -> other(status);
        };
    }

    /// A gate may carry its status as a word or as `pass: true|false|null`.
    static Chip gate(Node gate) {
        if (gate.has("status") || !gate.has("pass")) {
            return check(gate.text("status"));
        }
        return check(gate.isTrue("pass") ? "pass" : "fail");
    }

    /// A judge that nobody has checked enough is no judge.
    static Chip calibrated(Node judge) {
        if (!judge.has("calibrated")) {
            return other("");
        }
        return judge.isTrue("calibrated")
                ? Chip.good("calibrated", "People have judged enough of the same answers.")
                : Chip.unsure("not calibrated", "Too few labels by people: it passes no goal.");
    }

    static Chip severity(String severity) {
        return switch (severity) {
            case "blocks", "error" -> Chip.bad(severity, "");
            case "costs", "warning" -> new Chip("unsure", "!", severity, "");
            default -> other(severity);
        };
    }

    /// How a tuning ended.
    static Chip release(String decision) {
        return switch (decision) {
            case "promoted" -> Chip.good("promoted", "The tuned model is what is served.");
            case "rolled-back" ->
                    Chip.bad("rolled back", "The tuned model is not served; the best below stays.");
            case "" -> Chip.unsure("refused", "Gates do not pass, so no weight was touched.");
            default -> other(decision);
        };
    }

    /// What became of a slice of the forgetting suite, or of the whole.
    static Chip forgetting(String status) {
        return switch (status) {
            case "kept" -> Chip.good("kept", "Shown to be no worse than the margin allows.");
            case "forgotten" -> Chip.bad("forgotten", "Shown to have lost more than the margin.");
            case "not-shown" ->
                    Chip.unsure(
                            "not shown", "These items can neither show a loss nor rule one out.");
            default -> other(status);
        };
    }

    /// What a recorded comparison shows.
    static Chip shown(String shown) {
        return switch (shown) {
            case "better" ->
                    Chip.good("better", "The test and the interval agree, after correction.");
            case "worse" -> Chip.bad("worse", "The test and the interval agree, after correction.");
            case "no difference that matters" ->
                    Chip.quiet(shown, "Any difference is smaller than what matters to you.");
            case "not shown" ->
                    Chip.unsure(
                            shown,
                            "These examples can neither show a difference nor rule one out.");
            default -> other(shown);
        };
    }

    /// The headline without the verdict's word, which already stands above it.
    static String headline(Node doc) {
        String headline = doc.text("headline");
        String said = verdict(doc.text("verdict")).word() + ":";
        return headline.regionMatches(true, 0, said, 0, said.length())
                ? Prose.capital(headline.substring(said.length()).strip())
                : headline;
    }

    private static Chip other(String status) {
        return status.isEmpty() ? Chip.unsure("unknown", "") : Chip.quiet(Prose.words(status), "");
    }

    static String rung(String rung) {
        return switch (rung) {
            case "brief" -> "read the prompt, the labels and the data; no model is called";
            case "prompt" -> "say it better";
            case "examples" -> "show examples";
            case "classifier" -> "learn a small classifier from the examples";
            case "model" -> "take the next stronger model";
            case "structure" -> "fix the shape of the answer";
            case "retrieval" -> "bring passages from documents";
            case "tools" -> "give it tools";
            case "cascade" -> "cheap first, stronger when unsure";
            case "gap" -> "hold the best against the goal, on the sealed test";
            case "tune" -> "tune the weights";
            default -> "";
        };
    }

    /// `0.6 above`: the document's gap is goal minus score.
    static String gap(OptionalDouble gap) {
        if (gap.isEmpty()) {
            return Figures.UNKNOWN;
        }
        double value = gap.getAsDouble();
        return Figures.pointsAway(value) + (value > 0 ? " below" : " above");
    }

    /// The title of a candidate beside what was measured of it: where it was stopped, with `, on
    /// 240 of 800`.
    static String measured(Node doc, String id) {
        String on = Asked.of(doc, id).on();
        return title(doc, id) + (on.isEmpty() ? "" : ", " + on);
    }

    /// The title of the candidate with this id, or the id.
    static String title(Node doc, String id) {
        return doc.list("rungs").stream()
                .flatMap(rung -> rung.list("candidates").stream())
                .filter(candidate -> candidate.text("candidate").equals(id))
                .map(candidate -> candidate.text("title"))
                .findFirst()
                .orElse(id);
    }
}
