package dev.gradus.scorer;

import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The weighted share of the example's own checks that the answer meets. The checks of the 4,096
/// examples scored last are kept as read.
final class ChecksScorer implements Scorer {
    private static final int KEPT = 4096;
    private final CheckReader reader;
    private final Map<String, List<Check>> read =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<Check>> eldest) {
                    return size() > KEPT;
                }
            };

    ChecksScorer(ScorerMeans means) {
        this.reader = new CheckReader(means);
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public double score(Example example, String answer) {
        double met = 0;
        double all = 0;
        for (Check check : checks(example)) {
            met += check.weight() * check.share().score(example, answer);
            all += check.weight();
        }
        return met / all;
    }

    private List<Check> checks(Example example) {
        synchronized (read) {
            List<Check> known = read.get(example.expected());
            if (known != null) {
                return known;
            }
        }
        List<Check> fresh = reader.read(example);
        synchronized (read) {
            read.put(example.expected(), fresh);
        }
        return fresh;
    }
}
