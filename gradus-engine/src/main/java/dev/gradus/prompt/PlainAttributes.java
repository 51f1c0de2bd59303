package dev.gradus.prompt;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode.LoopVariables;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands behind a dot or in brackets: a map's field, a list's item, a loop's place. Nothing
/// else has attributes, and nothing is looked up by reflection.
final class PlainAttributes implements AttributeResolver {
    private static final List<String> LOOP =
            List.of("first", "index", "index0", "last", "length", "revindex", "revindex0");

    @Override
    public ResolvedAttribute resolve(
            Object instance,
            Object attribute,
            Object @Nullable [] arguments,
            @Nullable ArgumentsNode nodes,
            EvaluationContextImpl context,
            String file,
            int line) {
        if (arguments != null) {
            throw new PebbleException(
                    null,
                    "'"
                            + attribute
                            + "(...)' calls a method, which a template cannot. Use a filter.",
                    line,
                    file);
        }
        return new ResolvedAttribute(value(instance, attribute, file, line));
    }

    private static @Nullable Object value(Object instance, Object name, String file, int line) {
        return switch (instance) {
            case Map<?, ?> map when map.containsKey(name) -> map.get(name);
            case Map<?, ?> map ->
                    throw new UnknownField(
                            String.valueOf(name),
                            map.keySet().stream().map(String::valueOf).toList(),
                            file,
                            line);
            case List<?> list when name instanceof Number place -> item(list, place, file, line);
            case LoopVariables loop -> loop(loop, String.valueOf(name), file, line);
            default -> throw new UnknownField(String.valueOf(name), List.of(), file, line);
        };
    }

    private static Object item(List<?> list, Number place, String file, int line) {
        long at = place.longValue() < 0 ? place.longValue() + list.size() : place.longValue();
        if (at < 0 || at >= list.size()) {
            throw new PebbleException(
                    null,
                    "item " + place + " of a list of " + list.size() + ". Items count from 0.",
                    line,
                    file);
        }
        return list.get((int) at);
    }

    /// As in Jinja: `index` counts from 1.
    private static Object loop(LoopVariables loop, String name, String file, int line) {
        return switch (name) {
            case "index" -> (long) loop.getIndex() + 1;
            case "index0" -> (long) loop.getIndex();
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            case "length" -> loop.getLength().longValue();
            case "revindex" -> loop.getLength().longValue() - loop.getIndex();
            case "revindex0" -> loop.getLength().longValue() - loop.getIndex() - 1;
            default -> throw new UnknownField(name, LOOP, file, line);
        };
    }
}
