package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.chat.Usage;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Scorer;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Answers inputs with one candidate: the code that is measured and the code that is served.
interface Answerer {
    /// One answer per example, in order. What was expected is not read.
    ///
    /// @param repeat which of several answers to the same input, from 0
    /// @param tally told as answers come
    List<Answer> answer(List<Example> examples, int repeat, Tally tally);

    /// Why no further question is asked; empty while answers can be read.
    default Optional<String> stopped() {
        return Optional.empty();
    }

    /// Why a run is a failed one where no answer could be read, however few there are.
    default String unread() {
        return stopped().orElse("none of its answers could be read");
    }

    /// Whether a reply could be read at all.
    enum Said {
        /// As an answer, right or wrong, whether or not it satisfies the task's validators.
        READ,
        /// Not in the task's form, cut off, or declined.
        UNREADABLE,
        /// The provider left it empty.
        EMPTY
    }

    /// What came of one input.
    ///
    /// @param said whether it could be read
    /// @param text the answer as it was read; of one of the wrong shape, what was written
    /// @param valid true where it has the task's shape; an invalid answer scores 0
    /// @param confidence calibrated, in [0,1], where the candidate states one
    /// @param wallNanos of the calls, at batch 1; empty where they were not made one by one
    /// @param cpuNanos of the calls, where they ran in this process
    /// @param cost in the task's currency; empty where unknown
    /// @param usage tokens that the calls took
    /// @param error why there is no answer, where the infrastructure failed
    record Answer(
            Said said,
            String text,
            boolean valid,
            OptionalDouble confidence,
            OptionalLong wallNanos,
            OptionalLong cpuNanos,
            OptionalDouble cost,
            Usage usage,
            Optional<String> error) {

        static Answer missing(String error) {
            return new Answer(
                    Said.EMPTY,
                    "",
                    false,
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    Usage.unknown(),
                    Optional.of(error));
        }

        /// Its score: that of the scorer, and 0 where it has not the task's shape.
        ///
        /// @throws CallFailure where a judge gave no reply
        double score(Scorer scorer, Example example) {
            return valid ? scorer.score(example, text) : 0;
        }

        /// This answer, with what an earlier one had taken added to what it took.
        Answer after(Answer earlier) {
            return new Answer(
                    said,
                    text,
                    valid,
                    confidence,
                    sum(earlier.wallNanos, wallNanos),
                    sum(earlier.cpuNanos, cpuNanos),
                    earlier.cost.isPresent() && cost.isPresent()
                            ? OptionalDouble.of(earlier.cost.getAsDouble() + cost.getAsDouble())
                            : OptionalDouble.empty(),
                    earlier.cpuNanos.isPresent() ? usage : earlier.usage.plus(usage),
                    error);
        }

        private static OptionalLong sum(OptionalLong one, OptionalLong other) {
            return one.isPresent() && other.isPresent()
                    ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                    : OptionalLong.empty();
        }
    }

    static Answerer of(
            Candidate candidate,
            Encoders encoders,
            Optional<Prompting> prompting,
            Optional<Money> machineRatePerCoreHour) {
        return switch (candidate) {
            case Candidate.Encoded encoded ->
                    new OnEncoder(encoded, encoders, machineRatePerCoreHour);
            case Candidate.Prompted prompted -> prompting.orElseThrow().answerer(prompted);
            case Candidate.Cascade cascade ->
                    new InCascade(
                            of(cascade.first(), encoders, prompting, machineRatePerCoreHour),
                            of(cascade.second(), encoders, prompting, machineRatePerCoreHour),
                            cascade.threshold());
        };
    }

    /// An encoder and a classifier on its vectors.
    final class OnEncoder implements Answerer {
        private static final double NANOS_PER_HOUR = 3.6e12;
        private final Candidate.Encoded candidate;
        private final VectorClassifier classifier;
        private final VectorStore vectors;
        private final Optional<Money> rate;

        OnEncoder(Candidate.Encoded candidate, Encoders encoders, Optional<Money> rate) {
            this.candidate = candidate;
            this.classifier = encoders.classifier(candidate);
            this.vectors = encoders.vectors(candidate);
            this.rate = rate;
        }

        @Override
        public List<Answer> answer(List<Example> examples, int repeat, Tally tally) {
            List<Label> labels = candidate.labels();
            List<String> inputs = examples.stream().map(Example::input).toList();
            List<Answer> answers = new ArrayList<>(inputs.size());
            for (VectorStore.Call call : vectors.single(inputs, tally.what())) {
                long before = System.nanoTime();
                Prediction prediction = classifier.classify(call.vector());
                // The classifier computes on this thread without waiting, so wall time is CPU time.
                long own = System.nanoTime() - before;
                long cpu = call.cpuNanos() + own;
                answers.add(
                        new Answer(
                                Said.READ,
                                labels.get(prediction.label()).name(),
                                true,
                                OptionalDouble.of(prediction.confidence()),
                                OptionalLong.of(call.wallNanos() + own),
                                OptionalLong.of(cpu),
                                cost(cpu),
                                Usage.unknown(),
                                Optional.empty()));
            }
            return answers;
        }

        /// CPU time at the machine's rate; unknown where no rate is stated.
        private OptionalDouble cost(long cpuNanos) {
            return rate.map(money -> OptionalDouble.of(cpuNanos / NANOS_PER_HOUR * money.amount()))
                    .orElse(OptionalDouble.empty());
        }
    }

    /// The first, and the second where the first is unsure.
    record InCascade(Answerer first, Answerer second, double threshold) implements Answerer {
        @Override
        public Optional<String> stopped() {
            return first.stopped().or(second::stopped);
        }

        @Override
        public List<Answer> answer(List<Example> examples, int repeat, Tally tally) {
            List<Answer> answers = new ArrayList<>(first.answer(examples, repeat, tally));
            List<Integer> unsure = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                Answer answer = answers.get(i);
                if (answer.error().isEmpty()
                        && (!answer.valid() || answer.confidence().orElse(0) < threshold)) {
                    unsure.add(i);
                }
            }
            List<Answer> again =
                    second.answer(unsure.stream().map(examples::get).toList(), repeat, tally);
            for (int i = 0; i < unsure.size(); i++) {
                int at = unsure.get(i);
                answers.set(at, again.get(i).after(answers.get(at)));
            }
            return answers;
        }
    }
}
