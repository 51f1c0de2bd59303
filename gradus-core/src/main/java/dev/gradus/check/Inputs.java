package dev.gradus.check;

import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Inputs that no model reads well, and answers that nobody vouches for. Test examples are counted
/// and named by their place, never shown.
final class Inputs {
    private static final int CHARACTERS_A_TOKEN = 4;

    private final Material material;
    private final Facts facts;

    Inputs(Material material, Facts facts) {
        this.material = material;
        this.facts = facts;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        empty().ifPresent(findings::add);
        control().ifPresent(findings::add);
        tooLong().ifPresent(findings::add);
        synthetic().ifPresent(findings::add);
        unverified().ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> empty() {
        List<Example> found = those(example -> example.input().isBlank());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "empty-input",
                                Severity.COSTS,
                                where(found),
                                "%s %s an empty input."
                                        .formatted(
                                                Words.count(found.size(), "example"),
                                                Words.have(found.size())),
                                "Each is answered by chance: %s of the examples."
                                        .formatted(share(found)),
                                "Fill the inputs in, or take the rows out.",
                                Words.some(found, Material::place)));
    }

    private Optional<Finding> control() {
        List<Example> found =
                those(example ->
                        example.input()
                                .codePoints()
                                .anyMatch(point ->
                                        point == 0xFFFD
                                                || Character.isISOControl(point)
                                                        && point != '\n'
                                                        && point != '\r'
                                                        && point != '\t'));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "control-characters",
                                Severity.NOTE,
                                where(found),
                                "%s %s control or replacement characters, as a wrong encoding leaves"
                                                .formatted(
                                                        Words.count(found.size(), "input"),
                                                        Words.have(found.size()))
                                        + " them.",
                                "The text around them may be damaged: %s of the examples."
                                        .formatted(share(found)),
                                "Export the rows again in UTF-8.",
                                Words.some(found, Material::place)));
    }

    private Optional<Finding> tooLong() {
        if (facts.maxTokens().isEmpty()) {
            return Optional.empty();
        }
        int most = facts.maxTokens().getAsInt();
        List<Example> found = those(example -> tokens(example) > most);
        int longest = found.stream().mapToInt(Inputs::tokens).max().orElse(0);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "over-long",
                                Severity.COSTS,
                                where(found),
                                "%s %s over %s tokens, the longest about %s (estimate: characters / 4)."
                                        .formatted(
                                                Words.count(found.size(), "input"),
                                                Words.have(found.size()),
                                                Words.number(most),
                                                Words.number(longest)),
                                "What stands beyond is not read: it may decide %s of the examples."
                                        .formatted(share(found)),
                                "Put what decides first, shorten the inputs, or take a model that reads"
                                        + " further.",
                                Words.some(found, Material::place)));
    }

    private static int tokens(Example example) {
        return (example.input().length() + CHARACTERS_A_TOKEN - 1) / CHARACTERS_A_TOKEN;
    }

    private Optional<Finding> synthetic() {
        List<Example> found = those(example -> example.origin() == Example.Origin.SYNTHETIC);
        long unverified = found.stream().filter(example -> !example.verified()).count();
        long judging =
                material.splits().test().stream()
                        .filter(example -> example.origin() == Example.Origin.SYNTHETIC)
                        .count();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "synthetic",
                                unverified > 0 ? Severity.COSTS : Severity.NOTE,
                                where(found),
                                "%s of the examples (%s) %s synthetic, %s of them verified by nobody."
                                        .formatted(
                                                Words.number(found.size()),
                                                share(found),
                                                Words.are(found.size()),
                                                Words.number(unverified)),
                                judging > 0
                                        ? "%s of the test examples are synthetic: for them the score says"
                                                        .formatted(
                                                                Words.percent(
                                                                        judging,
                                                                        material.splits()
                                                                                .test()
                                                                                .size()))
                                                + " how well the generator is imitated."
                                        : "A model that learns from them learns the generator's style;"
                                                + " fine-tuning is refused on unverified ones.",
                                "Have a person confirm them, and keep them out of the test.",
                                Words.some(found, Material::place)));
    }

    private Optional<Finding> unverified() {
        List<Example> found =
                those(example ->
                        !example.verified() && example.origin() != Example.Origin.SYNTHETIC);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "unverified",
                                Severity.NOTE,
                                where(found),
                                "%s of the examples (%s) %s an answer that nobody verified."
                                        .formatted(
                                                Words.number(found.size()),
                                                share(found),
                                                Words.have(found.size())),
                                "If one in ten of those is wrong, no score above %s can be reached."
                                        .formatted(
                                                Words.percent(
                                                        1 - 0.1 * found.size() / all().count())),
                                "Have a person check a random 100 of them; the share that is wrong is"
                                        + " the score that no model can get.",
                                Words.some(found, Material::place)));
    }

    private List<Example> those(Predicate<Example> wanted) {
        return all().filter(wanted).toList();
    }

    private Stream<Example> all() {
        return Stream.concat(material.known().stream(), material.splits().test().stream());
    }

    private String share(List<Example> found) {
        return Words.percent(found.size(), all().count());
    }

    private static String where(List<Example> found) {
        List<String> files =
                found.stream().map(example -> example.source().file()).distinct().toList();
        return files.equals(List.of("")) ? "the examples" : String.join(", ", files);
    }
}
