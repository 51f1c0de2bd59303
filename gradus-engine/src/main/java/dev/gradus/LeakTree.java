package dev.gradus;

import dev.gradus.ladder.Leak;
import dev.gradus.ladder.TwinShare;
import dev.gradus.score.Comparison;
import dev.gradus.stats.Interval;
import java.util.Map;

/// The near twins of a verdict's look at the sealed test, as the document has them.
final class LeakTree {
    private static final double LEVEL = 0.95;

    private LeakTree() {}

    static Map<String, Object> of(Leak leak) {
        Tree tree = new Tree().put("twins", leak.twins()).put("removedFromTrain", leak.removed());
        switch (leak) {
            case Leak.Refitted refitted ->
                    tree.put("candidate", refitted.run().candidate().id())
                            .put("score", VerdictDocument.score(refitted.score()))
                            .put("lowerBound", refitted.check().lower())
                            .put("status", refitted.check().status().word())
                            .put("effect", effect(refitted.effect()))
                            .put("share", refitted.share().map(LeakTree::share).orElse(null))
                            .put("why", null);
            case Leak.Unknown unknown ->
                    tree.put("candidate", null)
                            .put("score", null)
                            .put("lowerBound", null)
                            .put("status", "inconclusive")
                            .put("effect", null)
                            .put("share", null)
                            .put("why", unknown.why());
        }
        return tree.map();
    }

    private static Map<String, Object> effect(Comparison effect) {
        Interval interval = effect.difference(LEVEL);
        return new Tree()
                .put("value", effect.difference())
                .put("low", interval.low())
                .put("high", interval.high())
                .put("level", LEVEL)
                .put("won", effect.candidateOnly())
                .put("lost", effect.baselineOnly())
                .put("p", effect.p())
                .map();
    }

    private static Map<String, Object> share(TwinShare share) {
        return new Tree()
                .put("observed", share.observed())
                .put("holdsFrom", VerdictDocument.number(share.from()))
                .map();
    }
}
