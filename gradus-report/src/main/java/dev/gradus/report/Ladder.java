package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// The rungs in order, each with its strip of the [LadderChart]. The sealed test stands at the rung
/// that opens it, `gap`, or last where the document has no such rung.
record Ladder(LadderChart chart, List<Rung> rungs, List<Sealed> sealed) {

    /// One rung; `through` is the strip beside its heading.
    record Rung(Node node, String through, List<Step> steps) {
        boolean opensTheSealedTest() {
            return node.text("rung").equals("gap");
        }
    }

    /// One candidate of a rung.
    record Step(Node node, Score score, Asked asked, boolean kept, String strip) {}

    /// One score on the sealed test.
    record Sealed(String title, Score score, String status, String strip) {}

    static Ladder of(Node doc) {
        Node goal = doc.at("goal");
        LadderChart chart =
                new LadderChart(scale(doc), goal.number("score"), goal.number("matters"));
        OptionalDouble level = OptionalDouble.empty();
        boolean afterTheTest = false;
        List<Rung> rungs = new ArrayList<>();
        for (Node node : doc.list("rungs")) {
            OptionalDouble passing = afterTheTest ? OptionalDouble.empty() : level;
            Rung rung = new Rung(node, chart.through(passing), new ArrayList<>());
            for (Node candidate : node.list("candidates")) {
                Step step = step(chart, candidate, level);
                rung.steps().add(step);
                level = step.kept() && step.score().isKnown() ? step.score().value() : level;
            }
            rungs.add(rung);
            afterTheTest |= rung.opensTheSealedTest();
        }
        return new Ladder(chart, rungs, sealed(doc, chart, level));
    }

    boolean hasGapRung() {
        return rungs.stream().anyMatch(Rung::opensTheSealedTest);
    }

    boolean hasStopped() {
        return rungs.stream()
                .flatMap(rung -> rung.steps().stream())
                .anyMatch(step -> step.asked().isStopped());
    }

    private static Step step(LadderChart chart, Node candidate, OptionalDouble level) {
        Score score = candidate.score("score");
        boolean kept = Words.isKept(candidate.text("role"));
        Asked asked = Asked.of(candidate);
        String strip = chart.candidate(score, kept, asked.on(), level, score.value());
        return new Step(candidate, score, asked, kept, strip);
    }

    private static List<Sealed> sealed(Node doc, LadderChart chart, OptionalDouble level) {
        Node winner = doc.at("winner");
        Node test = doc.at("sealedTest");
        List<Sealed> rows = new ArrayList<>();
        if (winner.text("split").equals("test")) {
            Score score = winner.score("score");
            rows.add(
                    new Sealed(
                            winner.text("title"),
                            score,
                            test.text("status"),
                            chart.sealed(score, level, true)));
        }
        Node leak = test.at("leak");
        Score again = leak.score("score");
        if (again.isKnown()) {
            String title =
                    "refitted without "
                            + Figures.count(leak.number("removedFromTrain"))
                            + " near twins of the test in train";
            rows.add(
                    new Sealed(
                            title, again, leak.text("status"), chart.sealed(again, level, false)));
        }
        // Verdicts of builds that left the twins out of the test instead.
        Node apart = test.at("withoutTwins");
        if (!apart.isUnknown()) {
            Score score = apart.score("score");
            String title =
                    "without "
                            + Figures.count(apart.number("removed"))
                            + " near twins of training examples";
            rows.add(
                    new Sealed(
                            title, score, apart.text("status"), chart.sealed(score, level, false)));
        }
        return rows;
    }

    /// One axis for every score of the ladder, its interval and the goal.
    private static Scale scale(Node doc) {
        Stream<Score> candidates =
                doc.list("rungs").stream()
                        .flatMap(rung -> rung.list("candidates").stream())
                        .map(candidate -> candidate.score("score"));
        Stream<Score> sealed =
                Stream.of(
                        doc.at("winner").score("score"),
                        doc.at("sealedTest").at("leak").score("score"),
                        doc.at("sealedTest").at("withoutTwins").score("score"));
        DoubleStream scores = Stream.concat(candidates, sealed).flatMapToDouble(Ladder::ends);
        return Scale.linear(
                DoubleStream.concat(scores, doc.at("goal").number("score").stream()), 6);
    }

    static DoubleStream ends(Score score) {
        return Stream.of(score.value(), score.low(), score.high())
                .flatMapToDouble(OptionalDouble::stream);
    }
}
