package dev.gradus.scorer;

import dev.gradus.answer.internal.CelExpression;
import dev.gradus.answer.internal.CommandCall;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Scorer;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import java.math.BigDecimal;
import java.time.Duration;

/// The scorer for every [Scoring].
public final class Scorers {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Scorers() {}

    /// A thread-safe scorer. Of a score of the whole set (macro-F1) it gives each answer's part:
    /// whether the label is the expected one.
    ///
    /// @throws GradusException.Data where the task's own pattern or expression cannot be read
    /// @throws GradusException.Usage where the score needs means that are not there
    public static Scorer of(Scoring scoring, ScorerMeans means) {
        return switch (scoring) {
            case Scoring.Plain plain -> plain(plain.name(), means);
            case Scoring.Regex regex -> new PatternScorer(regex.pattern());
            case Scoring.Numeric numeric ->
                    new NumericScorer(
                            BigDecimal.valueOf(numeric.tolerance()),
                            BigDecimal.valueOf(numeric.relative()));
            case Scoring.Similarity similarity ->
                    new SimilarityScorer(means.encoders().apply(similarity.encoder()));
            case Scoring.Judge judge -> judge(judge, means);
            case Scoring.Checks checks -> new ChecksScorer(means);
            case Scoring.Cel cel -> cel(cel.expression());
            case Scoring.Command command ->
                    new CommandScorer(new CommandCall(command.command(), means.place(), DEADLINE));
        };
    }

    private static Scorer plain(ScoreName name, ScorerMeans means) {
        return switch (name) {
            case ACCURACY, MACRO_F1 -> Texts::sameLabel;
            case EXACT -> Texts::same;
            case CONTAINS -> Texts::contains;
            case JSON_FIELDS -> new JsonFieldsScorer();
            case TOKEN_F1 -> (example, answer) -> WordOverlap.tokenF1(answer, example.expected());
            case ROUGE_L -> (example, answer) -> WordOverlap.rougeL(answer, example.expected());
            case NUMERIC -> new NumericScorer(BigDecimal.ZERO, BigDecimal.ZERO);
            case CHECKS -> new ChecksScorer(means);
            case REGEX, SIMILARITY, JUDGE, CEL, COMMAND ->
                    throw new IllegalArgumentException("score " + name.word() + " needs settings");
        };
    }

    private static Scorer judge(Scoring.Judge judge, ScorerMeans means) {
        Asker asker = means.needsAsker();
        return judge.pairwise()
                ? new PairwiseJudge(judge.model(), judge.rubric(), asker)
                : new RubricJudge(judge.model(), judge.rubric(), asker);
    }

    static Scorer cel(String expression) {
        CelExpression compiled = new CelExpression(expression);
        return (example, answer) -> {
            double score = compiled.value(example, answer).orElse(0);
            if (!(score >= 0 && score <= 1)) {
                throw new GradusException.Data(
                        "the CEL expression '"
                                + expression
                                + "' gives "
                                + score
                                + " on example '"
                                + example.id()
                                + "'. A score is a number from 0 to 1.");
            }
            return score;
        };
    }
}
