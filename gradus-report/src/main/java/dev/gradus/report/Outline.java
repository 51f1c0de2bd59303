package dev.gradus.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value as indented lines, `key: value`, for a candidate's definition.
final class Outline {
    private static final int LIMIT = 4000;

    private Outline() {}

    static String of(Node node) {
        StringBuilder lines = new StringBuilder();
        fields(lines, node.fields(), "");
        return Prose.clean(lines.toString().stripTrailing(), LIMIT);
    }

    private static void fields(StringBuilder lines, Map<?, ?> fields, String indent) {
        fields.forEach((key, value) -> entry(lines, indent + key + ":", value, indent + "  "));
    }

    private static void entry(
            StringBuilder lines, String head, @Nullable Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> {
                lines.append(head).append('\n');
                fields(lines, map, indent);
            }
            case List<?> list -> {
                lines.append(head).append('\n');
                list.forEach(item -> entry(lines, indent + "-", item, indent + "  "));
            }
            case null -> lines.append(head).append(" unknown\n");
            default ->
                    lines.append(head)
                            .append(' ')
                            .append(scalar(value.toString(), indent))
                            .append('\n');
        }
    }

    /// Lines of a text stay under their key; a text that nobody could see is quoted.
    private static String scalar(String text, String indent) {
        return text.isBlank()
                ? "\"" + text.replace("\n", "\\n") + "\""
                : text.stripTrailing().replace("\n", "\n" + indent);
    }
}
