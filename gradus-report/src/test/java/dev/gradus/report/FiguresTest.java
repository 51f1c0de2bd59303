package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void money_keeps_three_figures_and_never_an_exponent() {
        assertThat(money(0.0000178)).isEqualTo("0.0000178\u00a0USD");
        assertThat(money(0)).isEqualTo("0\u00a0USD");
        assertThat(money(22522.03)).isEqualTo("22,522\u00a0USD");
        assertThat(money(-0.5)).isEqualTo("\u22120.5\u00a0USD");
        assertThat(Figures.money(OptionalDouble.empty(), "USD")).isEqualTo("unknown");
    }

    @Test
    void a_difference_is_signed_and_a_tiny_one_is_not_rounded_to_nothing() {
        assertThat(Figures.points(OptionalDouble.of(0.0914))).isEqualTo("+9.1");
        assertThat(Figures.points(OptionalDouble.of(-0.0006))).isEqualTo("\u22120.06");
        assertThat(Figures.points(OptionalDouble.of(-0.000001))).isEqualTo("0.00");
    }

    @Test
    void times_and_probabilities_read_naturally() {
        assertThat(Figures.millis(OptionalDouble.of(1.64))).isEqualTo("1.6\u00a0ms");
        assertThat(Figures.millis(OptionalDouble.of(1480))).isEqualTo("1,480\u00a0ms");
        assertThat(Figures.millis(OptionalDouble.of(12_340))).isEqualTo("12.3\u00a0s");
        assertThat(Figures.probability(OptionalDouble.of(0.0652))).isEqualTo("0.065");
        assertThat(Figures.probability(OptionalDouble.of(1.3e-20))).isEqualTo("1.3e-20");
        assertThat(Figures.probability(OptionalDouble.of(0))).isEqualTo("< 1e-300");
    }

    @Test
    void large_amounts_on_an_axis_are_brief() {
        assertThat(List.of(Figures.brief(-20_000), Figures.brief(1_500_000), Figures.brief(0)))
                .containsExactly("\u221220k", "1.5M", "0");
    }

    @Test
    void a_definition_reads_as_indented_lines() {
        Node node = new Node("", Map.of("shots", List.of("a", Map.of("k", 5))));

        assertThat(Outline.of(node)).isEqualTo("shots:\n  - a\n  -\n    k: 5");
    }

    private static String money(double amount) {
        return Figures.money(OptionalDouble.of(amount), "USD");
    }

    @Test
    void moments_are_written_to_the_minute() {
        assertThat(Figures.moment("2026-11-20T17:29:03.129307625Z"))
                .isEqualTo("2026-11-20 17:29 UTC");
        assertThat(Figures.moment("yesterday")).isEqualTo("yesterday");
        assertThat(Figures.moment("")).isEmpty();
    }
}
