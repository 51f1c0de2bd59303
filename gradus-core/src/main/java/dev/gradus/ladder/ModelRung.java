package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.TrainStudy;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;

/// Rung 4. The best classifier's method on each stronger encoder, the best prompt on each stronger
/// chat model, and more thinking where the task names efforts.
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
        boolean step =
                means.chatModels().size() > 1
                        || means.chats() && !means.task().calling().efforts().isEmpty()
                        || means.classifies() && means.encoders().size() > 1;
        return step
                ? Applicability.applies()
                : means.lacksStrongerModel(
                        "models names one model, so there is no stronger one to step up to");
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        Proposal.Builder proposal = Proposal.builder();
        List<String> notes = new ArrayList<>();
        if (means.classifies()) {
            strongerEncoders(footing, proposal, notes);
        }
        if (means.chats()) {
            strongerChatModels(footing, proposal, notes);
        }
        return proposal.build(String.join("; ", notes));
    }

    private static void strongerEncoders(
            Footing footing, Proposal.Builder proposal, List<String> notes) {
        Means means = footing.means();
        List<ModelName> encoders = means.encoders();
        int base = encoders.indexOf(footing.encoder());
        Method method =
                footing.encoded().map(Candidate.Encoded::method).orElseGet(Method.LabelNames::new);
        for (ModelName stronger : encoders.subList(base + 1, encoders.size())) {
            add(proposal, footing, stronger, method, means.study());
        }
        if (base == encoders.size() - 1) {
            notes.add("the best classifier is already on the last encoder of the list");
        }
    }

    /// The same prompt on each stronger model, then with more thinking.
    private static void strongerChatModels(
            Footing footing, Proposal.Builder proposal, List<String> notes) {
        Means means = footing.means();
        List<ModelName> models = means.chatModels();
        Candidate.Prompted prompted = footing.prompted();
        int base = models.indexOf(prompted.model());
        for (ModelName stronger : models.subList(base + 1, models.size())) {
            proposal.add(prompted.withModel(stronger));
        }
        for (Sampling.Effort effort : means.task().calling().efforts()) {
            proposal.add(
                    prompted.withModel(models.getLast())
                            .withSampling(prompted.sampling().withEffort(effort)));
        }
        if (base == models.size() - 1) {
            notes.add("the best prompt is already on the last chat model of the list");
        }
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
            // Rung 10 comes after this one: nothing was tuned yet.
            case Method.Adapted later -> {}
        }
    }
}
