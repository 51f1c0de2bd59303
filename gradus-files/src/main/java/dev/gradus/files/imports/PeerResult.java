package dev.gradus.files.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One result as another tool recorded it, before the results of one item are put together.
///
/// @param file that it stands in
/// @param task that the item belongs to
/// @param item what was asked: an id where ids are stable, else what makes it up
/// @param arm name of the way of answering
/// @param settings what the run was done with, by name; runs of one arm that differ in them are two
/// @param scores by name
/// @param failed why there is no score by any name: the call failed, nothing was checked
record PeerResult(
        String file,
        String task,
        String item,
        String arm,
        String rung,
        String model,
        Map<String, String> settings,
        String gold,
        String pred,
        Map<String, Score> scores,
        Optional<String> failed,
        OptionalDouble promptTokens,
        OptionalDouble completionTokens,
        OptionalDouble latencyMs,
        OptionalDouble costUsd) {

    /// @param value in [0,1]; empty where it is missing
    /// @param why it is missing
    record Score(OptionalDouble value, String why) {
        static final String OUTSIDE = "with a score outside 0 to 1";
        static final String UNSCORED = "without a score";
        static final String NO_NUMBER = "with a score that is no number";

        static Score of(double value) {
            return Double.isNaN(value)
                    ? new Score(OptionalDouble.empty(), UNSCORED)
                    : value >= 0 && value <= 1
                            ? new Score(OptionalDouble.of(value), "")
                            : new Score(OptionalDouble.empty(), OUTSIDE);
        }

        static Score missing(String why) {
            return new Score(OptionalDouble.empty(), why);
        }

        /// A number or a truth value; what is neither has no score.
        static Score of(Node value) {
            String word = value.written();
            return switch (word) {
                case "true", "True" -> of(1);
                case "false", "False" -> of(0);
                case "NaN", "null", "" -> missing(UNSCORED);
                default ->
                        Node.NUMBER.matcher(word).matches()
                                ? of(Double.parseDouble(word))
                                : missing(NO_NUMBER);
            };
        }
    }

    PeerResult {
        settings = Map.copyOf(settings);
        scores = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /// The score of this name.
    Score score(String name) {
        if (failed.isPresent()) {
            return Score.missing(failed.get());
        }
        Score score = scores.get(name);
        return score == null ? Score.missing("without the score " + name) : score;
    }

    /// A number above 0 at this key; 0 is how tools write that they did not count.
    static OptionalDouble counted(Node node, String key) {
        Optional<Double> number = node.number(key).filter(value -> value > 0);
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }
}
