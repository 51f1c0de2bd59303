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
        return means.task().answer() instanceof AnswerShape.Text
                ? Applicability.not(
                        "the answer is free text, which has no shape to hold it to",
                        "answer: { labels: ... } or answer: { schema: ... }")
                : Applicability.applies();
    }

    @Override
    public Proposal propose(Footing footing) {
        Candidate.Prompted base = footing.prompted();
        return Proposal.of(
                List.of(
                        base.withStructure(new Structure(Structure.Means.PROMPT, true)),
                        base.withStructure(new Structure(Structure.Means.SCHEMA, false)),
                        base.withStructure(new Structure(Structure.Means.TOOL, false)),
                        base.withStructure(new Structure(Structure.Means.SCHEMA, true))),
                "");
    }
}
