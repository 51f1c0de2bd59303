package dev.gradus.files;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables that a Jinja-like template reads, found by its words: enough to say which column
/// is missing before anything is rendered. Rendering itself is another module's.
public final class TemplateNames {
    private static final Pattern TAG =
            Pattern.compile("\\{\\{(.*?)}}|\\{%(.*?)%}|\\{#.*?#}", Pattern.DOTALL);
    private static final Pattern RAW =
            Pattern.compile(
                    "\\{%-?\\s*(raw|verbatim)\\s*-?%}.*?\\{%-?\\s*end\\1\\s*-?%}", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.$])([A-Za-z_]\\w*)(?!\\w|\\s*\\(|\\s*=(?!=))");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*\\w+");
    private static final Pattern BINDS =
            Pattern.compile(
                    "\\s*-?\\s*(?:for\\s+(\\w+)(?:\\s*,\\s*(\\w+))?\\s+in\\b|set\\s+(\\w+))");
    private static final Set<String> WORDS =
            Set.of(
                    "and",
                    "or",
                    "not",
                    "in",
                    "is",
                    "if",
                    "elif",
                    "elseif",
                    "else",
                    "endif",
                    "for",
                    "endfor",
                    "set",
                    "endset",
                    "true",
                    "false",
                    "none",
                    "null",
                    "loop",
                    "True",
                    "False",
                    "None",
                    "defined",
                    "empty",
                    "contains",
                    "even",
                    "odd",
                    "equals",
                    "filter",
                    "endfilter",
                    "autoescape",
                    "endautoescape");

    private TemplateNames() {}

    /// Each name with the line where it is first read, from 1.
    public static Map<String, Integer> of(String template) {
        String text = RAW.matcher(template).replaceAll(hidden -> lineEnds(hidden.group()));
        Set<String> bound = new HashSet<>();
        Map<String, Integer> names = new LinkedHashMap<>();
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            String inside = tag.group(1) == null ? tag.group(2) : tag.group(1);
            if (inside == null) {
                continue;
            }
            String words = FILTER.matcher(TEXT.matcher(inside).replaceAll("''")).replaceAll("");
            if (tag.group(2) != null) {
                Matcher binds = BINDS.matcher(words);
                if (binds.lookingAt()) {
                    for (int group = 1; group <= 3; group++) {
                        if (binds.group(group) != null) {
                            bound.add(binds.group(group));
                        }
                    }
                    words = words.substring(binds.end());
                }
            }
            int line =
                    1 + (int) text.substring(0, tag.start()).chars().filter(c -> c == '\n').count();
            Matcher name = NAME.matcher(words);
            while (name.find()) {
                String word = name.group(1);
                if (!WORDS.contains(word) && !bound.contains(word)) {
                    names.putIfAbsent(word, line);
                }
            }
        }
        return names;
    }

    private static String lineEnds(String text) {
        return text.replaceAll("[^\n]", "");
    }
}
