package dev.gradus.spi;

import dev.gradus.canonical.Printed;
import dev.gradus.cost.TuningFacts;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a provider is asked to tune on, and how.
///
/// @param trainingFile as `TuningJobs.upload` gave it
/// @param validationFile likewise; empty where nothing is held out
/// @param way the method with its settings
/// @param suffix that the provider puts into the new model's name, 1 to 40 characters of `a-z 0-9
///   -`; empty for none
/// @param seed of the provider's random choices; 0 to 2,147,483,647
public record JobOrder(
        String trainingFile,
        Optional<String> validationFile,
        Way way,
        Optional<String> suffix,
        OptionalLong seed) {

    public JobOrder {
        Objects.requireNonNull(trainingFile, "trainingFile");
        Objects.requireNonNull(validationFile, "validationFile");
        Objects.requireNonNull(way, "way");
        if (suffix.isPresent() && !suffix.get().matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "the suffix is 1 to 40 characters of a-z, 0-9 and -, not '"
                            + suffix.get()
                            + "'");
        }
        if (seed.isPresent() && (seed.getAsLong() < 0 || seed.getAsLong() > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "a provider's seed is 0 to 2147483647, not " + seed.getAsLong());
        }
    }

    /// A method with its settings.
    public sealed interface Way {
        /// What every method takes.
        Settings settings();

        /// The word for it.
        TuningFacts.Method method();

        /// What the mark of a job is made of: the same text in every release. A component that is
        /// added is written at the end, and only where it is not at its default.
        default Printed printed() {
            return switch (this) {
                case Supervised supervised ->
                        Printed.record("Supervised")
                                .with("settings", supervised.settings.printed())
                                .end();
                case Preference preference ->
                        Printed.record("Preference")
                                .with("settings", preference.settings.printed())
                                .with("beta", Printed.optional(preference.beta))
                                .end();
                case Reinforcement reinforcement ->
                        Printed.record("Reinforcement")
                                .with("settings", reinforcement.settings.printed())
                                .with("grader", Printed.text(reinforcement.grader))
                                .end();
            };
        }
    }

    /// On answers as they should be.
    public record Supervised(Settings settings) implements Way {
        @Override
        public TuningFacts.Method method() {
            return TuningFacts.Method.SFT;
        }
    }

    /// On a preferred and a rejected answer.
    ///
    /// @param beta how much the tuned model is held to the base, above 0; the provider's choice
    ///   where empty
    public record Preference(Settings settings, OptionalDouble beta) implements Way {
        public Preference {
            if (beta.isPresent() && !(beta.getAsDouble() > 0 && beta.getAsDouble() <= 2)) {
                throw new IllegalArgumentException(
                        "beta is above 0 and at most 2, not " + beta.getAsDouble());
            }
        }

        @Override
        public TuningFacts.Method method() {
            return TuningFacts.Method.DPO;
        }
    }

    /// On the model's own answers, scored by a grader.
    ///
    /// @param grader a JSON object in the provider's language
    public record Reinforcement(Settings settings, String grader) implements Way {
        @Override
        public TuningFacts.Method method() {
            return TuningFacts.Method.REINFORCEMENT;
        }
    }

    /// What every method takes.
    ///
    /// @param epochs how often each example is learned from, 1 to 50; said in every order, as the
    ///   price hangs on it
    /// @param batchSize examples of one step; the provider's choice where empty
    /// @param learningRateMultiplier on the provider's own rate; its choice where empty
    public record Settings(
            int epochs, OptionalInt batchSize, OptionalDouble learningRateMultiplier) {
        public Settings {
            if (epochs < 1 || epochs > 50) {
                throw new IllegalArgumentException("epochs is 1 to 50, not " + epochs);
            }
            if (batchSize.isPresent() && batchSize.getAsInt() < 1) {
                throw new IllegalArgumentException(
                        "a step has at least 1 example, not " + batchSize.getAsInt());
            }
            if (learningRateMultiplier.isPresent()
                    && !(learningRateMultiplier.getAsDouble() > 0
                            && Double.isFinite(learningRateMultiplier.getAsDouble()))) {
                throw new IllegalArgumentException(
                        "a learning rate multiplier is above 0, not "
                                + learningRateMultiplier.getAsDouble());
            }
        }

        Printed printed() {
            return Printed.record("Settings")
                    .with("epochs", Printed.number(epochs))
                    .with("batchSize", Printed.optional(batchSize))
                    .with("learningRateMultiplier", Printed.optional(learningRateMultiplier))
                    .end();
        }

        public static Settings of(int epochs) {
            return new Settings(epochs, OptionalInt.empty(), OptionalDouble.empty());
        }
    }
}
