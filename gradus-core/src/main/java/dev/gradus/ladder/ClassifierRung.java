package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;

/// Rung 3. For label tasks: the nearest example and a linear classifier on the frozen encoder.
public final class ClassifierRung implements Rung {
    @Override
    public int number() {
        return 3;
    }

    @Override
    public String word() {
        return "classifier";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.needsLabelsAndEncoder()
                .or(means::needsRowsToLearn)
                .orElseGet(Applicability::applies);
    }

    @Override
    public Proposal propose(Footing footing) {
        ModelName base = footing.encoder();
        Tuned<Double> strength = footing.means().study().strength(base);
        Candidate linear = footing.encoded(base, new Method.Linear(strength.value()));
        return Proposal.builder()
                .add(footing.encoded(base, new Method.NearestExample()))
                .add(linear, "l2", strength)
                .build("");
    }
}
