package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// How far a rung's candidates were asked, one strip a candidate on one axis of examples: a bar of
/// those asked out of all, cut at the ends of the parts, with a mark where asking stopped. Only of
/// candidates that were asked part by part.
record AskedChart(Node rung, List<Row> rows) {
    private static final String TOP = "14";
    private static final String HEIGHT = "16";

    /// One candidate; `words` say what decided.
    record Row(Node node, Asked asked, String words, String strip) {
        boolean isStopped() {
            return asked.isStopped();
        }
    }

    /// A chart for each rung with a candidate that was asked part by part; none where no candidate
    /// was stopped, as then there is nothing to see.
    static List<AskedChart> of(Node doc) {
        OptionalDouble matters = doc.at("goal").number("matters");
        List<AskedChart> charts = new ArrayList<>();
        for (Node rung : doc.list("rungs")) {
            List<Row> rows =
                    rung.list("candidates").stream()
                            .filter(candidate -> Asked.of(candidate).isKnown())
                            .map(candidate -> row(candidate, matters))
                            .toList();
            if (!rows.isEmpty()) {
                charts.add(new AskedChart(rung, rows));
            }
        }
        boolean stopped =
                charts.stream().flatMap(one -> one.rows().stream()).anyMatch(Row::isStopped);
        return stopped ? charts : List.of();
    }

    private static Row row(Node candidate, OptionalDouble matters) {
        Asked asked = Asked.of(candidate);
        return new Row(candidate, asked, asked.words(matters), strip(asked));
    }

    private static String strip(Asked asked) {
        double end = asked.share();
        Svg svg =
                Svg.named("track", asked.count() + " examples asked")
                        .band("ask all", 0, 100, TOP, HEIGHT)
                        .band(asked.isStopped() ? "ask some" : "ask whole", 0, end, TOP, HEIGHT);
        double parts = asked.node().number("parts").orElse(1);
        for (int part = 1; part < Math.min(parts, 100); part++) {
            svg.down("ask cut", 100 * part / parts, TOP, "30");
        }
        if (asked.isStopped()) {
            svg.down("ask end", end, "8", "36");
        }
        return svg.toString();
    }

    /// How many examples there are, along the bars.
    String axis() {
        Svg svg = Svg.decorative("axis-strip");
        Scale scale = new Scale(0, Math.max(1, all()), false, 0, 100);
        for (double tick : scale.ticks(5)) {
            svg.text("tick middle", scale.at(tick), "34", Figures.count(tick));
        }
        return svg.toString();
    }

    private double all() {
        return rows.stream().mapToDouble(row -> row.asked().of().orElse(0)).max().orElse(0);
    }

    /// `1,240 of 3,200 examples asked; 61 % saved`.
    String total() {
        return total(List.of(this));
    }

    /// The same over several rungs.
    static String total(List<AskedChart> charts) {
        List<Asked> all =
                charts.stream().flatMap(one -> one.rows().stream()).map(Row::asked).toList();
        double asked = all.stream().mapToDouble(one -> one.examples().orElse(0)).sum();
        double of = all.stream().mapToDouble(one -> one.of().orElse(0)).sum();
        return asked < of
                ? "%s of %s examples asked; %s saved"
                        .formatted(
                                Figures.count(asked),
                                Figures.count(of),
                                Figures.percent(Math.round(100 - 100 * asked / of) / 100.0))
                : "all %s examples asked".formatted(Figures.count(of));
    }
}
