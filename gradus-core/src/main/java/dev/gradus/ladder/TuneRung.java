package dev.gradus.ladder;

import java.util.List;

/// Rung 10. Fine-tuning: only where every gate passes, or by a recorded override. A climb proposes
/// nothing here: tuning is a command of its own.
public final class TuneRung implements Rung {
    @Override
    public int number() {
        return 10;
    }

    @Override
    public String word() {
        return "tune";
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
