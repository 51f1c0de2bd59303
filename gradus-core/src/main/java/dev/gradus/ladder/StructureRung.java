package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Structure;
import dev.gradus.task.AnswerShape;
import java.util.List;

/// Rung 5. Answers held to a schema: natively, by a tool that the model must call, or by one repair
/// turn. Below it answers are read leniently from what the prompt alone brings. A classifier can
/// only answer with a label, so this lever is for models that write their answer.
public final class StructureRung implements Rung {
    @Override
    public int number() {
        return 5;
    }

    @Override
    public String word() {
        return "structure";
    }

    @Override
    public Applicability applicability(Means means) {
        if (!means.chats()) {
            return means.task().answer().asLabels().isPresent()
                    ? Applicability.not(
                            "in-process classifiers answer with one of the labels by construction",
                            "a chat model in models")
                    : Applicability.not(
                            "models names no chat model whose answers could be held to a schema",
                            "a chat model in models");
        }
        return free(means)
                ? Applicability.not(
                        "the answer is free text without validators, so there is nothing to hold it"
                                + " to",
                        "answer: { labels: ... }, answer: { schema: ... } or validators")
                : Applicability.applies();
    }

    private static boolean free(Means means) {
        return means.task().answer() instanceof AnswerShape.Text
                && means.task().calling().validators().isEmpty();
    }

    @Override
    public Proposal propose(Footing footing) {
        Candidate.Prompted base = footing.prompted();
        Structure now = base.structure();
        Candidate repaired = base.withStructure(now.by(Structure.Means.PROMPT, true));
        if (footing.means().task().answer() instanceof AnswerShape.Text) {
            return Proposal.of(List.of(repaired), "");
        }
        return Proposal.of(
                List.of(
                        repaired,
                        base.withStructure(now.by(Structure.Means.SCHEMA, false)),
                        base.withStructure(now.by(Structure.Means.TOOL, false)),
                        base.withStructure(now.by(Structure.Means.SCHEMA, true))),
                "");
    }
}
