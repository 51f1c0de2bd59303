package dev.gradus.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// The arms of evidence mode, on one axis.
record Arms(LadderChart chart, List<Row> rows) {

    record Row(Node node, Score score, String strip) {
        String title() {
            return node.textOr("arm", node.textOr("title", node.text("name")));
        }

        OptionalDouble n() {
            return score.n().isPresent() ? score.n() : node.number("n");
        }
    }

    static Arms of(Node doc) {
        OptionalDouble goal = doc.at("goal").number("score");
        DoubleStream scores =
                doc.list("arms").stream().flatMapToDouble(arm -> Ladder.ends(arm.score("score")));
        Scale scale = Scale.linear(DoubleStream.concat(scores, goal.stream()), 6);
        LadderChart chart = new LadderChart(scale, goal, doc.at("goal").number("matters"));
        return new Arms(chart, doc.list("arms").stream().map(arm -> row(chart, arm)).toList());
    }

    private static Row row(LadderChart chart, Node arm) {
        Score score = arm.score("score");
        OptionalDouble none = OptionalDouble.empty();
        return new Row(arm, score, chart.candidate(score, false, none, none));
    }
}
