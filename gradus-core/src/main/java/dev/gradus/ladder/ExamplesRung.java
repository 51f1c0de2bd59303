package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Shots;
import dev.gradus.spi.PromptStudy;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;

/// Rung 2. Shots: 3, 5 and 10 fixed ones (per label for classifiers, per prompt for chat models),
/// and the train examples nearest to each input.
public final class ExamplesRung implements Rung {
    private static final int[] SHOTS = {3, 5, 10};
    private static final int BOOTSTRAPPED = 5;
    private static final int NEAREST = 10;

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
        return means.needsAModel() instanceof Applicability.Applies applies
                ? means.needsRowsToLearn().orElse(applies)
                : means.needsAModel();
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        Proposal.Builder proposal = Proposal.builder();
        List<String> notes = new ArrayList<>();
        if (means.classifies()) {
            prototypes(footing, proposal, notes);
        }
        means.prompts().ifPresent(study -> chat(footing, study, proposal, notes));
        return proposal.build(String.join("; ", notes));
    }

    private static void prototypes(Footing footing, Proposal.Builder proposal, List<String> notes) {
        Means means = footing.means();
        ModelName encoder = footing.encoder();
        for (int shots : SHOTS) {
            proposal.add(
                    footing.encoded(
                            encoder,
                            new Method.FixedShots(shots, Method.Selection.DIVERSE, means.seed())));
        }
        Tuned<Integer> neighbours = means.study().neighbours(encoder);
        Candidate retrieved =
                footing.encoded(encoder, new Method.RetrievedShots(neighbours.value()));
        proposal.add(retrieved, "neighbours", neighbours);
        int fewest = means.study().fewestPerLabel();
        if (fewest < 10) {
            notes.add(
                    "the label with the fewest train examples has "
                            + fewest
                            + ", and gives that many");
        }
    }

    private static void chat(
            Footing footing, PromptStudy study, Proposal.Builder proposal, List<String> notes) {
        Means means = footing.means();
        Candidate.Prompted base = footing.prompted();
        for (int count : SHOTS) {
            List<Shots.Shot> shots = study.diverseShots(count);
            if (shots.size() == count) {
                proposal.add(base.withShots(new Shots.Fixed(shots, "diverse")));
            } else {
                notes.add("train has too few examples for " + count + " shots");
            }
        }
        PromptStudy.Bootstrapped bootstrapped = study.bootstrappedShots(base, BOOTSTRAPPED);
        bootstrapped
                .tooFew()
                .ifPresentOrElse(
                        notes::add,
                        () ->
                                proposal.add(
                                        base.withShots(
                                                new Shots.Fixed(
                                                        bootstrapped.shots(), "bootstrapped"))));
        if (means.encoders().isEmpty()) {
            notes.add(
                    "retrieved shots were not tried: models names no in-process encoder, as in"
                            + " embedded/minilm-l6-q");
        } else {
            proposal.add(
                    base.withShots(
                            new Shots.Retrieved(
                                    means.encoders().getFirst(),
                                    NEAREST,
                                    means.study().trainHash())));
        }
    }
}
