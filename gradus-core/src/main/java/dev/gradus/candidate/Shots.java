package dev.gradus.candidate;

import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The worked examples that a prompt shows. They come from train, never from dev or test.
public sealed interface Shots {

    /// None.
    record None() implements Shots {}

    /// The same ones in every prompt.
    ///
    /// @param how they were picked, for people: `diverse`, `bootstrapped`
    record Fixed(List<Shot> shots, String how) implements Shots {
        public Fixed {
            shots = List.copyOf(shots);
            if (shots.isEmpty() || shots.size() > 1000) {
                throw new IllegalArgumentException(
                        "a prompt shows 1 to 1,000 shots, not " + shots.size());
            }
        }
    }

    /// The train examples nearest to the input, the nearest last.
    ///
    /// @param encoder by whose vectors they are found
    /// @param neighbours how many
    /// @param train content hash of the train examples
    record Retrieved(ModelName encoder, int neighbours, String train) implements Shots {
        public Retrieved {
            if (neighbours < 1 || neighbours > 1000) {
                throw new IllegalArgumentException(
                        "a prompt shows 1 to 1,000 shots, not " + neighbours);
            }
        }
    }

    /// An input with its right answer.
    record Shot(String input, String expected) {}

    /// For people; empty for none.
    default String title() {
        return switch (this) {
            case None none -> "";
            case Fixed fixed -> fixed.shots().size() + " shots " + fixed.how();
            case Retrieved retrieved -> "nearest " + retrieved.neighbours() + " shots";
        };
    }

    /// Ties go to the simpler: a smaller number is simpler.
    default int complexity() {
        return switch (this) {
            case None none -> 0;
            case Fixed fixed -> 1;
            case Retrieved retrieved -> 2;
        };
    }

    /// The fields as they enter the canonical bytes.
    default Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        switch (this) {
            case None none -> fields.put("kind", "none");
            case Fixed fixed -> {
                fields.put("kind", "fixed");
                fields.put("how", fixed.how());
                fields.put(
                        "shots",
                        fixed.shots().stream()
                                .map(shot ->
                                        new TreeMap<String, Object>(
                                                Map.of(
                                                        "input", shot.input(),
                                                        "expected", shot.expected())))
                                .toList());
            }
            case Retrieved retrieved -> {
                fields.put("kind", "retrieved");
                fields.put("encoder", retrieved.encoder().toString());
                fields.put("neighbours", retrieved.neighbours());
                fields.put("train", retrieved.train());
            }
        }
        return fields;
    }
}
