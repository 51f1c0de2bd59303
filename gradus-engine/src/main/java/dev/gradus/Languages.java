package dev.gradus;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Inputs that are not English, where the task names encoders that read English alone. Sure of
/// another script; of Latin script told by frequent words, so only inputs of some length are looked
/// at, and what cannot be told is not counted.
final class Languages {
    private static final int FEWEST_WORDS = 5;
    private static final int SHOWN = 5;
    private static final double WORTH_SAYING = 0.05;
    private static final Set<String> ENGLISH_ENCODERS = Set.of("minilm", "bge", "e5-small-v2");
    private static final Set<String> ENGLISH =
            Set.of(
                    "the", "is", "are", "i", "my", "to", "and", "of", "you", "a", "it", "for",
                    "have", "what", "how", "do", "can", "this", "not", "was", "with", "that",
                    "your", "on", "be");
    private static final Map<String, Set<String>> OTHERS =
            Map.of(
                    "German",
                    Set.of(
                            "der", "die", "das", "und", "ist", "nicht", "ich", "wie", "mein", "ein",
                            "eine", "zu", "habe", "mit"),
                    "French",
                    Set.of(
                            "le", "la", "les", "et", "est", "je", "ne", "pas", "une", "des", "du",
                            "mon", "que", "pour", "j'ai"),
                    "Spanish",
                    Set.of(
                            "el", "la", "los", "y", "es", "no", "mi", "que", "una", "por", "para",
                            "con", "en", "cómo", "tengo"),
                    "Italian",
                    Set.of(
                            "il", "la", "è", "non", "di", "che", "una", "per", "con", "mio", "ho",
                            "come", "della", "sono"),
                    "Portuguese",
                    Set.of(
                            "o", "os", "é", "não", "de", "que", "uma", "para", "com", "meu", "em",
                            "como", "tenho", "do"),
                    "Dutch",
                    Set.of(
                            "de", "het", "een", "en", "is", "niet", "ik", "mijn", "van", "hoe",
                            "heb", "met", "voor", "dat"),
                    "Polish",
                    Set.of(
                            "nie", "jest", "się", "w", "na", "z", "do", "jak", "mam", "moja", "to",
                            "że", "czy", "i"));

    private Languages() {}

    /// The finding; empty where the inputs are English, or no encoder minds.
    static Optional<Finding> of(Task task, Splits splits) {
        List<String> encoders =
                task.models().stream()
                        .filter(one -> one.inProcess())
                        .map(Object::toString)
                        .filter(name -> ENGLISH_ENCODERS.stream().anyMatch(name::contains))
                        .toList();
        if (encoders.isEmpty()) {
            return Optional.empty();
        }
        List<Example> examples =
                Stream.of(splits.train(), splits.dev()).flatMap(List::stream).toList();
        List<Example> others =
                examples.stream().filter(one -> other(one.input()).isPresent()).toList();
        if (others.size() < WORTH_SAYING * examples.size()) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "not-english",
                        Severity.COSTS,
                        "the examples",
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d inputs are not English, and %s %s English alone.",
                                others.size(),
                                examples.size(),
                                String.join(", ", encoders),
                                encoders.size() == 1 ? "reads" : "read"),
                        "Their vectors say little of such inputs, so classifiers, retrieved shots and cascades do worse than they could.",
                        "Name a chat model in models, and compare by slices: a column with the language in examples.slices.",
                        others.stream()
                                .limit(SHOWN)
                                .map(one ->
                                        one.source().file()
                                                + ":"
                                                + one.source().line()
                                                + " "
                                                + other(one.input()).orElse(""))
                                .toList()));
    }

    /// The language or script, where it is another than English for sure enough.
    static Optional<String> other(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long latin =
                text.codePoints()
                        .filter(Character::isLetter)
                        .filter(point -> UnicodeScript.of(point) == UnicodeScript.LATIN)
                        .count();
        if (letters >= FEWEST_WORDS && 2 * latin < letters) {
            return text.codePoints()
                    .filter(Character::isLetter)
                    .mapToObj(UnicodeScript::of)
                    .filter(script -> script != UnicodeScript.LATIN)
                    .findFirst()
                    .map(script -> script.name().toLowerCase(Locale.ROOT) + " script");
        }
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}']+");
        if (words.length < FEWEST_WORDS) {
            return Optional.empty();
        }
        long english = count(words, ENGLISH);
        return OTHERS.entrySet().stream()
                .filter(language -> count(words, language.getValue()) >= 2 + 2 * english)
                .max(
                        java.util.Comparator.comparingLong(
                                language -> count(words, language.getValue())))
                .map(Map.Entry::getKey);
    }

    private static long count(String[] words, Set<String> of) {
        return Stream.of(words).filter(of::contains).count();
    }
}
