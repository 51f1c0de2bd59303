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
}
