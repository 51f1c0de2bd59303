package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Run;
import dev.gradus.spi.TrainStudy.Escalation;
import dev.gradus.task.ModelName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Rung 8. The best candidate on the cheapest model first, the best on a stronger model where the
/// first is unsure; the threshold comes from train.
public final class CascadeRung implements Rung {
    @Override
    public int number() {
        return 8;
    }

    @Override
    public String word() {
        return "cascade";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.needsStrongerEncoder(
                "a cascade needs a cheap model and a stronger one; models names one");
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        ModelName cheapest = means.encoders().getFirst();
        Optional<Candidate.Encoded> first = best(footing.tried(), cheapest);
        Proposal.Builder proposal = Proposal.builder();
        if (first.isEmpty()) {
            return proposal.build("no rung below measured a candidate on " + cheapest);
        }
        List<ModelName> stronger = means.encoders().subList(1, means.encoders().size());
        for (ModelName model : stronger) {
            Optional<Candidate.Encoded> second = best(footing.tried(), model);
            if (second.isPresent()) {
                Escalation escalation =
                        means.study()
                                .escalation(
                                        first.get(),
                                        second.get(),
                                        means.task().goal().matters() / 2);
                proposal.add(
                        new Candidate.Cascade(first.get(), second.get(), escalation.threshold()),
                        escalation);
            }
        }
        return proposal.build("");
    }

    private static Optional<Candidate.Encoded> best(List<Run> tried, ModelName model) {
        return tried.stream()
                .filter(run -> !run.failed())
                .filter(run ->
                        run.candidate() instanceof Candidate.Encoded encoded
                                && encoded.model().equals(model))
                .max(
                        Comparator.comparingDouble((Run run) -> run.meanScore().orElse(0))
                                .thenComparing(run -> -run.candidate().complexity()))
                .map(run -> (Candidate.Encoded) run.candidate());
    }
}
