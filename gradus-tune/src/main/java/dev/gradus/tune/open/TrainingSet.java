package dev.gradus.tune.open;

import dev.gradus.canonical.Canonical;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Example.Origin;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows that a generative model is tuned on: verified examples of train, without duplicates, a
/// share of them held out to stop early. Opens no connection and costs nothing.
public final class TrainingSet {
    private static final int MOST_EXAMPLES = 1_000_000;
    private static final int LONGEST_TEXT = 4 << 20;
    private static final int TEMPLATE = 32;
    private static final double INEXACT = 1.2;

    /// The fewest verified examples of which some can be held out.
    public static final int FEWEST = 20;

    private final List<Conversation> learned;
    private final List<Conversation> held;
    private final Pairs pairs;
    private final TrainingReport report;

    private TrainingSet(
            List<Conversation> learned,
            List<Conversation> held,
            Pairs pairs,
            TrainingReport report) {
        this.learned = learned;
        this.held = held;
        this.pairs = pairs;
        this.report = report;
    }

    /// Which part of the set.
    public enum Part {
        LEARNED,
        HELD
    }

    /// Makes the set.
    ///
    /// @param train what is learned from, never dev or test
    /// @throws GradusException.Data where fewer than [#FEWEST] verified examples remain, or a text
    ///   is longer than 4 million characters
    public static TrainingSet of(Task task, List<Example> train, OpenOptions options) {
        refuseSize(train);
        List<Example> verified =
                train.stream()
                        .filter(example ->
                                example.verified() || example.origin() != Origin.SYNTHETIC)
                        .toList();
        int unverified = train.size() - verified.size();
        if (verified.isEmpty()) {
            throw new GradusException.Data(
                    unverified == 0
                            ? "there is no example to learn from. Add labelled examples."
                            : ("%,d of %,d examples were written by a model and confirmed by"
                                            + " nobody, and none remains. Have a person check them"
                                            + " and set `verified`.")
                                    .formatted(unverified, train.size()));
        }
        List<Conversation> rows = conversations(verified, options);
        int duplicates = verified.size() - rows.size();
        List<String> tooLong =
                rows.stream().filter(row -> isTooLong(row, options)).map(Conversation::id).toList();
        rows = rows.stream().filter(row -> !isTooLong(row, options)).toList();
        Pairs pairs = Pairs.none();
        int withoutPair = 0;
        if (options.method() == OpenOptions.Method.DPO) {
            pairs = Pairs.of(task, rows, options);
            int before = rows.size();
            rows = rows.stream().filter(pairs::has).toList();
            withoutPair = before - rows.size();
        }
        refuseFew(rows.size(), unverified, duplicates, withoutPair, tooLong.size());
        return split(
                task,
                rows,
                verified,
                pairs,
                options,
                new Counts(train.size(), unverified, duplicates, withoutPair, tooLong));
    }

    private record Counts(
            int given, int unverified, int duplicates, int withoutPair, List<String> tooLong) {}

    /// A tool cuts the end of a row, which is the answer. A chat template adds about four tokens a
    /// message, and a count that is not the model's own may be a fifth too low.
    private static boolean isTooLong(Conversation row, OpenOptions options) {
        double tokens = options.counter().exact() ? row.tokens() : INEXACT * row.tokens();
        return tokens + Math.min(TEMPLATE, options.maxLength() / 8) > options.maxLength();
    }

    private static TrainingSet split(
            Task task,
            List<Conversation> rows,
            List<Example> verified,
            Pairs pairs,
            OpenOptions options,
            Counts counts) {
        boolean labels = task.answer() instanceof AnswerShape.Labels;
        Set<String> ids =
                HeldOut.ids(
                        rows.stream().map(Conversation::example).toList(),
                        verified,
                        example -> labels ? example.expected() : "",
                        options.recipe().held(),
                        options.seed());
        List<Conversation> learned = new ArrayList<>();
        List<Conversation> held = new ArrayList<>();
        rows.forEach(row -> (ids.contains(row.id()) ? held : learned).add(row));
        if (held.isEmpty() || learned.isEmpty()) {
            throw new GradusException.Data(
                    ("of %,d examples none can be held out to stop early: each label has fewer than"
                                    + " 3, or all are one group. Add examples.")
                            .formatted(rows.size()));
        }
        TrainingReport report =
                new TrainingReport(
                        counts.given,
                        counts.unverified,
                        counts.duplicates,
                        contradictions(rows),
                        counts.withoutPair,
                        pairs.drawn(rows),
                        learned.size(),
                        held.size(),
                        perLabel(task, rows),
                        TokenSpread.of(
                                rows.stream().map(Conversation::tokens).toList(),
                                options.counter().method(),
                                options.counter().exact()),
                        options.maxLength(),
                        counts.tooLong,
                        hash(learned, pairs));
        return new TrainingSet(learned, held, pairs, report);
    }

    public TrainingReport report() {
        return report;
    }

    /// Writes a part of the set as UTF-8; a file of that name is replaced.
    ///
    /// @throws GradusException.Data where the file cannot be written, or the set has no wrong
    ///   answers and the shape needs them
    public void write(TrainingShape shape, Part part, Path file) {
        List<Conversation> rows = part == Part.LEARNED ? learned : held;
        if (shape.needsPairs() && !rows.stream().allMatch(pairs::has)) {
            throw new GradusException.Data(
                    "a preference set needs a wrong answer for each example, and these have none:"
                            + " make it with the method DPO.");
        }
        OpenFiles.write(
                file,
                out -> {
                    for (Conversation row : rows) {
                        out.write(OpenFiles.json(shape.row(row, pairs.rejected(row))));
                        out.write('\n');
                    }
                });
    }

    private static List<Conversation> conversations(List<Example> verified, OpenOptions options) {
        Set<String> seen = new HashSet<>();
        Set<String> ids = new HashSet<>();
        List<Conversation> rows = new ArrayList<>();
        for (Example example : verified) {
            Asking.Asked asked = options.asking().of(example);
            String answer = example.expected().strip();
            String system = asked.system().orElse("");
            refuseLong(example, system.length() + asked.user().length() + answer.length());
            refuseEmpty(example, asked.user(), answer);
            if (!ids.add(example.id())) {
                throw new GradusException.Data(
                        "%s: id %s stands twice. Give each example an id of its own."
                                .formatted(example.source(), Shown.value(example.id())));
            }
            if (seen.add(ContentHash.ofTexts(List.of(system, asked.user(), answer)))) {
                int tokens =
                        options.counter().count(system)
                                + options.counter().count(asked.user())
                                + options.counter().count(answer);
                rows.add(new Conversation(example, asked, answer, tokens));
            }
        }
        return rows;
    }

    private static void refuseSize(List<Example> train) {
        if (train.size() > MOST_EXAMPLES) {
            throw new GradusException.Data(
                    "%,d examples are more than a training set takes (%,d). Draw a sample."
                            .formatted(train.size(), MOST_EXAMPLES));
        }
    }

    private static void refuseLong(Example example, int length) {
        if (length > LONGEST_TEXT) {
            throw new GradusException.Data(
                    "%s: the example has %,d characters; at most %,d can be learned from. Cut it."
                            .formatted(example.source(), length, LONGEST_TEXT));
        }
    }

    private static void refuseEmpty(Example example, String user, String answer) {
        if (user.isBlank() || answer.isBlank()) {
            throw new GradusException.Data(
                    "%s: the %s of example %s is empty, and nothing can be learned from it. Fill it in, or take the row out."
                            .formatted(
                                    example.source(),
                                    user.isBlank() ? "question" : "answer",
                                    Shown.value(example.id())));
        }
    }

    private static void refuseFew(
            int rows, int unverified, int duplicates, int withoutPair, int tooLong) {
        if (rows < FEWEST) {
            throw new GradusException.Data(
                    ("%,d examples can be learned from, and at least %d are needed (left out: %,d"
                                    + " unverified, %,d duplicates, %,d without a wrong answer, %,d"
                                    + " too long). Add examples that a person has checked.")
                            .formatted(rows, FEWEST, unverified, duplicates, withoutPair, tooLong));
        }
    }

    private static int contradictions(List<Conversation> rows) {
        Map<String, String> answers = new HashMap<>();
        Set<String> contradicted = new HashSet<>();
        for (Conversation row : rows) {
            String asked = ContentHash.ofTexts(List.of(row.system(), row.asked().user()));
            String earlier = answers.putIfAbsent(asked, row.answer());
            if (earlier != null && !earlier.equals(row.answer())) {
                contradicted.add(asked);
            }
        }
        return contradicted.size();
    }

    private static Map<String, Integer> perLabel(Task task, List<Conversation> rows) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        task.answer()
                .asLabels()
                .ifPresent(shape -> {
                    shape.names().forEach(name -> counts.put(name, 0));
                    rows.forEach(row -> counts.merge(row.answer(), 1, Integer::sum));
                });
        return counts;
    }

    private static String hash(List<Conversation> rows, Pairs pairs) {
        ContentHash hash = new ContentHash();
        rows.stream()
                .map(row ->
                        ContentHash.ofTexts(
                                List.of(
                                        row.system(),
                                        row.asked().user(),
                                        row.answer(),
                                        pairs.rejected(row).orElse(""))))
                .sorted()
                .forEach(one -> hash.add(Canonical.text(one)));
        return hash.hex();
    }
}
