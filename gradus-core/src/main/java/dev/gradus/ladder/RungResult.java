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
/// @param needed examples that would settle a rung that ended "not shown"
public record RungResult(
        Rung rung,
        RungStatus status,
        String why,
        Optional<String> add,
        OptionalDouble alpha,
        List<Tried> tried,
        Optional<Proposal> proposal,
        OptionalLong needed) {
    public RungResult {
        tried = List.copyOf(tried);
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
