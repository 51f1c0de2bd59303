package dev.gradus.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Names cut to a width such that any two that differ still differ. A cut name keeps its beginning
/// and its end; where that makes several the same, also the place where these begin to differ; and
/// where that is not enough, it gets a number.
final class ShownNames {
    private static final String GAP = "\u2026";
    private final Map<String, String> shown = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final int width;

    /// @param width at least 12
    ShownNames(List<String> names, int width) {
        this.width = width;
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (String name : names.stream().distinct().toList()) {
            alike.computeIfAbsent(cut(line(name), width), key -> new ArrayList<>()).add(name);
        }
        alike.forEach((cut, its) -> {
            if (its.size() == 1) {
                take(its.getFirst(), cut);
            }
        });
        alike.values().stream().filter(its -> its.size() > 1).forEach(this::apart);
    }

    /// On one line, and at most as wide as promised.
    String of(String name) {
        String known = shown.get(name);
        return known != null ? known : cut(line(name), width);
    }

    private void apart(List<String> names) {
        int same =
                names.stream()
                        .map(ShownNames::line)
                        .reduce(ShownNames::beginning)
                        .orElse("")
                        .length();
        for (String name : names) {
            String cut = around(line(name), same);
            for (int number = 2; taken.contains(cut); number++) {
                String mark = "#" + number;
                cut = cut(line(name), width - mark.length()) + mark;
            }
            take(name, cut);
        }
    }

    private void take(String name, String cut) {
        taken.add(cut);
        shown.put(name, cut);
    }

    /// The beginning, and what follows the place from which the names differ.
    private String around(String name, int same) {
        int head = width / 3;
        int room = width - head - 2;
        int from = Math.max(head, Math.min(same - 2, name.length() - room - 1));
        int to = Math.min(name.length(), from + room);
        return name.length() <= width
                ? name
                : name.substring(0, head)
                        + GAP
                        + name.substring(from, to)
                        + (to < name.length() ? GAP : "");
    }

    private static String beginning(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return one.substring(0, at);
    }

    private static String cut(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        int tail = (width - 1) / 2;
        return name.substring(0, width - 1 - tail) + GAP + name.substring(name.length() - tail);
    }

    private static String line(String name) {
        return name.replaceAll("\\p{Cntrl}", " ");
    }
}
