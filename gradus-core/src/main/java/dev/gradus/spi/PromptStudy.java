package dev.gradus.spi;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.spi.TrainStudy.Escalation;
import java.util.List;
import java.util.Optional;

/// What a rung may learn about prompts while it proposes. It may call chat models, within the
/// climb's budget; everything comes from train. Dev and test are out of its reach.
public interface PromptStudy {

    /// Shots that together cover the train examples: the labels in turn where there are labels, and
    /// far from one another where an encoder is there.
    ///
    /// @param count at most; fewer where train has fewer
    List<Shots.Shot> diverseShots(int count);

    /// Shots that the candidate itself answers right, on train examples drawn at random. Nothing
    /// more is asked once its answers show that there will not be enough.
    ///
    /// @param count at most; fewer where it answers fewer right
    Bootstrapped bootstrappedShots(Candidate.Prompted base, int count);

    /// A model reads the candidate's failures on train examples and proposes a new instruction, in
    /// as many rounds as the task allows; the best by a paired comparison on other train examples.
    /// No model is asked to write where every answer is wrong, or none is.
    Rewritten rewritten(Candidate.Prompted base);

    /// When the first should hand over to the second, from a random sample of train examples. Empty
    /// where the first states no confidence.
    ///
    /// @param margin how much of the second's score may be given up for fewer calls
    Optional<Escalation> escalation(Candidate first, Candidate.Prompted second, double margin);

    /// What the candidate answered right.
    ///
    /// @param shots as many as were asked for, or fewer
    /// @param tooFew a clause that says why there are fewer; empty where there are not
    record Bootstrapped(List<Shots.Shot> shots, Optional<String> tooFew) {
        public Bootstrapped {
            shots = List.copyOf(shots);
        }
    }

    /// What came of rewriting an instruction.
    sealed interface Rewritten {

        /// Better than the one before on train examples that the writer never saw.
        record Better(Candidate.Prompted candidate) implements Rewritten {}

        /// @param why a clause for the reader
        record NotBetter(String why) implements Rewritten {}

        /// The better one; empty where there is none.
        default Optional<Candidate.Prompted> found() {
            return switch (this) {
                case Better better -> Optional.of(better.candidate());
                case NotBetter none -> Optional.empty();
            };
        }
    }
}
