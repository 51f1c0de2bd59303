package dev.gradus.ladder;

import java.util.List;

/// Rung 5. Answers held to a schema, validated, repaired once. A classifier can only answer with a
/// label, so this lever is for models that write their answer.
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
        return means.task().answer().asLabels().isPresent()
                ? Applicability.not(
                        "in-process classifiers answer with one of the labels by construction",
                        "a chat model in models")
                : Applicability.not(
                        "models names no chat model whose answers could be held to a schema",
                        "a chat model in models");
    }

    @Override
    public Proposal propose(Footing footing) {
        return Proposal.of(List.of(), "");
    }
}
