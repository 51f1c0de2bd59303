package dev.gradus;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The inputs of which an encoder reads the beginning only, by the encoder's own tokens. Test
/// examples are counted and named by their place, never shown.
final class CutInputs {
    private static final int SHOWN = 8;
    private static final int FIRST_BEYOND_LATIN = 0x250;

    private CutInputs() {}

    /// Opens the encoder only where an input may be too long for it (0.2 to 2 s); encodes nothing.
    static Optional<Finding> of(EncoderSource source, EncoderFacts facts, Splits splits) {
        List<Example> all =
                Stream.of(splits.train(), splits.dev(), splits.test())
                        .flatMap(List::stream)
                        .toList();
        List<Example> doubtful =
                all.stream().filter(one -> mostTokens(one.input()) > facts.maxTokens()).toList();
        if (doubtful.isEmpty()) {
            return Optional.empty();
        }
        List<Example> cut;
        try (Encoder encoder = source.open(facts.name())) {
            cut = cut(encoder, doubtful);
        }
        return cut.isEmpty() ? Optional.empty() : Optional.of(finding(facts, cut, all.size()));
    }

    private static List<Example> cut(Encoder encoder, List<Example> doubtful) {
        boolean none =
                encoder.plan(doubtful.stream().map(Example::input).toList()).stream()
                        .allMatch(segment -> segment.truncated() == 0);
        return none
                ? List.of()
                : doubtful.stream()
                        .filter(one ->
                                encoder.plan(List.of(one.input())).stream()
                                        .anyMatch(segment -> segment.truncated() > 0))
                        .toList();
    }

    /// More than an encoder makes of a text in practice: a token for every two letters, for every
    /// digit and sign, and three for what is not Latin.
    private static double mostTokens(String text) {
        return 2
                + text.chars()
                        .mapToDouble(one ->
                                one >= FIRST_BEYOND_LATIN
                                        ? 3
                                        : Character.isLetter(one)
                                                ? 0.5
                                                : Character.isWhitespace(one) ? 0 : 1)
                        .sum();
    }

    private static Finding finding(EncoderFacts facts, List<Example> cut, int all) {
        return new Finding(
                "over-long",
                Severity.COSTS,
                where(cut),
                String.format(
                        Locale.ROOT,
                        "%,d of %,d inputs %s longer than the %,d tokens that %s reads.",
                        cut.size(),
                        all,
                        cut.size() == 1 ? "is" : "are",
                        facts.maxTokens(),
                        facts.name()),
                String.format(
                        Locale.ROOT,
                        "What stands beyond is not read: it may decide %.1f %% of the examples.",
                        100.0 * cut.size() / all),
                "Put what decides first, shorten the inputs, or take a model that reads further.",
                cut.stream().limit(SHOWN).map(CutInputs::place).toList());
    }

    /// `train.csv:41`, or the id where no file is known.
    static String place(Example example) {
        return example.source().file().isEmpty() ? example.id() : example.source().toString();
    }

    static String where(List<Example> found) {
        List<String> files =
                found.stream().map(example -> example.source().file()).distinct().toList();
        return files.equals(List.of("")) ? "the examples" : String.join(", ", files);
    }
}
