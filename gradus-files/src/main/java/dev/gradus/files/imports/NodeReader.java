package dev.gradus.files.imports;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads YAML, and JSON as the part of YAML that it is, into nodes with lines. Aliases and merge
/// keys are written out, up to 200,000 values; nothing is constructed.
final class NodeReader {
    private static final int MOST = 200_000;
    private static final int DEEPEST = 100;

    private final String file;
    private int count;

    private NodeReader(String file) {
        this.file = file;
    }

    static Node yaml(String text, String file) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(16 << 20).build();
        try {
            Optional<org.snakeyaml.engine.v2.nodes.Node> root =
                    new Compose(settings).composeString(text);
            return new NodeReader(file)
                    .node(
                            root.orElseThrow(() ->
                                    new GradusException.Data(
                                            file + ": the file is empty. Name another.")),
                            0);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new GradusException.Data(
                    file
                            + mark.map(at -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                                    .orElse("")
                            + ": this is not YAML: "
                            + e.getProblem().lines().findFirst().orElse("")
                            + ". Look for an open bracket or quote, or a wrong indent.");
        } catch (YamlEngineException e) {
            throw new GradusException.Data(
                    file
                            + ": this is not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + ". Fix the file.");
        }
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        if (++count > MOST || depth > DEEPEST) {
            throw new GradusException.Data(
                    file
                            + ":"
                            + line
                            + ": with its aliases written out the file has more than 200,000 values, or 100 levels. Make it shorter.");
        }
        return switch (node) {
            case ScalarNode scalar ->
                    new Node.Text(
                            file,
                            line,
                            scalar.getValue(),
                            scalar.getScalarStyle() == ScalarStyle.PLAIN);
            case SequenceNode sequence -> {
                List<Node> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(node(item, depth + 1)));
                yield new Node.Items(file, line, items);
            }
            case MappingNode mapping -> mapping(mapping, line, depth);
            default ->
                    throw new GradusException.Data(
                            file + ":" + line + ": this value cannot be read. Write it plainly.");
        };
    }

    private Node mapping(MappingNode mapping, int line, int depth) {
        Map<String, Node> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int at = tuple.getKeyNode().getStartMark().map(Mark::getLine).orElse(0) + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new GradusException.Data(
                        file + ":" + at + ": a key is a word. Put it in quotes.");
            }
            Node value = node(tuple.getValueNode(), depth + 1);
            if (key.getValue().equals("<<")) {
                merged.addAll(value.list());
            } else {
                fields.put(key.getValue(), value);
                lines.put(key.getValue(), at);
            }
        }
        for (Node more : merged) {
            if (more instanceof Node.Fields other) {
                other.fields().forEach(fields::putIfAbsent);
                other.lines().forEach(lines::putIfAbsent);
            }
        }
        return new Node.Fields(file, line, fields, lines);
    }
}
