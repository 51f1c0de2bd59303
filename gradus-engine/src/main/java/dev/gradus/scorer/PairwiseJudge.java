package dev.gradus.scorer;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import java.util.Optional;

/// Is the answer better than the expected one (1), as good as it (0.5), or worse (0)? Asked twice
/// with the two swapped, as judges favour a place (Zheng et al. 2023, *Judging LLM-as-a-judge with
/// MT-bench and Chatbot Arena*, section 3.4); where the two disagree it is a tie. The expected text
/// itself is a tie and an empty answer worse, both without a call. Costs two to four calls.
final class PairwiseJudge implements Scorer {
    private static final String FORM =
            "{\"reason\": \"one sentence\", \"better\": \"first\", \"second\" or \"neither\"}";
    private static final double TIE = 0.5;
    private final String rubric;
    private final JudgeCall call;

    private enum Better {
        FIRST,
        SECOND,
        NEITHER
    }

    PairwiseJudge(ModelName model, String rubric, Asker asker) {
        this.rubric = rubric;
        this.call = new JudgeCall(model, asker);
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public double score(Example example, String answer) {
        if (example.expected().isBlank()) {
            throw new GradusException.Data(
                    example.source()
                            + ": expected is empty, and the judge compares with it. Give an expected"
                            + " answer, or set pairwise to false.");
        }
        if (answer.isBlank()) {
            return 0;
        }
        if (answer.strip().equals(example.expected().strip())) {
            return TIE;
        }
        Better one = better(example.input(), answer, example.expected());
        Better other = better(example.input(), example.expected(), answer);
        if (one == Better.FIRST && other == Better.SECOND) {
            return 1;
        }
        return one == Better.SECOND && other == Better.FIRST ? 0 : TIE;
    }

    private Better better(String input, String first, String second) {
        return call.ask(
                JudgePrompt.compare(rubric, input, first, second),
                "better",
                FORM,
                PairwiseJudge::better);
    }

    private static Optional<Better> better(Object value) {
        return switch (value) {
            case String word when word.equals("first") -> Optional.of(Better.FIRST);
            case String word when word.equals("second") -> Optional.of(Better.SECOND);
            case String word when word.equals("neither") -> Optional.of(Better.NEITHER);
            default -> Optional.empty();
        };
    }
}
