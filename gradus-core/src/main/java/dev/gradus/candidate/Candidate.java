package dev.gradus.candidate;

import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.CanonicalJson;
import dev.gradus.chat.Sampling;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything needed to answer. Immutable, content-hashed, serialisable: the unit that is measured,
/// compared, promoted and served.
public sealed interface Candidate {

    /// An in-process encoder with a method on its vectors.
    ///
    /// @param model the encoder
    /// @param method how vectors become a label
    /// @param labels the labels with their descriptions
    /// @param train content hash of the train examples it learned from; empty for a method that
    ///   learns nothing
    record Encoded(ModelName model, Method method, List<Label> labels, String train)
            implements Candidate {
        public Encoded {
            labels = List.copyOf(labels);
            if (method.learns() == train.isEmpty()) {
                throw new IllegalArgumentException(
                        method.word()
                                + (train.isEmpty() ? " names" : " has no")
                                + " train examples that it learned from");
            }
        }
    }

    /// A chat model with a prompt.
    ///
    /// @param model that is called
    /// @param prompt its words
    /// @param shots that the prompt shows
    /// @param structure how the answer gets its shape
    /// @param answer the shape itself
    /// @param sampling how the answer is drawn
    record Prompted(
            ModelName model,
            Prompt prompt,
            Shots shots,
            Structure structure,
            AnswerShape answer,
            Sampling sampling)
            implements Candidate {
        public Prompted {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(prompt, "prompt");
            Objects.requireNonNull(shots, "shots");
            Objects.requireNonNull(structure, "structure");
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(sampling, "sampling");
        }

        public Prompted withModel(ModelName other) {
            return new Prompted(other, prompt, shots, structure, answer, sampling);
        }

        public Prompted withPrompt(Prompt other) {
            return new Prompted(model, other, shots, structure, answer, sampling);
        }

        public Prompted withShots(Shots other) {
            return new Prompted(model, prompt, other, structure, answer, sampling);
        }

        public Prompted withStructure(Structure other) {
            return new Prompted(model, prompt, shots, other, answer, sampling);
        }

        public Prompted withSampling(Sampling other) {
            return new Prompted(model, prompt, shots, structure, answer, other);
        }
    }

    /// A cheap candidate first, a stronger one where the first is unsure.
    ///
    /// @param first answers every call
    /// @param second answers where the first's confidence is below the threshold
    /// @param threshold a confidence in [0,1], chosen by cross-validation inside train
    record Cascade(Candidate first, Candidate second, double threshold) implements Candidate {
        public Cascade {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException(
                        "a confidence threshold is in [0,1], not " + threshold);
            }
        }
    }

    /// The content hash: 16 hexadecimal digits of SHA-256 over the canonical JSON.
    default String id() {
        return ContentHash.of(Canonical.text(canonicalJson())).substring(0, 16);
    }

    /// The canonical bytes that are hashed: JSON, keys sorted, no white space, numbers as Java
    /// prints them.
    default String canonicalJson() {
        return CanonicalJson.write(fields());
    }

    /// The fields as plain maps, lists, texts and numbers.
    default Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        switch (this) {
            case Encoded encoded -> {
                fields.put("kind", "encoded");
                fields.put("model", encoded.model().toString());
                fields.putAll(encoded.method().fields());
                fields.put("train", encoded.train());
                fields.put("labels", labelFields(encoded.labels()));
            }
            case Prompted prompted -> {
                fields.put("kind", "prompted");
                fields.put("model", prompted.model().toString());
                fields.put("prompt", prompted.prompt().fields());
                fields.put("shots", prompted.shots().fields());
                fields.put("structure", prompted.structure().fields());
                fields.put("sampling", prompted.sampling().fields());
                switch (prompted.answer()) {
                    case AnswerShape.Labels labels ->
                            fields.put("labels", labelFields(labels.labels()));
                    case AnswerShape.Json json -> fields.put("schema", json.schema());
                    case AnswerShape.Text text -> {}
                }
            }
            case Cascade cascade -> {
                fields.put("kind", "cascade");
                fields.put("first", cascade.first().fields());
                fields.put("second", cascade.second().fields());
                fields.put("threshold", cascade.threshold());
            }
        }
        return fields;
    }

    private static List<Object> labelFields(List<Label> labels) {
        List<Object> fields = new ArrayList<>();
        for (Label label : labels) {
            Map<String, Object> one = new TreeMap<>();
            one.put("name", label.name());
            label.description().ifPresent(text -> one.put("description", text));
            fields.add(one);
        }
        return fields;
    }

    /// For people: `minilm-l6-q linear`, `minilm-l6-q linear -> bge-small-q linear below 0.62`.
    default String title() {
        return switch (this) {
            case Encoded encoded -> encoded.model().model() + " " + encoded.method().title();
            case Prompted prompted ->
                    Stream.of(
                                    prompted.model().model(),
                                    prompted.prompt().name(),
                                    prompted.shots().title(),
                                    prompted.structure().title(),
                                    prompted.sampling()
                                            .effort()
                                            .map(effort -> "effort " + effort.word())
                                            .orElse(""))
                            .filter(part -> !part.isEmpty())
                            .collect(Collectors.joining(" "));
            case Cascade cascade ->
                    cascade.first().title()
                            + " -> "
                            + cascade.second().title()
                            + String.format(
                                    java.util.Locale.ROOT, " below %.2f", cascade.threshold());
        };
    }

    /// Ties go to the simpler: a smaller number is simpler.
    default int complexity() {
        return switch (this) {
            case Encoded encoded -> encoded.method().complexity();
            case Prompted prompted ->
                    10 + prompted.shots().complexity() + prompted.structure().complexity();
            case Cascade cascade ->
                    100 + cascade.first().complexity() + cascade.second().complexity();
        };
    }

    /// The models it calls, the cheapest first.
    default List<ModelName> models() {
        return switch (this) {
            case Encoded encoded -> List.of(encoded.model());
            case Prompted prompted ->
                    prompted.shots() instanceof Shots.Retrieved retrieved
                            ? List.of(prompted.model(), retrieved.encoder())
                            : List.of(prompted.model());
            case Cascade cascade -> {
                List<ModelName> models = new ArrayList<>(cascade.first().models());
                models.addAll(cascade.second().models());
                yield List.copyOf(models);
            }
        };
    }

    /// True where train examples had a part in it: as shots, in a classifier or tuned weights, in a
    /// threshold, or in an instruction that a model wrote after reading some. What did not learn
    /// cannot have seen a test message before.
    default boolean learns() {
        return switch (this) {
            case Encoded encoded -> encoded.method().learns();
            case Prompted prompted ->
                    !(prompted.shots() instanceof Shots.None) || prompted.prompt().rewritten();
            case Cascade cascade -> true;
        };
    }

    /// True where every model it calls runs in this process: its answers cost no call and are the
    /// same each time.
    default boolean inProcess() {
        return models().stream().allMatch(ModelName::inProcess);
    }
}
