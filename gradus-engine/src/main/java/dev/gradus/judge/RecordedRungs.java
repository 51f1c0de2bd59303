package dev.gradus.judge;

import dev.gradus.verdict.RungEvidence;
import dev.gradus.verdict.RungEvidence.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the comparisons say about each of the cheaper rungs, from the arms whose rung names it.
final class RecordedRungs {
    private RecordedRungs() {}

    /// The cheaper rungs in ladder order.
    ///
    /// @param arms and comparisons of the goal's scope
    /// @param matters what a gain must reach
    static List<RungEvidence> of(
            List<JudgedArm> arms, List<JudgedPair> comparisons, double matters) {
        List<RungEvidence> all = new ArrayList<>();
        for (String rung : RungWords.CHEAPER) {
            List<String> named =
                    arms.stream()
                            .filter(arm -> RungWords.of(arm.rung()).contains(rung))
                            .map(JudgedArm::name)
                            .toList();
            List<JudgedPair> raised =
                    comparisons.stream()
                            .filter(pair -> named.contains(pair.candidate()))
                            .filter(pair -> !named.contains(pair.baseline()))
                            .filter(pair ->
                                    !pair.rule().byScores()
                                            || pair.shown() == JudgedPair.Shown.BETTER)
                            .filter(pair ->
                                    !pair.rule().byScores()
                                            || pair.shown() == JudgedPair.Shown.BETTER)
                            .toList();
            all.add(of(rung, raised, matters));
        }
        return all;
    }

    private static RungEvidence of(String rung, List<JudgedPair> raised, double matters) {
        if (raised.isEmpty()) {
            return ended(rung, Status.NOT_RECORDED, OptionalLong.empty());
        }
        if (raised.stream().anyMatch(pair -> pair.shown() == JudgedPair.Shown.BETTER)) {
            return ended(rung, Status.GAIN, OptionalLong.empty());
        }
        List<JudgedPair> open = raised.stream().filter(pair -> pair.upper() >= matters).toList();
        if (open.isEmpty()) {
            return ended(rung, Status.NO_GAIN_THAT_MATTERS, OptionalLong.empty());
        }
        OptionalLong needed =
                open.stream()
                        .filter(pair -> pair.detectable().isPresent())
                        .mapToLong(pair -> pairsFor(pair, matters))
                        .max();
        return ended(rung, Status.NOT_SHOWN, needed);
    }

    private static RungEvidence ended(String rung, Status status, OptionalLong needed) {
        String why =
                status == Status.NOT_SHOWN
                        ? "no arm of it is shown to gain or not to"
                        : status == Status.NOT_RECORDED ? "no arm names it" : "";
        return new RungEvidence(rung, status, why, Optional.empty(), needed);
    }

    /// The number of pairs that would show the larger of `matters` and the difference observed:
    /// what n pairs can detect shrinks with the square root of n.
    private static long pairsFor(JudgedPair pair, double matters) {
        double wanted = Math.max(matters, Math.abs(pair.difference()));
        double times = pair.detectable().orElseThrow() / wanted;
        return (long) Math.ceil(pair.n() * times * times);
    }
}
