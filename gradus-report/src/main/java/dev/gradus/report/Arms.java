package dev.gradus.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// The arms of evidence mode, on one axis.
record Arms(LadderChart chart, List<Row> rows) {

    /// The smallest difference that matters stands at the top of the document or with its goal.
    static OptionalDouble matters(Node doc) {
        OptionalDouble own = doc.number("matters");
        return own.isPresent() ? own : doc.at("goal").number("matters");
    }

    /// One arm on one task.
    record Row(Node node, Score score, String strip) {
        String title() {
            return node.text("arm");
        }
    }

    static Arms of(Node doc) {
        OptionalDouble goal = doc.at("goal").number("score");
        DoubleStream scores =
                doc.list("arms").stream().flatMapToDouble(arm -> Ladder.ends(arm.score("score")));
        Scale scale = Scale.linear(DoubleStream.concat(scores, goal.stream()), 6);
        LadderChart chart = new LadderChart(scale, goal, matters(doc));
        return new Arms(chart, doc.list("arms").stream().map(arm -> row(chart, arm)).toList());
    }

    private static Row row(LadderChart chart, Node arm) {
        Score score = arm.score("score");
        OptionalDouble none = OptionalDouble.empty();
        return new Row(arm, score, chart.candidate(score, false, none, none));
    }
}
