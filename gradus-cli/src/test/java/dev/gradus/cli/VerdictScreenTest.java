package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictScreenTest {
    @Test
    void says_how_much_the_answers_vary_where_each_was_asked_for_several_times() {
        Map<String, Object> winner =
                Map.of(
                        "title",
                        "gpt-5-mini baseline",
                        "repeats",
                        Map.of("n", 3, "within", 0.0144, "between", 0.09, "passAll", 0.812));
        String text =
                VerdictScreen.text(
                        Map.of(
                                "winner",
                                winner,
                                "sealedTest",
                                Map.of("look", 1, "looks", 1),
                                "rungs",
                                List.of()));
        assertThat(text.replaceAll("\\s+", " "))
                .contains(
                        "each asked 3 times: 81.2 % right every time; the score varies by 30.0 between"
                                + " examples and by 12.0 between answers to one (standard deviations,"
                                + " in points)");
    }

    @Test
    void a_stopped_candidate_says_of_how_many_examples_its_score_is() {
        String text = screen(candidate("gpt-5-mini sharper 10 shots diverse repaired", 240, 800));

        assertThat(text.lines())
                .contains(
                        " 2 examples   gpt-5-mini sharper 10 shots diverse repai…   85.0  on 240 of"
                                + " 800   0.00012 USD stopped")
                .filteredOn(line -> line.contains("stopped"))
                .allMatch(line -> line.length() <= Text.WIDTH);
        assertThat(text)
                .contains(
                        "Asked part by part: 240 of 800 dev examples. Who stopped could hardly matter"
                                + " any more; --ask-all")
                .doesNotContain("[");
    }

    @Test
    void a_line_with_large_numbers_still_fits() {
        assertThat(screen(candidate("x".repeat(60), 1_240, 8_000)).lines())
                .filteredOn(line -> line.endsWith("stopped"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("on 1,240 of 8,000"))
                .satisfies(line -> assertThat(line.length()).isEqualTo(Text.WIDTH));
    }

    @Test
    void says_nothing_of_parts_where_nobody_stopped() {
        assertThat(screen(candidate("gpt-5-mini sharper", 800, 800)))
                .contains("[")
                .doesNotContain("stopped", "part by part", "of 800");
    }

    private static String screen(Map<String, Object> candidate) {
        return VerdictScreen.text(
                Map.of(
                        "rungs",
                        List.of(
                                Map.of(
                                        "number",
                                        2,
                                        "rung",
                                        "examples",
                                        "candidates",
                                        List.of(candidate)))));
    }

    private static Map<String, Object> candidate(String title, int examples, int of) {
        return Map.of(
                "title", title,
                "score", Map.of("value", 0.85, "low", 0.80, "high", 0.89),
                "costPerThousand", Map.of("amount", 0.00012, "currency", "USD"),
                "asked", Map.of("examples", examples, "of", of));
    }
}
