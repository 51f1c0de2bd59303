package dev.gradus.report;

import java.util.Map;
import java.util.OptionalDouble;

/// How many of the dev examples a candidate was asked that was asked part by part. Unknown for one
/// that was asked all at once, and in verdicts of builds that asked no other way.
///
/// @param examples that it was asked
/// @param of how many there are
/// @param node with the part after which asking ended, and what decided
record Asked(OptionalDouble examples, OptionalDouble of, Node node) {

    static Asked of(Node candidate) {
        Node node = candidate.at("asked");
        return new Asked(node.number("examples"), node.number("of"), node);
    }

    /// The same for the candidate of a document that has this id.
    static Asked of(Node doc, String id) {
        return doc.list("rungs").stream()
                .flatMap(rung -> rung.list("candidates").stream())
                .filter(candidate -> candidate.text("candidate").equals(id))
                .map(Asked::of)
                .findFirst()
                .orElseGet(() -> of(new Node("", Map.of())));
    }

    boolean isKnown() {
        return examples.isPresent() && of.isPresent() && of.getAsDouble() > 0;
    }

    /// Not asked everything.
    boolean isStopped() {
        return isKnown() && examples.getAsDouble() < of.getAsDouble();
    }

    /// `on 240 of 800`, which stands beside every score of a stopped candidate; of any other,
    /// nothing.
    String on() {
        return isStopped() ? "on " + count() : "";
    }

    /// `240 of 800`.
    String count() {
        return Figures.count(examples) + " of " + Figures.count(of);
    }

    /// In percent of the picture.
    double share() {
        return 100 * Math.clamp(examples.orElse(0) / of.orElse(1), 0.0, 1.0);
    }

    /// What decided that it was not asked on; of one that was asked to the end, that it was.
    String words(OptionalDouble matters) {
        if (!isStopped()) {
            return "asked to the end, all " + Figures.count(of);
        }
        Node stop = node.at("stop");
        String after = "stopped after " + count() + part();
        if (stop.number("atMost").isEmpty()) {
            return after + ": nothing that it answered could be used";
        }
        return after
                + ": "
                + bound(stop.number("atMost").getAsDouble())
                + stop.textOr("title", stop.textOr("than", "another candidate"))
                + " (bound at 95\u00a0%)"
                + (matters.isPresent()
                        ? ", and " + Figures.statedPoints(matters.getAsDouble()) + " points matter"
                        : "");
    }

    private String part() {
        return node.has("part") && node.has("parts")
                ? " (part " + node.text("part") + " of " + node.text("parts") + ")"
                : "";
    }

    private static String bound(double atMost) {
        return atMost < 0
                ? "at least " + Figures.pointsAway(atMost) + " points below "
                : "at most " + Figures.points(OptionalDouble.of(atMost)) + " points over ";
    }
}
