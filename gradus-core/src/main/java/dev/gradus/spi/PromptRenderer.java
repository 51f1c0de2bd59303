package dev.gradus.spi;

import java.util.Map;
import java.util.Set;

/// Fills prompt templates: Jinja-like, sandboxed. Thread-safe. What is filled in is data: a
/// template that stands in an input is not run.
public interface PromptRenderer {

    /// The text with its variables filled in.
    ///
    /// @param variables texts, numbers, truth values, lists and maps of these
    /// @throws GradusException.Data where the template is wrong, with line and what to do
    String render(String template, Map<String, ?> variables);

    /// The names of the variables that the template reads.
    ///
    /// @throws GradusException.Data where the template is wrong, with line and what to do
    Set<String> variables(String template);
}
