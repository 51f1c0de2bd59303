package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.TrainStudy;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;
import java.util.List;

/// Choices that need no data.
class FixedStudy implements TrainStudy {
    @Override
    public String trainHash() {
        return "train";
    }

    @Override
    public int fewestPerLabel() {
        return 25;
    }

    @Override
    public Tuned<Integer> neighbours(ModelName encoder) {
        return new Tuned<>(5, List.of());
    }

    @Override
    public Tuned<Double> strength(ModelName encoder) {
        return new Tuned<>(1e-4, List.of());
    }

    @Override
    public Escalation escalation(Candidate.Encoded first, Candidate.Encoded second, double margin) {
        return new Escalation(0.5, 0.3, 0.9, 0.9);
    }
}
