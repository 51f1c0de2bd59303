package dev.gradus.judge;

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
    private static final Map<String, List<String>> BEGINNINGS =
            Map.of(
                    "prompt",
                    List.of("prompt", "instruct", "rewrit", "descri"),
                    "examples",
                    List.of("example", "shot", "fewshot"),
                    "classifier",
                    List.of("classif", "linear", "knn", "nearest"),
                    MODEL,
                    List.of("model", "stronger", "larger", "bigger"),
                    STRUCTURE,
                    List.of("struct", "schema", "valid", "verif", "repair"),
                    "retrieval",
                    List.of("retriev", "rag", "document"),
                    "tools",
                    List.of("tool", "function", "mcp"),
                    "cascade",
                    List.of("cascad", "escalat"),
                    "tune",
                    List.of("tune", "tuning", "finetun", "adapter", "lora", "sft"));

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
}
