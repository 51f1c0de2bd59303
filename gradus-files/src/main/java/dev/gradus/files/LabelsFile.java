package dev.gradus.files;

import dev.gradus.task.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Labels as a user writes them: a mapping from label to description (which may be left open), or a
/// list.
final class LabelsFile {
    private static final String EXAMPLE =
            "labels: { refund: The customer wants money back., ... }, or labels: [ refund, ... ]";

    private LabelsFile() {}

    static List<Label> read(InputFile file) {
        return of(YamlMap.of(file, EXAMPLE).only("labels").need("labels", EXAMPLE));
    }

    /// The labels of a value: in a labels file, or in the task file itself.
    static List<Label> of(YamlValue value) {
        List<Label> labels = new ArrayList<>();
        if (value.isMapping()) {
            YamlMap map = value.map(EXAMPLE);
            for (String name : map.keys()) {
                labels.add(described(name, map.need(name, EXAMPLE)));
            }
        } else {
            Map<String, Integer> lines = new HashMap<>();
            for (YamlValue item : value.list("a list of labels, as in [ refund, card ]")) {
                String name = item.text("a label's name");
                Integer first = lines.putIfAbsent(name, item.node().line());
                if (first != null) {
                    throw item.problem(
                            "label "
                                    + Quoted.value(name)
                                    + " stands twice, first on line "
                                    + first
                                    + ". Take one out.");
                }
                labels.add(Label.of(name));
            }
        }
        if (labels.size() < 2) {
            throw value.problem(
                    value.path()
                            + " has "
                            + labels.size()
                            + (labels.size() == 1 ? " label" : " labels")
                            + ", and a choice needs at least 2 labels. List every answer that may be given.");
        }
        return labels;
    }

    private static Label described(String name, YamlValue description) {
        if (name.isBlank()) {
            throw description.problem(
                    "a label has no name. Write it in front of the colon, to the letter as in the examples.");
        }
        return description.isEmpty()
                ? Label.of(name)
                : Label.of(
                        name,
                        description.text(
                                "one line on what an input of this label says, or nothing at all"));
    }
}
