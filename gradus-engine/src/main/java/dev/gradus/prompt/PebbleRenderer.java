package dev.gradus.prompt;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.PromptRenderer;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Fills prompt templates by Pebble, in one pass: what is filled in is never read as a template.
///
/// A template has `{{ value }}`, `{% if %} {% elif %} {% else %}`, `{% for %}`, `{% set %}`, `{%
/// raw %}`, `{# comments #}`, the filters of [PromptLanguage], and `-` to trim white space. A line
/// that holds block tags alone vanishes with its line end; every other character stays. It can load
/// no file, include no template and call no method of an object. Bounds: 256 kB of template, 1 MB
/// of text, 100,000 passes of loops, 10 s. Thread-safe; the 512 templates used last stay compiled.
public final class PebbleRenderer implements PromptRenderer {
    static final int MAX_TEXT = 1 << 20;
    private static final int MAX_TEMPLATE = 256 << 10;
    private static final int ROOM = 256;
    private static final int COMPILED = 512;
    private static final Pattern UNKNOWN_TAG = Pattern.compile("^Unexpected tag name \"(.*)\"$");

    private final PebbleEngine engine =
            new PebbleEngine.Builder()
                    .autoEscaping(false)
                    .strictVariables(true)
                    .newLineTrimming(false)
                    .cacheActive(false)
                    .defaultLocale(Locale.ROOT)
                    .maxRenderedSize(MAX_TEXT)
                    .methodAccessValidator((object, method) -> false)
                    .registerExtensionCustomizer(PromptLanguage::new)
                    .build();

    private final Map<String, PebbleTemplate> compiled =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, PebbleTemplate> eldest) {
                    return size() > COMPILED;
                }
            };

    @Override
    public String render(String template, Map<String, ?> variables) {
        return render("prompt template", template, variables);
    }

    /// As [#render(String, Map)].
    ///
    /// @param name of the template, for messages: a file's name
    public String render(String name, String template, Map<String, ?> variables) {
        Map<String, Object> values = new HashMap<>(variables);
        values.put(Work.KEY, new Work());
        StringWriter out = new StringWriter(template.length() + ROOM);
        try {
            compile(template).evaluate(out, values, Locale.ROOT);
            return out.toString();
        } catch (IOException | RuntimeException | StackOverflowError problem) {
            throw wrong(name, problem, variables.keySet());
        }
    }

    @Override
    public Set<String> variables(String template) {
        try {
            compile(template);
            return ReadNames.of(engine, StandaloneTags.folded(template));
        } catch (IOException | RuntimeException | StackOverflowError problem) {
            throw wrong("prompt template", problem, Set.of());
        }
    }

    private PebbleTemplate compile(String template) {
        synchronized (compiled) {
            PebbleTemplate known = compiled.get(template);
            if (known != null) {
                return known;
            }
        }
        if (template.length() > MAX_TEMPLATE) {
            throw new GradusException.Data(
                    "a prompt template has at most 262,144 characters, not "
                            + template.length()
                            + ". Put the long part into a column of the examples.");
        }
        PebbleTemplate fresh = engine.getLiteralTemplate(StandaloneTags.folded(template));
        synchronized (compiled) {
            compiled.put(template, fresh);
        }
        return fresh;
    }

    private static GradusException wrong(String name, Throwable problem, Set<String> known) {
        Throwable cause = deepest(problem);
        if (cause instanceof GradusException told) {
            return told;
        }
        String line =
                cause instanceof PebbleException told && told.getLineNumber() != null
                        ? ":" + told.getLineNumber()
                        : "";
        return new GradusException.Data(name + line + ": " + words(cause, known));
    }

    /// The innermost error that Pebble or this package worded; Pebble wraps some of them.
    private static Throwable deepest(Throwable problem) {
        Throwable found = problem;
        for (Throwable at = problem; at != null; at = at.getCause()) {
            if (at instanceof PebbleException told && told.getLineNumber() != null
                    || at instanceof GradusException) {
                found = at;
            }
        }
        return found;
    }

    private static String words(Throwable cause, Set<String> known) {
        return switch (cause) {
            case UnknownField field -> field.getPebbleMessage();
            case AttributeNotFoundException unknown ->
                    Near.unknown("variable", unknown.getAttributeName(), known);
            case PebbleException told when told.getPebbleMessage().startsWith("Tried to write") ->
                    "the filled-in prompt is longer than 1,048,576 characters. Shorten the input"
                            + " or show fewer examples.";
            case PebbleException told ->
                    UNKNOWN_TAG
                            .matcher(told.getPebbleMessage())
                            .replaceFirst(
                                    "a prompt template has no tag '$1'; its tags are if, elif, else,"
                                            + " for, set and raw.");
            case StackOverflowError deep ->
                    "the template is nested too deeply. Take some of the brackets apart.";
            default ->
                    "a filter or an operator cannot work with its value ("
                            + cause.getMessage()
                            + "). Check which values are texts, which are lists.";
        };
    }
}
