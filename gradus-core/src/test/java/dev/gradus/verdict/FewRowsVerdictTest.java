package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FewRowsVerdictTest {
    @Test
    void whatever_the_rows_say_it_is_inconclusive_with_what_to_use_and_one_number() {
        for (int right : new int[] {0, 30, 54, 60}) {
            Verdict verdict = VerdictRule.decide(FewRowsCase.climb(right, 60, 0.90).evidence());

            assertThat(verdict.kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
            assertThat(verdict.headline())
                    .isEqualTo("Not enough evidence: 60 rows settle nothing.");
            assertThat(verdict.use().orElseThrow())
                    .matches(
                            "Meanwhile use minilm-l6 linear: [0-9.]+ %, approximately \\[.* %, .* %\\] by"
                                    + " cross-validation, at an unknown cost, time unknown; about [0-9,]+"
                                    + " more rows settle it with a chance of 80 %\\.");
            assertThat(verdict.todo()).hasSize(1);
            assertThat(verdict.reasons().getFirst()).contains("Every interval is approximate.");
            assertThat(verdict.reasons().get(1))
                    .contains("approximately [")
                    .contains("by cross-validation")
                    .contains("the goal of 90 %");
        }
    }

    @Test
    void the_rows_that_are_asked_for_reach_a_test_at_least() {
        Meanwhile meanwhile =
                Meanwhile.ofFewRows(
                                FewRowsCase.climb(10, 60, 0.90).task(),
                                FewRowsCase.climb(10, 60, 0.90).splits(),
                                FewRowsCase.climb(10, 60, 0.90).ascent())
                        .orElseThrow();

        assertThat(meanwhile.moreRows().orElseThrow()).isGreaterThanOrEqualTo(40);
        assertThat(meanwhile.crossValidated()).isTrue();
    }
}
