package dev.gradus.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes away the lines that hold block tags alone, so that a template can be laid out without
/// leaving blank lines in the prompt, and no two lines of text are ever joined.
///
/// The line end moves into the last tag of the line, where the lexer counts it and nothing prints
/// it: line numbers in messages stay true. Jinja's `trim_blocks` would also eat the line end after
/// `a{% endif %}` and join what follows.
final class StandaloneTags {
    private static final Pattern ALONE =
            Pattern.compile("[ \\t]*(?:(?:\\{%[^%{}]*+%}|\\{#[^#{}]*+#})[ \\t]*)++");
    private static final Pattern RAW = Pattern.compile("\\{%(-?)\\s*(end)?raw\\s*(-?)%}");
    private static final Pattern VERBATIM_START = Pattern.compile("\\{%-?\\s*verbatim\\s*-?%}");
    private static final Pattern VERBATIM_END = Pattern.compile("\\{%-?\\s*endverbatim\\s*-?%}");

    private StandaloneTags() {}

    static String folded(String template) {
        String known = RAW.matcher(template.replace("\r\n", "\n")).replaceAll(StandaloneTags::raw);
        StringBuilder out = new StringBuilder(known.length());
        boolean verbatim = false;
        int from = 0;
        while (from < known.length()) {
            int end = known.indexOf('\n', from);
            String line = known.substring(from, end < 0 ? known.length() : end);
            boolean touched = verbatim || VERBATIM_START.matcher(line).find();
            boolean alone = !touched && ALONE.matcher(line).matches();
            out.append(alone ? folded(line, end >= 0) : line);
            out.append(alone || end < 0 ? "" : "\n");
            verbatim = touched && !VERBATIM_END.matcher(line).find();
            from = end < 0 ? known.length() : end + 1;
        }
        return out.toString();
    }

    private static String folded(String line, boolean ended) {
        String tags = line.strip();
        int close = tags.length() - 2;
        int dash = tags.charAt(close - 1) == '-' ? close - 1 : close;
        return ended ? tags.substring(0, dash) + "\n" + tags.substring(dash) : tags;
    }

    private static String raw(java.util.regex.MatchResult found) {
        String end = found.group(2) == null ? "" : found.group(2);
        return Matcher.quoteReplacement(
                "{%" + found.group(1) + " " + end + "verbatim " + found.group(3) + "%}");
    }
}
