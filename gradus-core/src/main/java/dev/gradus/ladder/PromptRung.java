package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.PromptStudy;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rung 1. The words alone. For classifiers: label names as the baseline, then label descriptions.
/// For chat models: the brief as the baseline, a sharper instruction, the user's own prompts, and
/// an instruction that a model rewrote after reading failures on train.
public final class PromptRung implements Rung {
    @Override
    public int number() {
        return 1;
    }

    @Override
    public String word() {
        return "prompt";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.needsAModel();
    }

    @Override
    public Proposal propose(Footing footing) {
        Means means = footing.means();
        List<Candidate> candidates = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (means.classifies()) {
            ModelName encoder = footing.encoder();
            candidates.add(footing.encoded(encoder, new Method.LabelNames()));
            AnswerShape.Labels labels = means.task().answer().asLabels().orElseThrow();
            if (labels.described()) {
                candidates.add(footing.encoded(encoder, new Method.LabelDescriptions()));
            } else {
                notes.add(
                        "label descriptions were not tried: not every label has one in the task's"
                                + " labels");
            }
        }
        means.prompts().ifPresent(study -> chat(means, study, candidates, notes));
        return Proposal.of(candidates, String.join("; ", notes));
    }

    private static void chat(
            Means means, PromptStudy study, List<Candidate> candidates, List<String> notes) {
        ModelName model = means.chatModels().getFirst();
        Prompts prompts = Prompts.of(means.task());
        Candidate.Prompted sharper = prompts.sharper(model);
        List<Candidate.Prompted> own = prompts.own(model);
        candidates.add(prompts.baseline(model));
        candidates.add(sharper);
        candidates.addAll(own);
        if (means.task().calling().rewrites() == 0) {
            notes.add("no instruction was rewritten: rewrites is 0");
            return;
        }
        Optional<String> lacks = means.study().lacks();
        if (lacks.isPresent()) {
            notes.add("no instruction was rewritten: not applicable: " + lacks.get());
            return;
        }
        switch (study.rewritten(own.isEmpty() ? sharper : own.getFirst())) {
            case PromptStudy.Rewritten.Better better -> candidates.add(better.candidate());
            case PromptStudy.Rewritten.NotBetter none -> notes.add(none.why());
        }
    }
}
