package dev.gradus.models;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Tool;
import java.util.ArrayList;
import java.util.List;

/// The form of an answer by a tool: the one that the form names, or, where the provider has no way
/// to hold to a schema, one whose arguments have it.
final class Forms {
    private Forms() {}

    /// The tools of a request, with the one that its form needs.
    ///
    /// @param schemas true where the provider holds to a schema in its own way
    static List<Tool> tools(ChatRequest request, boolean schemas) {
        return switch (request.form()) {
            case Form.Free free -> request.tools();
            case Form.Forced forced -> with(request.tools(), forced.tool());
            case Form.Schema schema ->
                    schemas
                            ? request.tools()
                            : with(
                                    request.tools(),
                                    new Tool(schema.name(), "The answer.", schema.schema()));
        };
    }

    /// The name of the tool that must be called; empty where none must.
    static String forcedTool(ChatRequest request, boolean schemas) {
        return switch (request.form()) {
            case Form.Free free -> "";
            case Form.Forced forced -> forced.tool().name();
            case Form.Schema schema -> schemas ? "" : schema.name();
        };
    }

    private static List<Tool> with(List<Tool> tools, Tool tool) {
        List<Tool> all = new ArrayList<>(tools);
        if (all.stream().noneMatch(known -> known.name().equals(tool.name()))) {
            all.add(tool);
        }
        return all;
    }
}
