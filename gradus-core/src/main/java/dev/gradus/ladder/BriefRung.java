package dev.gradus.ladder;

/// Rung 0. Calls no model: what `check` finds in the prompt, the labels and the data before any
/// call.
public final class BriefRung implements Rung {
    @Override
    public int number() {
        return 0;
    }

    @Override
    public String word() {
        return "brief";
    }

    @Override
    public Applicability applicability(Means means) {
        return new Applicability.ProposesNothing();
    }

    @Override
    public Proposal propose(Footing footing) {
        return Proposal.of(java.util.List.of(), "");
    }
}
