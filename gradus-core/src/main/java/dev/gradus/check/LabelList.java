package dev.gradus.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the list of labels in a prompt: names divided by commas, bars or semicolons, one a line,
/// or in bullets with or without a description.
final class LabelList {
    /*
     * Every run of short names in the prompt is a possible list. One is taken for (a part of) the label
     * list where at least two, and three in ten, of its names are labels but for case and punctuation,
     * or where a line just above announces labels and none of the runs has any. So a list whose names
     * are partly wrong is found, and an ordinary enumeration is not. Where there is no list, labels
     * that stand in the text as words of their own are the list ("answer yes or no").
     */
    private static final int LONGEST_NAME = 60;
    private static final int MOST_WORDS = 6;
    private static final double SHARE_OF_LABELS = 0.3;
    private static final Pattern BULLET =
            Pattern.compile("^\\s*(?:[-*+\u2022\u2013]|\\(?\\d{1,3}[.):]|[a-z][.)])\\s+(.*)$");
    private static final Pattern HEADING =
            Pattern.compile(
                    "(?i)\\b(labels?|categor(?:y|ies)|class(?:es)?|intents?|options?|tags?|topics?"
                            + "|one of)\\b[^.!?]*:?\\s*$");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;|\u3001]\\s*");
    private static final Pattern DESCRIBED =
            Pattern.compile("\\s*(?::\\s|:$|\\s[-\u2013\u2014]\\s|\\().*");
    private static final Pattern LAST = Pattern.compile("(?i)^(?:and|or)\\s+|\\s+(?:and|or)\\s+");

    /// Names that stand together.
    private record Run(List<String> names, boolean announced) {
        long matches(Set<String> loose) {
            return names.stream().filter(name -> loose.contains(loose(name))).count();
        }
    }

    private final String prompt;
    private final List<String> labels;
    private final Set<String> loose;

    LabelList(String prompt, List<String> labels) {
        this.prompt = prompt;
        this.labels = labels;
        loose = labels.stream().map(LabelList::loose).collect(Collectors.toSet());
    }

    /// What the prompt offers, in its order; empty where it offers nothing like a label.
    Set<String> find() {
        List<Run> runs = runs();
        Set<String> found = new LinkedHashSet<>();
        for (Run run : runs) {
            long matches = run.matches(loose);
            if (matches >= 2 && matches >= SHARE_OF_LABELS * run.names.size()) {
                run.names.stream().filter(this::shapedLikeALabel).forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            labels.stream().filter(this::mentioned).forEach(found::add);
        } else {
            labels.stream().filter(this::mentionedAsName).forEach(found::add);
            runs.stream()
                    .filter(run -> run.matches(loose) == run.names.size())
                    .forEach(run -> found.addAll(run.names));
        }
        if (found.isEmpty()) {
            runs.stream()
                    .filter(run -> run.announced && run.names.size() >= 3)
                    .findFirst()
                    .ifPresent(run -> found.addAll(run.names));
        }
        return found;
    }

    /// Case and everything but letters and digits evened out.
    static String loose(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    /// Two words are no label where all labels are one; such a line is a heading or a remark.
    private boolean shapedLikeALabel(String name) {
        return loose.contains(loose(name))
                || name.indexOf(' ') < 0
                || labels.stream().anyMatch(label -> label.indexOf(' ') >= 0);
    }

    private boolean mentioned(String label) {
        Matcher matcher =
                Pattern.compile(
                                "(?<![\\p{L}\\p{N}_])"
                                        + Pattern.quote(label)
                                        + "(?![\\p{L}\\p{N}_])")
                        .matcher(prompt);
        return matcher.find();
    }

    /// In quotes, or as a word that is no ordinary one: outside the list, but offered all the same.
    private boolean mentionedAsName(String label) {
        boolean ordinary = label.chars().allMatch(c -> Character.isLetter(c) || c == ' ');
        return ordinary
                ? List.of("\"", "'", "`", "**").stream()
                        .anyMatch(mark -> prompt.contains(mark + label + mark))
                : mentioned(label);
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        List<String> block = new ArrayList<>();
        boolean announced = false;
        boolean blockAnnounced = false;
        for (String line : prompt.lines().filter(text -> !text.isBlank()).toList()) {
            Matcher bullet = BULLET.matcher(line);
            String text = bullet.matches() ? bullet.group(1) : line;
            String name = name(DESCRIBED.matcher(text).replaceFirst(""));
            boolean label = loose.contains(loose(name));
            if (line.strip().endsWith(":") && !label) {
                announced = HEADING.matcher(line).find();
                if (announced) {
                    close(runs, block, blockAnnounced);
                    blockAnnounced = false;
                }
                continue;
            }
            List<List<String>> inLine = label ? List.of() : enumerations(text);
            boolean single = inLine.isEmpty() && !name.isEmpty();
            if (single) {
                blockAnnounced |= block.isEmpty() && announced;
                block.add(name);
            } else {
                close(runs, block, blockAnnounced);
                blockAnnounced = false;
                boolean known = announced || HEADING.matcher(line).find();
                inLine.forEach(names -> runs.add(new Run(names, known)));
            }
            announced &= single;
        }
        close(runs, block, blockAnnounced);
        return runs;
    }

    private static void close(List<Run> runs, List<String> block, boolean announced) {
        if (!block.isEmpty()) {
            runs.add(new Run(List.copyOf(block), announced));
        }
        block.clear();
    }

    /// Runs of two names or more in one line, divided by commas and the like.
    private List<List<String>> enumerations(String line) {
        List<List<String>> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        String[] parts = SEPARATOR.split(line);
        for (int i = 0; i < parts.length; i++) {
            boolean first = i == 0;
            boolean last = i == parts.length - 1;
            String part = first ? parts[i].substring(parts[i].lastIndexOf(':') + 1) : parts[i];
            for (String piece : first || last ? LAST.split(part) : new String[] {part}) {
                String name =
                        first || last ? labelAtTheEdge(piece).orElse(name(piece)) : name(piece);
                if (!name.isEmpty()) {
                    names.add(name);
                } else if (!piece.isBlank()) {
                    enumerated(found, names);
                }
            }
        }
        enumerated(found, names);
        return found;
    }

    /// The longest label that `text` begins or ends with: "Use one of refund" offers `refund`.
    private Optional<String> labelAtTheEdge(String text) {
        String even = " " + loose(text) + " ";
        return labels.stream()
                .filter(label ->
                        even.startsWith(" " + loose(label) + " ")
                                || even.endsWith(" " + loose(label) + " "))
                .max(Comparator.comparingInt(String::length))
                .map(label -> text.contains(label) ? label : name(text))
                .filter(name -> !name.isEmpty());
    }

    private static void enumerated(List<List<String>> found, List<String> names) {
        if (names.size() >= 2) {
            found.add(List.copyOf(names));
        }
        names.clear();
    }

    /// Without quotes, brackets and a full stop; empty where it is too long for a name.
    private static String name(String text) {
        String name =
                text.strip()
                        .replaceAll("^[\\[({\"'`*<\u201c]+", "")
                        .replaceAll("[\\])}\"'`*>.,;\u201d]+$", "")
                        .strip();
        boolean fits = name.length() <= LONGEST_NAME && name.split("\\s+").length <= MOST_WORDS;
        return fits ? name : "";
    }
}
