package dev.gradus.scorer;

import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import java.math.BigDecimal;
import java.util.Optional;

/// A model's grade by the rubric, 1 to 5, as 0 to 1. An empty answer is 0 without a call. Each
/// answer costs one call, two where the first reply cannot be read.
final class RubricJudge implements Scorer {
    private static final String FORM = "{\"reason\": \"one sentence\", \"grade\": 1 to 5}";
    private final String rubric;
    private final JudgeCall call;

    RubricJudge(ModelName model, String rubric, Asker asker) {
        this.rubric = rubric;
        this.call = new JudgeCall(model, asker);
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public double score(Example example, String answer) {
        if (answer.isBlank()) {
            return 0;
        }
        int grade =
                call.ask(
                        JudgePrompt.grade(rubric, example.input(), example.expected(), answer),
                        "grade",
                        FORM,
                        RubricJudge::grade);
        return (grade - 1) / 4.0;
    }

    private static Optional<Integer> grade(Object value) {
        return value instanceof BigDecimal number
                        && number.compareTo(BigDecimal.ONE) >= 0
                        && number.compareTo(BigDecimal.valueOf(5)) <= 0
                        && number.stripTrailingZeros().scale() <= 0
                ? Optional.of(number.intValue())
                : Optional.empty();
    }
}
