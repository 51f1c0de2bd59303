package dev.gradus.files;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Label;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the task file says about the shape of a right answer.
///
/// @param shape the shape; empty where the labels are to be taken from the examples
/// @param home the file that lists the labels
/// @param value where it stands
record AnswerKey(Optional<AnswerShape> shape, String home, YamlValue value) {
    private static final String WANTED =
            "{ labels: labels.yaml }, { labels: [ refund, card ] }, { schema: answer.schema.json }, labels, or text";

    static AnswerKey of(YamlMap root, Path folder) {
        YamlValue value = root.need("answer", "answer: " + WANTED);
        String here = root.file().shown();
        if (value.isScalar()) {
            return switch (value.text(WANTED)) {
                case "labels" -> new AnswerKey(Optional.empty(), here, value);
                case "text" -> new AnswerKey(Optional.of(new AnswerShape.Text()), here, value);
                default -> throw value.wrong(WANTED);
            };
        }
        YamlMap map = value.map(WANTED).only("labels", "schema");
        if (map.keys().size() != 1) {
            throw value.problem(
                    "answer wants one of labels and schema, and has "
                            + map.keys().size()
                            + ". Write "
                            + WANTED
                            + ".");
        }
        Optional<YamlValue> labels = map.get("labels");
        if (labels.isEmpty()) {
            return new AnswerKey(
                    Optional.of(schema(map.need("schema", WANTED), folder)), here, value);
        }
        if (labels.get().isScalar()) {
            InputFile file = NamedFile.of(labels.get(), folder);
            return new AnswerKey(Optional.of(labels(LabelsFile.read(file))), file.shown(), value);
        }
        return new AnswerKey(Optional.of(labels(LabelsFile.of(labels.get()))), here, value);
    }

    boolean ofLabels() {
        return shape.isEmpty() || shape.get() instanceof AnswerShape.Labels;
    }

    List<String> labelNames() {
        return shape.flatMap(AnswerShape::asLabels)
                .map(AnswerShape.Labels::names)
                .orElse(List.of());
    }

    private static AnswerShape labels(List<Label> labels) {
        return new AnswerShape.Labels(labels);
    }

    private static AnswerShape schema(YamlValue value, Path folder) {
        InputFile file = NamedFile.of(value, folder);
        String text = file.text();
        JsonText.parseObject(text, file.shown());
        return new AnswerShape.Json(text);
    }
}
