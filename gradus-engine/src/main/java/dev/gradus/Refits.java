package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.TrainStudy;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Candidates as they would be had they learnt from fewer train examples. What they fit, look up
/// and show comes from those, and the settings that cross-validation chose for an in-process
/// candidate are chosen again among them. An instruction that a model wrote, and the threshold of a
/// cascade with a chat model in it, are one text and one number that cost calls to find, and stay.
///
/// Encoders, calls and budget are those of the climb: nothing is opened twice, and a request that
/// is the same as before costs nothing.
final class Refits {
    private final Task task;
    private final Encoders encoders;
    private final Optional<Prompting> prompting;
    private final Ledger ledger;
    private final Progress progress;
    private final long seed;
    private final String freshness;

    Refits(
            Task task,
            Encoders encoders,
            Optional<Prompting> prompting,
            Ledger ledger,
            Progress progress,
            long seed,
            String freshness) {
        this.task = task;
        this.encoders = encoders;
        this.prompting = prompting;
        this.ledger = ledger;
        this.progress = progress;
        this.seed = seed;
        this.freshness = freshness;
    }

    /// @param answering by which it answers
    record Taught(Candidate candidate, Answering answering) {}

    /// @param candidate not one of tuned weights
    /// @param train what teaches
    Taught taught(Candidate candidate, List<Example> train) {
        Splits splits = new Splits(train, List.of(), List.of(), false, Set.of());
        Encoders own = encoders.taughtBy(splits);
        StoredTrainStudy study =
                new StoredTrainStudy(splits, own, ledger, progress, seed, freshness);
        return new Taught(
                settled(new HeldTo(train, train).candidate(candidate), study),
                new Answering(
                        task,
                        own,
                        prompting.map(one -> one.showing(new NearestShots(splits, own)))));
    }

    /// True where tuned weights have a part in it.
    static boolean adapted(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> encoded.method() instanceof Method.Adapted;
            case Candidate.Prompted prompted -> false;
            case Candidate.Cascade cascade -> adapted(cascade.first()) || adapted(cascade.second());
        };
    }

    private Candidate settled(Candidate held, StoredTrainStudy study) {
        return switch (held) {
            case Candidate.Encoded encoded -> settled(encoded, study);
            case Candidate.Prompted prompted -> prompted;
            case Candidate.Cascade cascade -> {
                Candidate first = settled(cascade.first(), study);
                Candidate second = settled(cascade.second(), study);
                boolean inProcess =
                        first instanceof Candidate.Encoded && second instanceof Candidate.Encoded;
                yield new Candidate.Cascade(
                        first,
                        second,
                        inProcess
                                ? study.escalation(
                                                (Candidate.Encoded) first,
                                                (Candidate.Encoded) second,
                                                task.goal().matters() / 2)
                                        .threshold()
                                : cascade.threshold());
            }
        };
    }

    private static Candidate.Encoded settled(Candidate.Encoded held, StoredTrainStudy study) {
        return new Candidate.Encoded(
                held.model(),
                chosenAnew(held.method(), held.model(), study),
                held.labels(),
                held.train());
    }

    /// The method with what cross-validation chooses for it among the examples of this study.
    static Method chosenAnew(Method method, ModelName encoder, TrainStudy study) {
        return switch (method) {
            case Method.Linear linear -> new Method.Linear(study.strength(encoder).value());
            case Method.RetrievedShots shots ->
                    new Method.RetrievedShots(study.neighbours(encoder).value());
            case Method.LabelNames same -> same;
            case Method.LabelDescriptions same -> same;
            case Method.FixedShots same -> same;
            case Method.NearestExample same -> same;
            case Method.Adapted same -> same;
        };
    }
}
