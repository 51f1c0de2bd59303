package dev.gradus.answer.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The JSON documents that stand in a reply: the whole of it, or in code fences, or in its text.
public final class FoundJson {
    private static final Pattern FENCE =
            Pattern.compile("```[ \\t]*+([A-Za-z0-9_-]*+)[ \\t]*+\\R([\\s\\S]*?)\\R?[ \\t]*+```");
    private static final int TRIES = 64;

    private FoundJson() {}

    /// In order; the first place that has any counts: whole, then fences, then anywhere. Objects
    /// and arrays only where it is not the whole. At most 64 places are tried.
    public static List<Object> in(String reply) {
        String text = reply.strip();
        List<Object> found = new ArrayList<>();
        PlainJson.read(text).ifPresent(found::add);
        if (found.isEmpty()) {
            for (String fenced : fences(text)) {
                PlainJson.read(fenced.strip()).ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            embedded(text, found);
        }
        return List.copyOf(found);
    }

    /// What stands in the reply's code fences.
    public static List<String> fences(String text) {
        List<String> inside = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        while (inside.size() < TRIES && fence.find()) {
            inside.add(fence.group(2));
        }
        return inside;
    }

    private static void embedded(String text, List<Object> found) {
        int tries = 0;
        int at = opening(text, 0);
        while (at >= 0 && tries++ < TRIES) {
            var start = PlainJson.readStart(text.substring(at));
            start.ifPresent(document -> found.add(document.document()));
            at = opening(text, at + start.map(document -> Math.max(1, document.end())).orElse(1));
        }
    }

    private static int opening(String text, int from) {
        int object = text.indexOf('{', from);
        int array = text.indexOf('[', from);
        return object < 0 || array < 0 ? Math.max(object, array) : Math.min(object, array);
    }
}
