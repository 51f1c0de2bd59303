package dev.gradus.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which levers a recorded rung names, in the ladder's words. Outcomes come from anywhere and call
/// things as they like (`prompt-optimised`, `finetuned+validator`), so each word of the text is
/// read by its beginning. A text that names no lever names none: nothing is guessed.
final class RungWords {
    /// The rungs between the brief and the gap, the cheapest lever first.
    static final List<String> CHEAPER =
            List.of(
                    "prompt",
                    "examples",
                    "classifier",
                    "model",
                    "structure",
                    "retrieval",
                    "tools",
                    "cascade");

    static final String MODEL = "model";
    static final String STRUCTURE = "structure";
    private static final Map<String, List<String>> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put("prompt", List.of("prompt", "instruct", "rewrit", "descri"));
        BEGINNINGS.put("examples", List.of("example", "shot", "fewshot"));
        BEGINNINGS.put("classifier", List.of("classif", "linear", "knn", "nearest"));
        BEGINNINGS.put(MODEL, List.of("model", "stronger", "larger", "bigger"));
        BEGINNINGS.put(STRUCTURE, List.of("struct", "schema", "valid", "verif", "repair"));
        BEGINNINGS.put("retrieval", List.of("retriev", "rag", "document"));
        BEGINNINGS.put("tools", List.of("tool", "function", "mcp"));
        BEGINNINGS.put("cascade", List.of("cascad", "escalat"));
        BEGINNINGS.put("tune", List.of("tune", "tuning", "finetun", "adapter", "lora", "sft"));
    }

    private RungWords() {}

    static Set<String> of(String rung) {
        Set<String> words = new TreeSet<>();
        for (String word : rung.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            BEGINNINGS.forEach((lever, beginnings) -> {
                if (beginnings.stream().anyMatch(word::startsWith)) {
                    words.add(lever);
                }
            });
        }
        return words;
    }

    /// True where the first has a validator and no stronger model, the second the other way round.
    static boolean validatorAgainstSize(String first, String second) {
        Set<String> a = of(first);
        Set<String> b = of(second);
        return a.contains(STRUCTURE)
                && !a.contains(MODEL)
                && b.contains(MODEL)
                && !b.contains(STRUCTURE);
    }

    /// The cheaper rungs that no text names.
    static List<String> absent(List<String> rungs) {
        Set<String> named = new TreeSet<>();
        rungs.forEach(rung -> named.addAll(of(rung)));
        List<String> absent = new ArrayList<>(CHEAPER);
        absent.removeAll(named);
        return absent;
    }
}
