package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void a_linear_scale_ends_on_round_numbers() {
        Scale scale = Scale.linear(DoubleStream.of(0.624, 0.943), 6);

        assertThat(scale.low()).isCloseTo(0.6, within(1e-9));
        assertThat(scale.high()).isCloseTo(1.0, within(1e-9));
        assertThat(scale.at(0.8)).isCloseTo(50, within(1e-9));
        assertThat(scale.ticks(5).stream().map(tick -> Math.round(tick * 10)))
                .containsExactly(6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void a_scale_of_one_value_has_room_around_it() {
        Scale scale = Scale.linear(DoubleStream.of(0.5), 6);

        assertThat(scale.at(0.5)).isBetween(10.0, 90.0);
        assertThat(Scale.linear(DoubleStream.empty(), 6).ticks(5)).isNotEmpty();
    }

    @Test
    void a_logarithmic_scale_spans_whole_decades_and_names_each() {
        Scale scale = Scale.logarithmic(DoubleStream.of(1.78e-5, 0.5, 0));

        assertThat(scale.low()).isEqualTo(1e-5);
        assertThat(scale.high()).isEqualTo(1.0);
        assertThat(scale.at(1e-3)).isCloseTo(40, within(1e-9));
        assertThat(scale.ticks(5)).containsExactly(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0);
    }

    @Test
    void a_short_logarithmic_axis_has_twos_and_fives_and_nothing_beyond_its_ends() {
        assertThat(new Scale(300, 4000, true, 0, 100).ticks(5))
                .containsExactly(500.0, 1000.0, 2000.0);
    }

    @Test
    void stairs_turn_at_a_kept_candidate_and_pass_by_the_others() {
        LadderChart chart =
                new LadderChart(
                        new Scale(0, 1, false, 0, 100),
                        OptionalDouble.of(0.9),
                        OptionalDouble.of(0.1));
        Score score = Score.of(OptionalDouble.of(0.75));
        OptionalDouble before = OptionalDouble.of(0.5);

        Element kept = svg(chart.candidate(score, true, before, score.value()));
        Element other = svg(chart.candidate(score, false, before, score.value()));

        assertThat(kept.select(".stair").eachAttr("x1")).containsExactly("50%", "50%", "75%");
        assertThat(kept.select(".stair").eachAttr("x2")).containsExactly("50%", "75%", "75%");
        assertThat(other.select(".stair").eachAttr("x2")).containsExactly("50%");
        assertThat(kept.select(".tolerance").attr("x")).isEqualTo("80%");
        assertThat(kept.select(".tolerance").attr("width")).isEqualTo("10%");
        assertThat(kept.select("circle").attr("cx")).isEqualTo("75%");
    }

    @Test
    void an_unknown_cost_stands_in_its_own_strip_and_never_at_zero() {
        FrontierChart chart =
                FrontierChart.of(
                        climb(
                                candidate("a", 0.9, 0.01),
                                candidate("b", 0.8, null),
                                candidate("c", 0.7, 0.0)));
        Element svg = svg(chart.svg());

        assertThat(position(svg, "a:")).isBetween(16.0, 84.0);
        assertThat(position(svg, "b:")).isBetween(84.0, 100.0);
        assertThat(position(svg, "c:")).isBetween(0.0, 16.0);
        assertThat(svg.select("text").eachText()).contains("cost unknown", "free");
    }

    @Test
    void a_limit_far_above_every_cost_is_left_out_of_the_picture() {
        Node near = climb(candidate("a", 0.9, 0.1));
        Node far = climb(candidate("a", 0.9, 0.00001));

        assertThat(FrontierChart.of(near).limit()).hasValue(0.5);
        assertThat(FrontierChart.of(far).limit()).isEmpty();
    }

    @Test
    void break_even_is_marked_only_where_the_curve_reaches() {
        BreakEvenChart inside = breakEven(4650);
        BreakEvenChart outside = breakEven(4_650_000);

        assertThat(svg(inside.svg()).text()).contains("breaks even at 4,650");
        assertThat(svg(outside.svg()).text()).doesNotContain("breaks even");
        assertThat(svg(inside.svg()).select("path")).hasSize(1);
    }

    @Test
    void a_difference_strip_is_centred_on_zero() {
        Node comparison =
                Node.root(Map.of("difference", Map.of("value", 0.02, "low", -0.01, "high", 0.05)));
        DifferenceChart chart = new DifferenceChart(List.of(comparison), OptionalDouble.empty());
        Element strip = svg(chart.strip(comparison));

        assertThat(strip.select(".goal").attr("x1")).isEqualTo("50%");
        assertThat(strip.attr("aria-label")).isEqualTo("+2.0 points");
    }

    private static BreakEvenChart breakEven(double calls) {
        List<Map<String, Double>> points =
                List.of(
                        Map.of("callsPerDay", 500.0, "net", -2000.0),
                        Map.of("callsPerDay", 90000.0, "net", 40000.0));
        return BreakEvenChart.of(
                Node.root(
                        Map.of(
                                "curve", Map.of("points", points),
                                "tuning", Map.of("breakEvenCallsPerDay", calls))));
    }

    private static Node climb(Object... candidates) {
        return Node.root(
                Map.of(
                        "goal", Map.of("costPerThousand", Map.of("amount", 0.5)),
                        "rungs", List.of(Map.of("candidates", List.of(candidates)))));
    }

    private static Map<String, Object> candidate(String id, double score, Double cost) {
        Map<String, Object> money = cost == null ? Map.of() : Map.of("amount", cost);
        return Map.of("candidate", id, "title", id, "score", score, "costPerThousand", money);
    }

    private static double position(Element svg, String title) {
        Element dot = svg.select("circle:has(title:contains(" + title + "))").first();
        return Double.parseDouble(dot.attr("cx").replace("%", ""));
    }

    private static Element svg(String text) {
        return Jsoup.parseBodyFragment(text).select("svg").first();
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }
}
