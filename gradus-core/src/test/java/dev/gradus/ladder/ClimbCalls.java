package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.stats.Share;
import dev.gradus.task.Goal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Whole climbs on chat models whose answers are drawn, each part by part and asking everything, on
/// the same draws: calls, false claims of "better" among equal candidates, and how often a true
/// gain is found. Prints one JSON line for each truth.
public final class ClimbCalls {
    private static final double MATTERS = 0.02;
    private static final double LEVEL = 0.85;

    private ClimbCalls() {}

    /// @param arguments how many climbs of each kind, 2000 where none is given
    public static void main(String[] arguments) {
        int climbs = arguments.length == 0 ? 2_000 : Integer.parseInt(arguments[0]);
        of("all equal, the goal out of reach", climbs, 1_000, 0, candidate -> LEVEL);
        of("all equal, the goal out of reach", climbs, 2_000, 0, candidate -> LEVEL);
        of(
                "shots lose 2 to 10 points",
                climbs,
                1_000,
                0,
                candidate -> LEVEL - (shots(candidate) ? 0.02 * (1 + which(candidate) % 5) : 0));
        for (double gain : new double[] {0.02, 0.04, 0.06}) {
            of(
                    String.format(Locale.ROOT, "one candidate gains %.0f points", 100 * gain),
                    climbs,
                    2_000,
                    gain,
                    candidate -> gains(candidate) ? LEVEL + gain : LEVEL);
        }
    }

    private static int which(Candidate candidate) {
        return Math.floorMod(candidate.id().hashCode(), 7);
    }

    private static boolean shots(Candidate candidate) {
        return candidate.title().contains("shots");
    }

    /// The sharper instruction, and whatever is built on it: nothing loses it again.
    private static boolean gains(Candidate candidate) {
        return candidate.title().contains("sharper");
    }

    private static void of(
            String truth, int climbs, int dev, double gain, ToDoubleFunction<Candidate> right) {
        SimulatedTask task =
                new SimulatedTask(Goal.of(0.999, MATTERS), dev, 60, right, candidate -> 0.01)
                        .onChat();
        LongAdder asked = new LongAdder();
        LongAdder all = new LongAdder();
        LongAdder claims = new LongAdder();
        LongAdder claimsOfAll = new LongAdder();
        LongAdder closed = new LongAdder();
        LongAdder closedOfAll = new LongAdder();
        LongAdder sameStatus = new LongAdder();
        IntStream.range(0, climbs)
                .parallel()
                .forEach(seed -> {
                    ClimbOptions options = new ClimbOptions(true, Set.of(), Set.of(), seed);
                    SimulatedTask.Draws some = task.draws(seed);
                    SimulatedTask.Draws whole = task.draws(seed);
                    Ascent inParts = task.climb(some, seed, options);
                    Ascent everything = task.climb(whole, seed, options.askingAll());
                    asked.add(some.asked());
                    all.add(whole.asked());
                    claims.add(better(inParts) ? 1 : 0);
                    claimsOfAll.add(better(everything) ? 1 : 0);
                    closed.add(closed(inParts));
                    closedOfAll.add(closed(everything));
                    sameStatus.add(statuses(inParts).equals(statuses(everything)) ? 1 : 0);
                });
        System.out.printf(
                Locale.ROOT,
                "{\"truth\":\"%s\",\"climbs\":%d,\"dev\":%d,\"matters\":%.2f,\"callsEach\":%.0f,"
                        + "\"callsEachAskingAll\":%.0f,\"callsSaved\":%.3f,\"%s\":%.4f,\"askingAll\":%.4f,"
                        + "\"least95\":%.4f,\"rungsClosed\":%.2f,\"rungsClosedAskingAll\":%.2f,"
                        + "\"sameStatuses\":%.3f}%n",
                truth,
                climbs,
                dev,
                MATTERS,
                (double) asked.sum() / climbs,
                (double) all.sum() / climbs,
                1 - (double) asked.sum() / all.sum(),
                gain == 0 ? "falseBetter" : "power",
                (double) claims.sum() / climbs,
                (double) claimsOfAll.sum() / climbs,
                Share.clopperPearsonLower(claims.sum(), climbs, 0.95),
                (double) closed.sum() / climbs,
                (double) closedOfAll.sum() / climbs,
                (double) sameStatus.sum() / climbs);
    }

    private static boolean better(Ascent ascent) {
        return ascent.rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .anyMatch(one ->
                        one.role() == Tried.Role.KEPT_BETTER
                                || one.role() == Tried.Role.BETTER_NOT_KEPT);
    }

    private static long closed(Ascent ascent) {
        return ascent.rungs().stream()
                .filter(rung -> rung.status() == RungStatus.NO_GAIN_THAT_MATTERS)
                .count();
    }

    private static List<RungStatus> statuses(Ascent ascent) {
        return ascent.rungs().stream().map(RungResult::status).toList();
    }
}
