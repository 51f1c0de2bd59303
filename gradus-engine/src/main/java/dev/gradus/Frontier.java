package dev.gradus;

import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.Tried;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The candidates that no other beats in both score and known cost, the cheapest first. Who was not
/// asked everything is none of them: its score goes by what made it stop.
final class Frontier {
    private Frontier() {}

    static List<String> of(Ascent ascent) {
        List<Tried> priced =
                ascent.rungs().stream()
                        .flatMap(rung -> rung.tried().stream())
                        .filter(tried -> tried.score().isPresent() && tried.run().complete())
                        .filter(tried -> tried.run().costPerThousandCalls().isPresent())
                        .sorted(
                                Comparator.comparingDouble(Frontier::cost)
                                        .thenComparingDouble(
                                                tried -> -tried.score().orElseThrow().value()))
                        .toList();
        List<String> frontier = new ArrayList<>();
        double best = -1;
        for (Tried tried : priced) {
            double score = tried.score().orElseThrow().value();
            if (score > best) {
                best = score;
                frontier.add(tried.run().candidate().id());
            }
        }
        return frontier;
    }

    private static double cost(Tried tried) {
        return tried.run().costPerThousandCalls().orElseThrow().amount();
    }
}
