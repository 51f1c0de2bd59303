package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.TrainStudy;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;
import java.util.List;

/// Rung 4. The kept candidate's own method on each stronger model of the task.
public final class ModelRung implements Rung {
    @Override
    public int number() {
        return 4;
    }

    @Override
    public String word() {
        return "model";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.needsStrongerEncoder(
                "models names one model, so there is no stronger one to step up to");
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        List<ModelName> encoders = means.encoders();
        int base = encoders.indexOf(footing.base());
        Method method =
                footing.kept()
                        .map(run -> ((Candidate.Encoded) first(run.candidate())).method())
                        .orElseGet(Method.LabelNames::new);
        Proposal.Builder proposal = Proposal.builder();
        for (ModelName stronger : encoders.subList(base + 1, encoders.size())) {
            add(proposal, footing, stronger, method, means.study());
        }
        return proposal.build(
                base == encoders.size() - 1
                        ? "the kept candidate is already on the last model of the list"
                        : "");
    }

    /// The same method, with the settings that the stronger model's own vectors ask for.
    private static void add(
            Proposal.Builder proposal,
            Footing footing,
            ModelName stronger,
            Method method,
            TrainStudy study) {
        switch (method) {
            case Method.RetrievedShots retrieved -> {
                Tuned<Integer> neighbours = study.neighbours(stronger);
                proposal.add(
                        footing.encoded(stronger, new Method.RetrievedShots(neighbours.value())),
                        "neighbours",
                        neighbours);
            }
            case Method.Linear linear -> {
                Tuned<Double> strength = study.strength(stronger);
                proposal.add(
                        footing.encoded(stronger, new Method.Linear(strength.value())),
                        "l2",
                        strength);
            }
            case Method.LabelNames same -> proposal.add(footing.encoded(stronger, same));
            case Method.LabelDescriptions same -> proposal.add(footing.encoded(stronger, same));
            case Method.FixedShots same -> proposal.add(footing.encoded(stronger, same));
            case Method.NearestExample same -> proposal.add(footing.encoded(stronger, same));
        }
    }

    private static Candidate first(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> encoded;
            case Candidate.Cascade cascade -> first(cascade.first());
        };
    }
}
