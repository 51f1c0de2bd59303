package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.task.AnswerShape;
import java.util.ArrayList;
import java.util.List;

/// Rung 1. The words alone: label names as the baseline, then label descriptions.
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
        return means.needsLabelsAndEncoder().orElseGet(Applicability::applies);
    }

    @Override
    public Proposal propose(Footing footing) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(footing.encoded(footing.base(), new Method.LabelNames()));
        AnswerShape.Labels labels = footing.means().task().answer().asLabels().orElseThrow();
        if (labels.described()) {
            candidates.add(footing.encoded(footing.base(), new Method.LabelDescriptions()));
            return Proposal.of(candidates, "");
        }
        return Proposal.of(
                candidates,
                "label descriptions were not tried: not every label has one in the task's labels");
    }
}
