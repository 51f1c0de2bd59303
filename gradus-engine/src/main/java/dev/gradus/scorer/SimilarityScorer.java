package dev.gradus.scorer;

import dev.gradus.spi.Encoder;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import java.util.LinkedHashMap;
import java.util.Map;

/// The cosine between the vectors of answer and expected text; below 0 is 0. The vectors of the
/// 4,096 texts used last are kept.
final class SimilarityScorer implements Scorer {
    private static final int KEPT = 4096;
    private final Encoder encoder;
    private final Map<String, float[]> vectors =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
                    return size() > KEPT;
                }
            };

    SimilarityScorer(Encoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public double score(Example example, String answer) {
        return cosine(example.expected(), answer);
    }

    double cosine(String expected, String answer) {
        if (answer.isBlank()) {
            return 0;
        }
        float[] one = vector(expected);
        float[] other = vector(answer);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return Math.min(1, Math.max(0, sum));
    }

    private float[] vector(String text) {
        synchronized (vectors) {
            float[] known = vectors.get(text);
            if (known != null) {
                return known;
            }
        }
        float[] fresh = encoder.encode(text).vector();
        synchronized (vectors) {
            vectors.put(text, fresh);
        }
        return fresh;
    }
}
