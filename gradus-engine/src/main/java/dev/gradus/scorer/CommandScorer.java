package dev.gradus.scorer;

import dev.gradus.answer.internal.CommandCall;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;

/// The number that the user's own command writes.
final class CommandScorer implements Scorer {
    private final CommandCall call;

    CommandScorer(CommandCall call) {
        this.call = call;
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public double score(Example example, String answer) {
        String written = call.run(example, answer);
        double score;
        try {
            score = Double.parseDouble(written);
        } catch (NumberFormatException noNumber) {
            score = Double.NaN;
        }
        if (!(score >= 0 && score <= 1)) {
            throw new GradusException.Data(
                    "the scoring command wrote "
                            + Quoted.of(written)
                            + " for example "
                            + Quoted.of(example.id())
                            + ". Let it write one number from 0 to 1 and nothing else.");
        }
        return score;
    }
}
