package dev.gradus;

import dev.gradus.answer.internal.PlainJson;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What can be checked of an answer without a model: counts, shape, case, order, language.
enum SkillCheck {
    /// So many words.
    WORDS {
        @Override
        boolean holds(String value, String answer) {
            return SPACE.split(answer).length == number(value);
        }
    },
    /// So many lines, each an item of a list.
    ITEMS {
        @Override
        boolean holds(String value, String answer) {
            List<String> lines = answer.lines().filter(line -> !line.isBlank()).toList();
            return lines.size() == number(value)
                    && lines.stream().allMatch(line -> line.strip().startsWith("-"));
        }
    },
    /// One JSON object with these keys, each a text.
    JSON {
        @Override
        boolean holds(String value, String answer) {
            return answer.startsWith("{")
                    && PlainJson.read(answer)
                            .filter(document ->
                                    document instanceof Map<?, ?> map
                                            && map.keySet().equals(Set.of(value.split(",")))
                                            && map.values().stream()
                                                    .allMatch(String.class::isInstance))
                            .isPresent();
        }
    },
    /// No small letter, and some letter.
    UPPER {
        @Override
        boolean holds(String value, String answer) {
            return answer.chars().anyMatch(Character::isLetter)
                    && answer.equals(answer.toUpperCase(Locale.ROOT));
        }
    },
    /// No capital letter, and some letter.
    LOWER {
        @Override
        boolean holds(String value, String answer) {
            return answer.chars().anyMatch(Character::isLetter)
                    && answer.equals(answer.toLowerCase(Locale.ROOT));
        }
    },
    /// This and nothing else.
    EXACT {
        @Override
        boolean holds(String value, String answer) {
            return answer.equals(value);
        }
    },
    /// More words of the language's most common ones than of any other's, and at least two.
    LANGUAGE {
        @Override
        boolean holds(String value, String answer) {
            List<String> words = words(answer);
            long own = common(words, value);
            return own >= 2
                    && COMMON.keySet().stream()
                            .filter(language -> !language.equals(value))
                            .allMatch(language -> common(words, language) < own);
        }
    },
    /// Some words, and not this one.
    WITHOUT {
        @Override
        boolean holds(String value, String answer) {
            List<String> words = words(answer);
            return words.size() >= 3 && !words.contains(value);
        }
    },
    /// These words at the end, and some before them.
    ENDS {
        @Override
        boolean holds(String value, String answer) {
            return answer.endsWith(value) && answer.length() > value.length() + 10;
        }
    },
    /// So many sentences.
    SENTENCES {
        @Override
        boolean holds(String value, String answer) {
            return answer.endsWith(".")
                    && answer.chars().filter(c -> c == '.').count() == number(value);
        }
    },
    /// So many words on one line, with semicolons between them.
    PARTS {
        @Override
        boolean holds(String value, String answer) {
            String[] parts = answer.split(";", -1);
            return answer.lines().count() == 1
                    && parts.length == number(value)
                    && Arrays.stream(parts)
                            .allMatch(part ->
                                    SPACE.split(part.strip()).length == 1 && !part.isBlank());
        }
    };

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");
    private static final Map<String, Set<String>> COMMON =
            Map.of(
                    "en",
                    Set.of("the", "and", "of", "is", "to", "it", "that", "with", "are", "as"),
                    "de",
                    Set.of("der", "die", "das", "und", "ist", "ein", "eine", "mit", "sich", "es"),
                    "fr",
                    Set.of("le", "les", "et", "est", "une", "des", "du", "dans", "qui", "pour"),
                    "es",
                    Set.of("el", "los", "y", "es", "las", "por", "con", "para", "su", "como"),
                    "it",
                    Set.of("il", "che", "di", "è", "della", "per", "gli", "sono", "nel", "anche"),
                    "nl",
                    Set.of("het", "een", "van", "en", "de", "zijn", "met", "voor", "dat", "op"));

    /// @param value by which it is checked
    /// @param answer without space around it, not empty
    abstract boolean holds(String value, String answer);

    /// 1 where it holds, else 0.
    double score(String value, String answer) {
        String bare = answer.strip();
        return !bare.isEmpty() && holds(value, bare) ? 1 : 0;
    }

    private static int number(String value) {
        return Integer.parseInt(value);
    }

    private static List<String> words(String answer) {
        return Arrays.stream(NO_LETTER.split(answer.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toList());
    }

    private static long common(List<String> words, String language) {
        Set<String> known = COMMON.getOrDefault(language, Set.of());
        return words.stream().filter(known::contains).count();
    }
}
