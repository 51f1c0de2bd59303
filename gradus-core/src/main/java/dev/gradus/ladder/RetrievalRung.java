package dev.gradus.ladder;

import java.util.List;

/// Rung 6. Passages of the user's documents as context, for models that read a prompt.
public final class RetrievalRung implements Rung {
    @Override
    public int number() {
        return 6;
    }

    @Override
    public String word() {
        return "retrieval";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.chats()
                ? Applicability.not("this version of Gradus reads no documents", "")
                : Applicability.not(
                        "no documents and no chat model to read them",
                        "documents and a chat model in models");
    }

    @Override
    public Proposal propose(Footing footing) {
        return Proposal.of(List.of(), "");
    }
}
