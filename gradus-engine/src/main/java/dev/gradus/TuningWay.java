package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ReleaseDecision;

/// How one kind of base is tuned, and how it is asked what it lost.
interface TuningWay {

    /// Trains, and names what would be served.
    Candidate tuned();

    /// Told how the tuned candidate did on dev, to set it against what else there is.
    ///
    /// @param measure of the dev examples
    void measured(Measure measure, Run tuned);

    /// Costs what answering the suite costs, with the base and with the tuned model.
    Forgetting forgetting(Candidate tuned);

    /// Told what became of it.
    void decided(ReleaseDecision decision);
}
