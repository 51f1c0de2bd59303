package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.task.Label;
import java.util.ArrayList;
import java.util.List;

/// Answers inputs with one candidate: the code that is measured and the code that is served.
interface Answerer {
    /// One answer per input, in order.
    List<Answer> answer(List<String> inputs, String what);

    /// @param label the answer
    /// @param confidence calibrated, in [0,1]
    /// @param wallNanos of the call, at batch 1
    /// @param cpuNanos of the call
    record Answer(String label, double confidence, long wallNanos, long cpuNanos) {}

    static Answerer of(Candidate candidate, Encoders encoders) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> new OnEncoder(encoded, encoders);
            case Candidate.Prompted prompted ->
                    throw new IllegalStateException(
                            "no chat model is opened for " + prompted.title());
            case Candidate.Cascade cascade ->
                    new InCascade(
                            of(cascade.first(), encoders),
                            of(cascade.second(), encoders),
                            cascade.threshold());
        };
    }

    /// An encoder and a classifier on its vectors.
    final class OnEncoder implements Answerer {
        private final Candidate.Encoded candidate;
        private final VectorClassifier classifier;
        private final VectorStore vectors;

        OnEncoder(Candidate.Encoded candidate, Encoders encoders) {
            this.candidate = candidate;
            this.classifier = encoders.fit(candidate.model(), candidate.method());
            this.vectors = encoders.vectors(candidate.model());
        }

        @Override
        public List<Answer> answer(List<String> inputs, String what) {
            List<Label> labels = candidate.labels();
            List<Answer> answers = new ArrayList<>(inputs.size());
            for (VectorStore.Call call : vectors.single(inputs, what)) {
                long before = System.nanoTime();
                Prediction prediction = classifier.classify(call.vector());
                // The classifier computes on this thread without waiting, so wall time is CPU time.
                long own = System.nanoTime() - before;
                answers.add(
                        new Answer(
                                labels.get(prediction.label()).name(),
                                prediction.confidence(),
                                call.wallNanos() + own,
                                call.cpuNanos() + own));
            }
            return answers;
        }
    }

    /// The first, and the second where the first is unsure.
    record InCascade(Answerer first, Answerer second, double threshold) implements Answerer {
        @Override
        public List<Answer> answer(List<String> inputs, String what) {
            List<Answer> answers = new ArrayList<>(first.answer(inputs, what));
            List<Integer> unsure = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).confidence() < threshold) {
                    unsure.add(i);
                }
            }
            List<Answer> again = second.answer(unsure.stream().map(inputs::get).toList(), what);
            for (int i = 0; i < unsure.size(); i++) {
                Answer before = answers.get(unsure.get(i));
                Answer after = again.get(i);
                answers.set(
                        unsure.get(i),
                        new Answer(
                                after.label(),
                                after.confidence(),
                                before.wallNanos() + after.wallNanos(),
                                before.cpuNanos() + after.cpuNanos()));
            }
            return answers;
        }
    }
}
