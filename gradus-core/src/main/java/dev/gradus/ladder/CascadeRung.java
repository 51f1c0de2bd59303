package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.TrainStudy.Escalation;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rung 8. The best candidate on the cheapest model first, the best on a stronger model where the
/// first is unsure; the threshold comes from train. Where the stronger scored lower on dev than the
/// first, nothing is handed over to it, and no threshold is looked for: that is what costs calls.
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
        boolean pair =
                means.chatModels().size() > 1
                        || means.classifies() && (means.chats() || means.encoders().size() > 1);
        return pair
                ? means.needsRowsToLearn().orElseGet(Applicability::applies)
                : means.lacksStrongerModel(
                        "a cascade needs a cheap model and a stronger one; models names one");
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        double margin = means.task().goal().matters() / 2;
        Proposal.Builder proposal = Proposal.builder();
        List<String> notes = new ArrayList<>();
        if (means.classifies()) {
            encoders(footing, margin, proposal, notes);
        }
        if (means.chats()) {
            chat(footing, margin, proposal, notes);
        }
        return proposal.build(String.join("; ", notes));
    }

    private static void encoders(
            Footing footing, double margin, Proposal.Builder proposal, List<String> notes) {
        Means means = footing.means();
        ModelName cheapest = means.encoders().getFirst();
        Optional<Candidate.Encoded> first = encodedOn(footing, cheapest);
        if (first.isEmpty()) {
            notes.add("no rung below measured a candidate on " + cheapest);
            return;
        }
        for (ModelName model : means.encoders().subList(1, means.encoders().size())) {
            Optional<Candidate.Encoded> second = encodedOn(footing, model);
            if (second.isPresent() && footing.worse(second.get(), first.get())) {
                notes.add(worse(second.get(), first.get()));
            } else if (second.isPresent()) {
                Escalation escalation = means.study().escalation(first.get(), second.get(), margin);
                proposal.add(
                        new Candidate.Cascade(first.get(), second.get(), escalation.threshold()),
                        escalation);
            }
        }
    }

    /// The best classifier before the best prompt; the cheapest chat model, where it tells how sure
    /// it is, before the best on a stronger one.
    private static void chat(
            Footing footing, double margin, Proposal.Builder proposal, List<String> notes) {
        Means means = footing.means();
        Optional<Candidate> best = footing.best(one -> one instanceof Candidate.Prompted);
        if (best.isEmpty()) {
            notes.add("no rung below measured a prompt");
            return;
        }
        Candidate.Prompted second = (Candidate.Prompted) best.get();
        List<Candidate> firsts = new ArrayList<>();
        footing.best(one -> one instanceof Candidate.Encoded).ifPresent(firsts::add);
        ModelName cheapest = means.chatModels().getFirst();
        if (!second.model().equals(cheapest)) {
            footing.best(one ->
                            one instanceof Candidate.Prompted prompted
                                    && prompted.model().equals(cheapest))
                    .ifPresent(firsts::add);
        }
        for (Candidate measured : firsts) {
            if (footing.worse(second, measured)) {
                notes.add(worse(second, measured));
                continue;
            }
            Candidate first = tellingHowSure(measured);
            means.prompts()
                    .orElseThrow()
                    .escalation(first, second, margin)
                    .ifPresentOrElse(
                            escalation ->
                                    proposal.add(
                                            new Candidate.Cascade(
                                                    first, second, escalation.threshold()),
                                            escalation),
                            () ->
                                    notes.add(
                                            first.title()
                                                    + " does not tell how sure it is, so nothing"
                                                    + " can hand over from it"));
        }
    }

    /// The same prompt, with log-probabilities asked for: its dev run is that of the prompt
    /// without.
    private static Candidate tellingHowSure(Candidate first) {
        return first instanceof Candidate.Prompted prompted
                ? prompted.withSampling(prompted.sampling().withLogProbabilities())
                : first;
    }

    private static String worse(Candidate second, Candidate first) {
        return second.title()
                + " scores lower on dev than "
                + first.title()
                + ", so nothing is handed over to it";
    }

    private static Optional<Candidate.Encoded> encodedOn(Footing footing, ModelName model) {
        return footing.best(one ->
                        one instanceof Candidate.Encoded encoded && encoded.model().equals(model))
                .map(one -> (Candidate.Encoded) one);
    }
}
