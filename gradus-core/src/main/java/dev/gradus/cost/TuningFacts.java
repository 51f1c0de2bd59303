package dev.gradus.cost;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What is known of a provider's tuning of a model, on a day, by a source. What is empty is
/// unknown, never 0 and never yes.
///
/// @param intake who may start a job
/// @param closes the day from which nobody may
/// @param noEndAnnounced true where somebody looked, and neither the model's shutdown nor the end
///   of its tuning was announced
/// @param trainingPerMillion tokens trained on, each epoch counted, in the currency of the price
/// @param minimumExamples below which the provider refuses a training file
/// @param methods that the provider offers; empty where unknown
/// @param note what else is known, in words; may be empty
/// @param asOf the day on which this was true; empty where nothing is known
/// @param source where it stands; may be empty where nothing is known
public record TuningFacts(
        Intake intake,
        Optional<LocalDate> closes,
        boolean noEndAnnounced,
        OptionalDouble trainingPerMillion,
        OptionalInt minimumExamples,
        List<Method> methods,
        String note,
        Optional<LocalDate> asOf,
        String source) {

    private static final TuningFacts UNKNOWN =
            new TuningFacts(
                    Intake.UNKNOWN,
                    Optional.empty(),
                    false,
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    "",
                    Optional.empty(),
                    "");

    /// Who may start a job.
    public enum Intake {
        /// Everyone with an account.
        YES,
        /// Some accounts; the note says which.
        SOME,
        /// Nobody.
        NO,
        UNKNOWN;

        /// The word of a price file.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How weights are tuned at a provider.
    public enum Method {
        /// On answers as they should be.
        SFT,
        /// On a preferred and a rejected answer (direct preference optimisation).
        DPO,
        /// On the model's own answers, as a grader scores them.
        REINFORCEMENT;

        /// The word of a price file.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Method> parse(String word) {
            return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
        }
    }

    public TuningFacts {
        Objects.requireNonNull(intake, "intake");
        Objects.requireNonNull(closes, "closes");
        Objects.requireNonNull(trainingPerMillion, "trainingPerMillion");
        Objects.requireNonNull(minimumExamples, "minimumExamples");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(source, "source");
        methods = List.copyOf(methods);
        if (trainingPerMillion.isPresent() && !(trainingPerMillion.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(
                    "a price is 0 or more, not " + trainingPerMillion.getAsDouble());
        }
        if (minimumExamples.isPresent() && minimumExamples.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "a training file has at least 1 example, not " + minimumExamples.getAsInt());
        }
    }

    public static TuningFacts unknown() {
        return UNKNOWN;
    }

    /// What is known here, and what only the provider's own facts say. Day, source and note are of
    /// the ones that say who may start a job.
    public TuningFacts over(TuningFacts provider) {
        TuningFacts said = intake == Intake.UNKNOWN ? provider : this;
        return new TuningFacts(
                said.intake,
                closes.or(provider::closes),
                noEndAnnounced,
                trainingPerMillion.isPresent() ? trainingPerMillion : provider.trainingPerMillion,
                minimumExamples.isPresent() ? minimumExamples : provider.minimumExamples,
                methods.isEmpty() ? provider.methods : methods,
                said.note,
                said.asOf.or(() -> asOf),
                said.source.isEmpty() ? source : said.source);
    }

    /// The same with an unknown price of training.
    public TuningFacts withoutPrice() {
        return new TuningFacts(
                intake,
                closes,
                noEndAnnounced,
                OptionalDouble.empty(),
                minimumExamples,
                methods,
                note,
                asOf,
                source);
    }

    /// What training costs; empty where the price is unknown.
    ///
    /// @param tokens of one epoch
    /// @param epochs how often each is trained on
    public OptionalDouble training(long tokens, int epochs) {
        return trainingPerMillion.isPresent()
                ? OptionalDouble.of(tokens * epochs * trainingPerMillion.getAsDouble() / 1e6)
                : OptionalDouble.empty();
    }
}
