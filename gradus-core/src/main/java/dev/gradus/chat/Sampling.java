package dev.gradus.chat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How the answer is drawn. What is empty is left to the provider's default.
///
/// @param temperature 0 to 2
/// @param topP above 0, at most 1
/// @param maxTokens the most that the model may write, thinking included where the provider counts
///   so; 1 to 1,000,000
/// @param seed for providers that take one
/// @param effort how hard a thinking model thinks
/// @param stop texts that end the answer
/// @param logProbabilities true where the probabilities of the written tokens are wanted; a
///   provider without them gives none
public record Sampling(
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt maxTokens,
        OptionalLong seed,
        Optional<Effort> effort,
        List<String> stop,
        boolean logProbabilities) {

    /// How hard a thinking model thinks, from the least.
    public enum Effort {
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Sampling {
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(effort, "effort");
        stop = List.copyOf(stop);
        if (temperature.isPresent()
                && !(temperature.getAsDouble() >= 0 && temperature.getAsDouble() <= 2)) {
            throw new IllegalArgumentException(
                    "temperature is 0 to 2, not " + temperature.getAsDouble());
        }
        if (topP.isPresent() && !(topP.getAsDouble() > 0 && topP.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(
                    "top-p is above 0 and at most 1, not " + topP.getAsDouble());
        }
        if (maxTokens.isPresent()
                && !(maxTokens.getAsInt() >= 1 && maxTokens.getAsInt() <= 1_000_000)) {
            throw new IllegalArgumentException(
                    "max-tokens is 1 to 1,000,000, not " + maxTokens.getAsInt());
        }
    }

    /// Everything left to the provider.
    public static Sampling standard() {
        return new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    public Sampling withTemperature(double value) {
        return new Sampling(
                OptionalDouble.of(value), topP, maxTokens, seed, effort, stop, logProbabilities);
    }

    public Sampling withMaxTokens(int value) {
        return new Sampling(
                temperature, topP, OptionalInt.of(value), seed, effort, stop, logProbabilities);
    }

    public Sampling withEffort(Effort value) {
        return new Sampling(
                temperature, topP, maxTokens, seed, Optional.of(value), stop, logProbabilities);
    }

    public Sampling withLogProbabilities() {
        return new Sampling(temperature, topP, maxTokens, seed, effort, stop, true);
    }

    /// What is set, as it enters canonical bytes.
    public Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        temperature.ifPresent(value -> fields.put("temperature", value));
        topP.ifPresent(value -> fields.put("topP", value));
        maxTokens.ifPresent(value -> fields.put("maxTokens", value));
        seed.ifPresent(value -> fields.put("seed", value));
        effort.ifPresent(value -> fields.put("effort", value.word()));
        if (!stop.isEmpty()) {
            fields.put("stop", stop);
        }
        if (logProbabilities) {
            fields.put("logProbabilities", true);
        }
        return fields;
    }
}
