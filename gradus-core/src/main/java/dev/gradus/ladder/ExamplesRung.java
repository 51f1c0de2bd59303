package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;

/// Rung 2. Shots: 3, 5 and 10 fixed ones per label, and the train examples nearest to each input.
public final class ExamplesRung implements Rung {
    private static final int[] SHOTS = {3, 5, 10};

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String word() {
        return "examples";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.needsLabelsAndEncoder().orElseGet(Applicability::applies);
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        ModelName base = footing.base();
        Proposal.Builder proposal = Proposal.builder();
        for (int shots : SHOTS) {
            proposal.add(
                    footing.encoded(
                            base,
                            new Method.FixedShots(shots, Method.Selection.DIVERSE, means.seed())));
        }
        Tuned<Integer> neighbours = means.study().neighbours(base);
        Candidate retrieved = footing.encoded(base, new Method.RetrievedShots(neighbours.value()));
        proposal.add(retrieved, "neighbours", neighbours);
        int fewest = means.study().fewestPerLabel();
        return proposal.build(
                fewest < 10
                        ? "the label with the fewest train examples has "
                                + fewest
                                + ", and gives that many"
                        : "");
    }
}
