package dev.gradus.ladder;

import java.util.List;

/// Rung 7. Function calls in a bounded loop, for models that can call tools.
public final class ToolsRung implements Rung {
    @Override
    public int number() {
        return 7;
    }

    @Override
    public String word() {
        return "tools";
    }

    @Override
    public Applicability applicability(Means means) {
        return means.chats()
                ? Applicability.not("this version of Gradus runs no tools", "")
                : Applicability.not(
                        "no tools and no chat model to call them",
                        "tools and a chat model in models");
    }

    @Override
    public Proposal propose(Footing footing) {
        return Proposal.of(List.of(), "");
    }
}
