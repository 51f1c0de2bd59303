package dev.gradus.ladder;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How one rung went.
///
/// @param rung which
/// @param status how it ended
/// @param why in one sentence
/// @param add what the user would add to make it applicable; empty where it is
/// @param alpha the error rate it was given; empty where it tested nothing
/// @param tried its candidates in the order tried
/// @param proposal what chose their settings; empty where it proposed nothing
/// @param needed dev examples that would settle a rung that is not settled
/// @param open candidates that may still be better by `matters` than what the rung kept, the
///   likeliest first; a rung that ended in a gain has some too, where it does
public record RungResult(
        Rung rung,
        RungStatus status,
        String why,
        Optional<String> add,
        OptionalDouble alpha,
        List<Tried> tried,
        Optional<Proposal> proposal,
        OptionalLong needed,
        List<MaybeBetter> open) {
    public RungResult {
        tried = List.copyOf(tried);
        open = List.copyOf(open);
    }

    /// With no candidate left open.
    public RungResult(
            Rung rung,
            RungStatus status,
            String why,
            Optional<String> add,
            OptionalDouble alpha,
            List<Tried> tried,
            Optional<Proposal> proposal,
            OptionalLong needed) {
        this(rung, status, why, add, alpha, tried, proposal, needed, List.of());
    }

    /// The same rung after candidates that had stopped were asked on.
    RungResult settled(KeepRule.Decision decision, Asking asking) {
        return new RungResult(
                rung,
                decision.status(),
                decision.status() == RungStatus.GAIN
                        ? why
                        : proposal.orElseThrow().noted(decision.why()),
                add,
                alpha,
                asking.stops(decision.tried()),
                proposal,
                decision.needed(),
                decision.open());
    }

    /// What is not settled, in one clause: the rung ended "not shown", or in a gain beside which
    /// another of its candidates may be better still. Empty where nothing is.
    public Optional<String> unsettled() {
        if (status == RungStatus.NOT_SHOWN) {
            return Optional.of(why);
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(KeepWords.open(open));
    }

    static RungResult of(Rung rung, RungStatus status, String why) {
        return new RungResult(
                rung,
                status,
                why,
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                Optional.empty(),
                OptionalLong.empty());
    }

    static RungResult notApplicable(Rung rung, Applicability.NotApplicable not) {
        return new RungResult(
                rung,
                RungStatus.NOT_APPLICABLE,
                "not applicable: " + not.why(),
                Optional.of(not.add()).filter(add -> !add.isEmpty()),
                OptionalDouble.empty(),
                List.of(),
                Optional.empty(),
                OptionalLong.empty());
    }
}
