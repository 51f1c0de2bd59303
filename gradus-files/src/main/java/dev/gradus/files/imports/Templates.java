package dev.gradus.files.imports;

import dev.gradus.files.TemplateNames;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Templates of other tools (Nunjucks, MiniJinja) on their way to ours.
final class Templates {
    private static final Pattern TAG = Pattern.compile("(\\{\\{.*?}}|\\{%.*?%})", Pattern.DOTALL);
    private static final Pattern SIMPLE = Pattern.compile("\\{\\{-?\\s*([A-Za-z_]\\w*)\\s*-?}}");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_]\\w*)");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern WORD = Pattern.compile("(?<![\\w.'\"])([A-Za-z_]\\w*)(?!\\w)");
    private static final Pattern STATEMENT = Pattern.compile("\\{%-?\\s*(\\w+)");
    private static final Set<String> FILTERS =
            Set.of(
                    "abs",
                    "capitalize",
                    "default",
                    "escape",
                    "first",
                    "join",
                    "last",
                    "length",
                    "lower",
                    "replace",
                    "reverse",
                    "sort",
                    "title",
                    "trim",
                    "upper",
                    "safe");
    private static final Set<String> STATEMENTS =
            Set.of("if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw");

    private Templates() {}

    /// The names that it reads.
    static Set<String> names(String template) {
        return new LinkedHashSet<>(TemplateNames.of(template).keySet());
    }

    /// Filters and statements that ours does not have.
    static Set<String> foreign(String template) {
        Set<String> foreign = new TreeSet<>();
        Matcher tag = TAG.matcher(template);
        while (tag.find()) {
            String inside = TEXT.matcher(tag.group()).replaceAll("''");
            Matcher filter = FILTER.matcher(inside);
            while (filter.find()) {
                if (!FILTERS.contains(filter.group(1))) {
                    foreign.add("filter " + filter.group(1));
                }
            }
            Matcher statement = STATEMENT.matcher(inside);
            if (statement.lookingAt() && !STATEMENTS.contains(statement.group(1))) {
                foreign.add("statement " + statement.group(1));
            }
        }
        return foreign;
    }

    /// With variables under other names.
    static String renamed(String template, Map<String, String> names) {
        return TAG.matcher(template)
                .replaceAll(tag ->
                        Matcher.quoteReplacement(
                                WORD.matcher(tag.group())
                                        .replaceAll(word ->
                                                Matcher.quoteReplacement(
                                                        names.getOrDefault(
                                                                word.group(1), word.group(1))))));
    }

    /// With the values filled in; empty where it reads more than plain variables that are known.
    static Optional<String> filled(String template, Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        Matcher name = SIMPLE.matcher(template);
        while (name.find()) {
            String value = values.get(name.group(1));
            if (value == null) {
                return Optional.empty();
            }
            name.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        String rest = SIMPLE.matcher(template).replaceAll("");
        if (rest.contains("{{") || rest.contains("{%")) {
            return Optional.empty();
        }
        return Optional.of(name.appendTail(out).toString());
    }

    /// A template as a sentence: variables by their names.
    static String inWords(String template) {
        String text = SIMPLE.matcher(template).replaceAll("the $1");
        text = TAG.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
        if (text.length() > 300) {
            int stop = text.lastIndexOf(". ", 300);
            text = text.substring(0, stop > 50 ? stop + 1 : 300).strip();
        }
        return text;
    }
}
