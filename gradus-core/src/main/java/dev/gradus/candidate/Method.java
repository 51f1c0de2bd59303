package dev.gradus.candidate;

import dev.gradus.canonical.Printed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How an encoder's vectors become an answer, from the simplest to the least simple.
public sealed interface Method {

    /// The nearest label name. Nothing is learned.
    record LabelNames() implements Method {}

    /// The nearest label description. Nothing is learned.
    record LabelDescriptions() implements Method {}

    /// The nearest label prototype: the centroid of a few train examples per label, with half a
    /// weight on the label's own text.
    ///
    /// @param perLabel shots for each label, 1 to 100
    /// @param selection how the shots are picked
    /// @param seed of a random selection
    record FixedShots(int perLabel, Selection selection, long seed) implements Method {
        public FixedShots {
            if (perLabel < 1 || perLabel > 100) {
                throw new IllegalArgumentException("shots per label are 1 to 100, not " + perLabel);
            }
        }
    }

    /// How fixed shots are picked within each label: at random, or so that together they cover it.
    enum Selection {
        RANDOM,
        DIVERSE
    }

    /// A vote of the nearest train examples, weighted by similarity.
    ///
    /// @param neighbours how many vote, chosen by cross-validation inside train
    record RetrievedShots(int neighbours) implements Method {
        public RetrievedShots {
            if (neighbours < 1) {
                throw new IllegalArgumentException("at least 1 neighbour votes, not " + neighbours);
            }
        }
    }

    /// The label of the one nearest train example.
    record NearestExample() implements Method {}

    /// Multinomial logistic regression on the frozen vectors.
    ///
    /// @param l2 strength of the penalty, chosen by cross-validation inside train
    record Linear(double l2) implements Method {
        public Linear {
            if (!(l2 > 0) || Double.isInfinite(l2)) {
                throw new IllegalArgumentException("the l2 penalty is above 0, not " + l2);
            }
        }
    }

    /// Weights tuned on the train examples, with a head of their own.
    ///
    /// @param kind what was trained: `lora`, `dora`, `full`
    /// @param adapter content hash of the adapter
    record Adapted(String kind, String adapter) implements Method {
        public Adapted {
            if (adapter.isEmpty()) {
                throw new IllegalArgumentException("an adapted encoder names its adapter");
            }
        }
    }

    /// The word in names, reports and JSON.
    default String word() {
        return switch (this) {
            case LabelNames names -> "label-names";
            case LabelDescriptions descriptions -> "label-descriptions";
            case FixedShots shots -> "fixed-shots";
            case RetrievedShots retrieved -> "retrieved-shots";
            case NearestExample nearest -> "nearest-example";
            case Linear linear -> "linear";
            case Adapted adapted -> adapted.kind();
        };
    }

    /// For people: the word with what sets it apart, as in `fixed-shots k=5 diverse`.
    default String title() {
        return switch (this) {
            case FixedShots shots ->
                    word()
                            + " k="
                            + shots.perLabel()
                            + (shots.selection() == Selection.DIVERSE ? " diverse" : "");
            case RetrievedShots retrieved -> word() + " k=" + retrieved.neighbours();
            case Adapted adapted ->
                    word()
                            + " "
                            + adapted.adapter()
                                    .substring(0, Math.min(8, adapted.adapter().length()));
            default -> word();
        };
    }

    /// Ties go to the simpler: a smaller number is simpler.
    default int complexity() {
        return switch (this) {
            case LabelNames names -> 0;
            case LabelDescriptions descriptions -> 1;
            case FixedShots shots -> 2;
            case NearestExample nearest -> 3;
            case RetrievedShots retrieved -> 4;
            case Linear linear -> 5;
            case Adapted adapted -> 6;
        };
    }

    /// True where the answer depends on train examples.
    default boolean learns() {
        return !(this instanceof LabelNames || this instanceof LabelDescriptions);
    }

    /// The fields as they enter the canonical bytes.
    default Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("method", word());
        switch (this) {
            case FixedShots shots -> {
                fields.put("perLabel", shots.perLabel());
                fields.put("seed", shots.seed());
                fields.put(
                        "selection", shots.selection().name().toLowerCase(java.util.Locale.ROOT));
            }
            case RetrievedShots retrieved -> fields.put("neighbours", retrieved.neighbours());
            case Linear linear -> fields.put("l2", linear.l2());
            case Adapted adapted -> fields.put("adapter", adapted.adapter());
            case LabelNames names -> {}
            case LabelDescriptions descriptions -> {}
            case NearestExample nearest -> {}
        }
        return fields;
    }

    /// What the identity of a pilot is made of: the same text in every release.
    default Printed printed() {
        Map<String, Object> fields = fields();
        return Printed.map(List.copyOf(fields.keySet()), fields, Method::printed);
    }

    private static Printed printed(Object value) {
        return switch (value) {
            case Integer number -> Printed.number(number);
            case Long number -> Printed.number(number);
            case Double number -> Printed.number(number);
            case String text -> Printed.text(text);
            default -> throw new IllegalArgumentException("not a field of a method: " + value);
        };
    }
}
