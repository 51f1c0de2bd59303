package dev.gradus.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The labels of a task by how they may be written. From the surest on: to the letter; case and
/// what stands around evened out; letters and digits alone, where no two labels have the same.
final class LabelNames {
    private static final Pattern AROUND =
            Pattern.compile(
                    "^[\\s\"'`*_“”‘’«»()\\[\\]<>.:-]++|[\\s\"'`*_“”‘’«»()\\[\\]<>.,;:!-]++$");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NAME = Pattern.compile("[^\\p{L}\\p{N}_-]+");
    private final Set<String> names;
    private final Map<String, String> folded = new HashMap<>();
    private final Map<String, String> bare = new HashMap<>();
    private final List<Words> sequences = new ArrayList<>();

    private record Words(Set<String> names, List<String> words) {}

    LabelNames(List<String> names) {
        this.names = new LinkedHashSet<>(names);
        // The labels with the same letters and digits: naming one may mean any of them.
        Map<String, Set<String>> alike = new HashMap<>();
        for (String name : names) {
            String letters = bare(name);
            enter(folded, folded(name), name);
            enter(bare, letters, name);
            Set<String> same = alike.computeIfAbsent(letters, one -> new LinkedHashSet<>());
            same.add(name);
            List<String> words = words(name);
            if (!words.isEmpty()) {
                sequences.add(new Words(same, words));
            }
        }
    }

    /// The labels that these texts are, each text as a whole.
    Set<String> meant(List<String> texts) {
        Set<String> meant = new LinkedHashSet<>();
        for (String text : texts) {
            String stripped = text.strip();
            if (names.contains(stripped)) {
                meant.add(stripped);
                continue;
            }
            String found = folded.getOrDefault(folded(stripped), "");
            if (found.isEmpty()) {
                found = bare.getOrDefault(bare(stripped), "");
            }
            if (!found.isEmpty()) {
                meant.add(found);
            }
        }
        return meant;
    }

    /// The labels whose words stand in the text one after another, but not inside a longer label's,
    /// nor inside a longer name: `wrong_exchange_rate` names no `exchange_rate`.
    Set<String> named(String text) {
        List<String> words = new ArrayList<>();
        Set<Integer> starts = new HashSet<>();
        for (String name : NAME.split(text)) {
            starts.add(words.size());
            words.addAll(words(name));
        }
        starts.add(words.size());
        Set<String> named = new LinkedHashSet<>();
        for (int from = 0; from < words.size(); ) {
            int longest = 0;
            for (Words label : sequences) {
                int size = label.words.size();
                int end = from + size;
                boolean whole = starts.contains(from) && starts.contains(end);
                if (whole && size > longest && words.subList(from, end).equals(label.words)) {
                    longest = size;
                }
            }
            named.addAll(spelt(words.subList(from, from + longest)));
            from += Math.max(1, longest);
        }
        return named;
    }

    private Set<String> spelt(List<String> words) {
        Set<String> spelt = new LinkedHashSet<>();
        sequences.stream()
                .filter(label -> label.words.equals(words))
                .forEach(label -> spelt.addAll(label.names));
        return spelt;
    }

    static List<String> words(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String folded(String text) {
        String before = text;
        String after = AROUND.matcher(before).replaceAll("");
        return (after.isEmpty() ? text.strip() : after).toLowerCase(Locale.ROOT);
    }

    private static String bare(String text) {
        return String.join("", words(text));
    }

    /// Two labels that are written alike are known by neither writing.
    private static void enter(Map<String, String> names, String key, String name) {
        names.merge(key, name, (one, other) -> "");
        names.remove("");
    }
}
