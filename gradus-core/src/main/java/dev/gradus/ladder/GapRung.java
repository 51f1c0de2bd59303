package dev.gradus.ladder;

import java.util.List;

/// Rung 9. The best candidate on the sealed test: score, interval, gap, economics, gates, verdict.
public final class GapRung implements Rung {
    @Override
    public int number() {
        return 9;
    }

    @Override
    public String word() {
        return "gap";
    }

    @Override
    public Applicability applicability(Means means) {
        return new Applicability.ProposesNothing();
    }

    @Override
    public Proposal propose(Footing footing) {
        return Proposal.of(List.of(), "");
    }
}
