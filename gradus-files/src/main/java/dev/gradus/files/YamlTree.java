package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Builds the values of a YAML file from its events, so that nothing is constructed, every value
/// knows its place, and aliases, depth, tags and second documents are bounded before they cost
/// anything.
final class YamlTree {
    private static final int DEEPEST = 50;
    private static final long MOST_VALUES = 100_000;

    private final InputFile file;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<Anchor, Optional<YamlNode>> anchors = new HashMap<>();
    private Optional<YamlNode> root = Optional.empty();
    private int documents;

    private YamlTree(InputFile file) {
        this.file = file;
    }

    /// The document of a file; empty where the file has only comments.
    static Optional<YamlNode> read(InputFile file) {
        return read(file, file.text());
    }

    /// The document of a text that was read already.
    ///
    /// @param file what messages call it
    static Optional<YamlNode> read(InputFile file, String text) {
        YamlTree tree = new YamlTree(file);
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(4 << 20).build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                tree.accept(event);
            }
        } catch (MarkedYamlEngineException e) {
            throw tree.syntax(e, text);
        } catch (YamlEngineException e) {
            throw file.problem(
                    "this is not YAML: "
                            + firstLine(String.valueOf(e.getMessage()))
                            + ". Compare it with the task file's reference.");
        }
        return tree.root;
    }

    private void accept(Event event) {
        int line = line(event.getStartMark());
        int column = column(event.getStartMark());
        switch (event) {
            case DocumentStartEvent start -> {
                if (++documents > 1) {
                    throw file.problem(
                            line,
                            column,
                            "a second document begins here, and one is wanted. Take out the '---'.");
                }
            }
            case AliasEvent alias -> add(resolved(alias, line, column), Optional.empty());
            case ScalarEvent scalar -> {
                refuseTag(scalar.getTag(), line, column);
                add(
                        new YamlNode.Scalar(line, column, scalar.getValue(), scalar.isPlain()),
                        scalar.getAnchor());
            }
            case CollectionStartEvent start -> begin(start, line, column);
            case MappingEndEvent end -> finish();
            case SequenceEndEvent end -> finish();
            default -> {}
        }
    }

    private void begin(CollectionStartEvent start, int line, int column) {
        refuseTag(start.getTag(), line, column);
        if (open.size() == DEEPEST) {
            throw file.problem(
                    line,
                    column,
                    "values are nested more than " + DEEPEST + " deep. Write the file flatter.");
        }
        start.getAnchor().ifPresent(anchor -> anchors.put(anchor, Optional.empty()));
        open.push(
                new Open(
                        start instanceof MappingStartEvent,
                        line,
                        column,
                        start.getAnchor(),
                        new ArrayList<>()));
    }

    private void finish() {
        Open done = open.pop();
        long size = 1;
        for (YamlNode child : done.children) {
            size += child.size();
        }
        if (size > MOST_VALUES) {
            throw file.problem(
                    done.line,
                    done.column,
                    "with its aliases written out this holds more than 100,000 values. Write them out, or take them out.");
        }
        add(done.node(file, size), done.anchor);
    }

    private YamlNode resolved(AliasEvent alias, int line, int column) {
        Optional<YamlNode> known = anchors.get(alias.getAlias());
        String name = "alias '*" + alias.getAlias().getValue() + "'";
        if (known == null) {
            throw file.problem(
                    line,
                    column,
                    name + " names an anchor that does not stand above it. Write the value out.");
        }
        return known.orElseThrow(() ->
                file.problem(
                        line,
                        column,
                        name + " stands inside the value it names. Write the value out."));
    }

    private void add(YamlNode node, Optional<Anchor> anchor) {
        anchor.ifPresent(name -> anchors.put(name, Optional.of(node)));
        Open parent = open.peek();
        if (parent == null) {
            root = Optional.of(node);
        } else {
            parent.children.add(node);
        }
    }

    private void refuseTag(Optional<String> tag, int line, int column) {
        if (tag.isPresent()) {
            throw file.problem(
                    line,
                    column,
                    "the tag "
                            + Quoted.value(tag.get().replace("tag:yaml.org,2002:", "!!"))
                            + " asks for a type, and none is accepted. Write the value without it.");
        }
    }

    private GradusException syntax(MarkedYamlEngineException e, String text) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        if (mark.isEmpty()) {
            return file.problem(
                    "this is not YAML: " + firstLine(e.getProblem()) + ". Fix the line.");
        }
        int line = line(mark);
        int column = column(mark);
        String lineText = text.lines().skip(line - 1L).findFirst().orElse("");
        if (lineText.stripTrailing().indexOf('\t') >= 0
                && lineText.substring(0, Math.min(column, lineText.length())).indexOf('\t') >= 0) {
            return file.problem(
                    line,
                    lineText.indexOf('\t') + 1L,
                    "a tab stands here, where YAML wants spaces. Replace it by spaces.");
        }
        String context =
                e.getContextMark()
                        .filter(from -> from.getLine() + 1 < line)
                        .map(from ->
                                ", "
                                        + firstLine(e.getContext())
                                        + " that begins on line "
                                        + (from.getLine() + 1))
                        .orElse("");
        return file.problem(
                line,
                column,
                "this is not YAML: "
                        + firstLine(e.getProblem())
                        + context
                        + ". Look for an open bracket or quote, a missing colon, or a wrong indent.");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    private static int column(Optional<Mark> mark) {
        return mark.map(Mark::getColumn).orElse(0) + 1;
    }

    private record Open(
            boolean mapping,
            int line,
            int column,
            Optional<Anchor> anchor,
            List<YamlNode> children) {
        YamlNode node(InputFile file, long size) {
            if (!mapping) {
                return new YamlNode.Sequence(line, column, List.copyOf(children), size);
            }
            List<YamlNode.Entry> entries = new ArrayList<>();
            Map<String, Integer> lines = new HashMap<>();
            for (int i = 0; i < children.size(); i += 2) {
                if (!(children.get(i) instanceof YamlNode.Scalar key)) {
                    YamlNode wrong = children.get(i);
                    throw file.problem(
                            wrong.line(),
                            wrong.column(),
                            "a key is a word, not a list or a mapping. Put it in quotes if it begins with a bracket.");
                }
                Integer first = lines.putIfAbsent(key.text(), key.line());
                if (first != null) {
                    throw file.problem(
                            key.line(),
                            key.column(),
                            "key "
                                    + Quoted.value(key.text())
                                    + " stands twice, first on line "
                                    + first
                                    + ". Take one out.");
                }
                entries.add(new YamlNode.Entry(key, children.get(i + 1)));
            }
            return new YamlNode.Mapping(line, column, entries, size);
        }
    }
}
