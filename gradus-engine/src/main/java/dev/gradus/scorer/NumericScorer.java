package dev.gradus.scorer;

import dev.gradus.answer.internal.Quoted;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import java.math.BigDecimal;

/// 1 where the answer's last number is within the tolerance of the expected text's last one: at
/// most `tolerance` away, or at most `relative` times the expected number. Where one of the two
/// alone has a percent sign, it may also be meant as a hundredth: `45%` is right for `0.45` and for
/// `45`.
final class NumericScorer implements Scorer {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private final BigDecimal tolerance;
    private final BigDecimal relative;

    NumericScorer(BigDecimal tolerance, BigDecimal relative) {
        this.tolerance = tolerance;
        this.relative = relative;
    }

    @Override
    public double score(Example example, String answer) {
        return holds(example.expected(), answer, example.source().toString()) ? 1 : 0;
    }

    boolean holds(String wanted, String answer, String where) {
        LastNumber expected =
                LastNumber.in(wanted)
                        .orElseThrow(() ->
                                new GradusException.Data(
                                        where
                                                + ": expected "
                                                + Quoted.of(wanted)
                                                + " has no number. Give one, or use another"
                                                + " score."));
        return LastNumber.in(answer).filter(given -> near(given, expected)).isPresent();
    }

    private boolean near(LastNumber given, LastNumber expected) {
        if (near(given.value(), expected.value())) {
            return true;
        }
        if (given.percent() == expected.percent()) {
            return false;
        }
        return given.percent()
                ? near(given.value().divide(HUNDRED), expected.value())
                : near(given.value(), expected.value().divide(HUNDRED));
    }

    private boolean near(BigDecimal given, BigDecimal expected) {
        BigDecimal reach = tolerance.max(relative.multiply(expected.abs()));
        return given.subtract(expected).abs().compareTo(reach) <= 0;
    }
}
