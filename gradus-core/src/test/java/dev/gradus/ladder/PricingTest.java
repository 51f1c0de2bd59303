package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// One less a score was taken for the share of wrong answers whatever the score was, and charged.
class PricingTest {
    @Test
    void one_less_a_share_of_right_answers_is_the_share_of_wrong_ones() {
        OptionalDouble errors = errors(ScoreName.ACCURACY, 0.75, 1, 1, 1, 0);

        assertThat(errors.orElseThrow()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void a_score_of_the_whole_set_counts_no_errors() {
        assertThat(errors(ScoreName.MACRO_F1, 0.75, 1, 1, 1, 0)).isEmpty();
    }

    @Test
    void half_a_point_of_a_graded_answer_is_no_half_error() {
        assertThat(errors(ScoreName.TOKEN_F1, 0.75, 1, 0.5)).isEmpty();
        assertThat(errors(ScoreName.TOKEN_F1, 0.5, 1, 0))
                .as("all of these are right or wrong")
                .hasValue(0.5);
    }

    private static OptionalDouble errors(ScoreName score, double value, double... scores) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            outcomes.add(Outcome.scored("e" + i, "a", scores[i]));
        }
        Candidate candidate =
                new Candidate.Encoded(
                        ModelName.parse("embedded/x"),
                        new Method.LabelNames(),
                        List.of(Label.of("a"), Label.of("b")),
                        "");
        return Pricing.of(new Run(candidate, Split.DEV, outcomes, "USD"), Scoring.of(score), value)
                .errorShare();
    }
}
