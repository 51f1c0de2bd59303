package dev.gradus.files;

import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.Canonical;
import dev.gradus.packed.PackedList;
import dev.gradus.packed.PackedMap;
import dev.gradus.packed.PackedReader;
import dev.gradus.packed.PackedWriter;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Split;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The outcomes of a candidate, kept under version control: what `gradus gate` compares with. JSON
/// of `gradus.baseline/2`, one example a line, so that a change reads well in a diff. Examples are
/// known again by the hash of input and expected answer, so rows may move and come. What the anchor
/// answered stands in the same lines; a file of `gradus.baseline/1` is its own anchor.
public final class BaselineFile {
    /// The name it has beside the task file.
    public static final String NAME = "baseline.json";

    private static final String SCHEMA = "gradus.baseline/2";
    private static final String FIRST_SCHEMA = "gradus.baseline/1";
    private static final long MOST_BYTES = 512L << 20;

    private BaselineFile() {}

    /// A baseline that was read.
    ///
    /// @param outcomes by what examples are known again
    /// @param candidate what answered
    /// @param score the task's score then
    /// @param anchor the best baseline so far
    public record Baseline(
            Candidate candidate, String score, Map<String, Kept> outcomes, Anchor anchor) {}

    /// The best baseline so far, which every later one is held to.
    ///
    /// @param candidate what answered
    /// @param why it became the anchor
    /// @param itself true where the baseline is its own anchor
    public record Anchor(Candidate candidate, String why, boolean itself) {}

    /// @param example by what it is known again
    /// @param score empty where the outcome was missing
    /// @param anchor what the anchor answered, where that is another baseline and knew the example
    public record Kept(
            String example,
            OptionalDouble score,
            String answer,
            OptionalDouble cost,
            Optional<Then> anchor) {}

    /// An outcome of the anchor.
    ///
    /// @param score empty where it was missing
    public record Then(OptionalDouble score, String answer) {}

    private record KeptForm() implements PackedList.Form<Kept> {
        @Override
        public void write(Kept kept, PackedWriter to) {
            to.text(kept.example())
                    .optionalNumber(kept.score())
                    .word(kept.answer())
                    .optionalNumber(kept.cost())
                    .flag(kept.anchor().isPresent());
            kept.anchor().ifPresent(then -> to.optionalNumber(then.score()).word(then.answer()));
        }

        @Override
        public Kept read(PackedReader from) {
            return new Kept(
                    from.text(),
                    from.optionalNumber(),
                    from.word(),
                    from.optionalNumber(),
                    from.flag()
                            ? Optional.of(new Then(from.optionalNumber(), from.word()))
                            : Optional.empty());
        }
    }

    /// What a baseline and the examples of today have in common.
    ///
    /// @param examples that the baseline knows, in today's order
    /// @param baseline its run on them
    /// @param now today's run on them
    public record Common(List<Example> examples, Run baseline, Run now) {}

    /// What the anchor and the examples of today have in common.
    ///
    /// @param examples that the anchor knows, in today's order
    /// @param anchor its run on them
    /// @param now today's run on them
    /// @param gone how many examples of the anchor are not there today
    public record Anchored(List<Example> examples, Run anchor, Run now, int gone) {}

    /// What a baseline that is written is held to.
    public sealed interface HeldTo {
        /// To itself: it is the anchor from now on.
        record Itself(String why) implements HeldTo {}

        /// To the anchor of the baseline that it replaces.
        record Earlier(Baseline before) implements HeldTo {}
    }

    /// By what examples are known again. Held as numbers: as texts in a map they took a tenth of
    /// the memory of a gate on 200,000 examples.
    private static final class Keys {
        private final long[] numbers;
        private final Map<Long, Integer> repeated = new HashMap<>();

        Keys(List<Example> examples) {
            numbers = examples.stream().mapToLong(Keys::number).toArray();
            long[] sorted = numbers.clone();
            Arrays.sort(sorted);
            for (int i = 1; i < sorted.length; i++) {
                if (sorted[i] == sorted[i - 1]) {
                    repeated.put(sorted[i], 0);
                }
            }
        }

        private static long number(Example example) {
            String hash =
                    ContentHash.of(
                            Canonical.text(example.input()), Canonical.text(example.expected()));
            return HexFormat.fromHexDigitsToLong(hash, 0, 16);
        }

        /// Of the example at this place, asked once and in order: what is there again is numbered.
        String of(int place) {
            long number = numbers[place];
            String key = HexFormat.of().toHexDigits(number);
            Integer again = repeated.computeIfPresent(number, (same, times) -> times + 1);
            return again == null || again == 1 ? key : key + "-" + again;
        }
    }

    /// Writes whole or not at all.
    ///
    /// @param examples in the order of the run's outcomes
    public static void write(
            Path file, String task, String score, List<Example> examples, Run run) {
        write(file, task, score, examples, run, new HeldTo.Itself("the first baseline"));
    }

    /// Writes whole or not at all.
    ///
    /// @param examples in the order of the run's outcomes
    /// @param held what the baseline is held to from now on
    public static void write(
            Path file, String task, String score, List<Example> examples, Run run, HeldTo held) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (BufferedWriter text = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
                write(text, task, score, examples, run, held);
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GradusException.Data(
                    file
                            + " cannot be written ("
                            + e.getMessage()
                            + "). Make room, or the right to write there.");
        }
    }

    private static void write(
            Writer text, String task, String score, List<Example> examples, Run run, HeldTo held)
            throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("schema", SCHEMA);
        head.put("task", task);
        head.put("score", score);
        head.put("candidate", run.candidate().fields());
        head.put("anchor", head(held));
        String written = JsonText.write(head);
        text.append(written, 0, written.length() - 1).append(",\n\"outcomes\": [\n");
        Keys keys = new Keys(examples);
        for (int i = 0; i < examples.size(); i++) {
            Outcome outcome = run.outcomes().get(i);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("example", keys.of(i));
            outcome.score().ifPresent(value -> line.put("score", value));
            line.put("answer", outcome.answer().orElse(""));
            outcome.costPerCall().ifPresent(value -> line.put("cost", value));
            then(held, (String) line.get("example"))
                    .ifPresent(then -> line.put("anchor", tree(then, outcome.answer().orElse(""))));
            text.append(JsonText.write(line)).append(i + 1 < examples.size() ? ",\n" : "\n");
        }
        text.append("]\n}\n");
    }

    private static Map<String, Object> head(HeldTo held) {
        Map<String, Object> head = new LinkedHashMap<>();
        switch (held) {
            case HeldTo.Itself itself -> head.put("why", itself.why());
            case HeldTo.Earlier earlier -> {
                head.put("why", earlier.before().anchor().why());
                head.put("candidate", earlier.before().anchor().candidate().fields());
            }
        }
        return head;
    }

    private static Optional<Then> then(HeldTo held, String example) {
        return switch (held) {
            case HeldTo.Itself itself -> Optional.empty();
            case HeldTo.Earlier earlier ->
                    Optional.ofNullable(earlier.before().outcomes().get(example))
                            .flatMap(kept -> then(earlier.before(), kept));
        };
    }

    private static Optional<Then> then(Baseline baseline, Kept kept) {
        return baseline.anchor().itself()
                ? Optional.of(new Then(kept.score(), kept.answer()))
                : kept.anchor();
    }

    /// The answer is left out where the baseline gave the same one.
    private static Map<String, Object> tree(Then then, String answer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        then.score().ifPresent(value -> tree.put("score", value));
        if (!then.answer().equals(answer)) {
            tree.put("answer", then.answer());
        }
        return tree;
    }

    /// Reads a baseline.
    ///
    /// @throws GradusException.Usage where there is none
    /// @throws GradusException.Data where it is none of ours
    public static Baseline read(Path file) {
        if (!Files.exists(file)) {
            throw new GradusException.Usage(
                    "there is no baseline at "
                            + file
                            + ". Write one with --write-baseline, and commit it.");
        }
        PackedList.Builder<Kept> outcomes = new PackedList.Builder<>(new KeptForm());
        Map<?, ?> tree = tree(file, line -> outcomes.add(kept(line, file)));
        if (!(SCHEMA.equals(tree.get("schema")) || FIRST_SCHEMA.equals(tree.get("schema")))
                || !(tree.get("candidate") instanceof Map<?, ?> candidate)
                || !(tree.get("outcomes") instanceof List<?>)) {
            throw new GradusException.Data(
                    file
                            + " is no baseline ("
                            + SCHEMA
                            + "). Write it anew with --write-baseline.");
        }
        Candidate answered = CandidateJson.read(JsonText.write(fields(candidate)));
        return new Baseline(
                answered,
                tree.get("score") instanceof String score ? score : "",
                byExample(outcomes.build(), file),
                anchor(tree, answered));
    }

    private static Anchor anchor(Map<?, ?> tree, Candidate answered) {
        if (!(tree.get("anchor") instanceof Map<?, ?> anchor)) {
            return new Anchor(
                    answered, "the baseline that was there before anchors were kept", true);
        }
        String why = anchor.get("why") instanceof String text ? text : "";
        return anchor.get("candidate") instanceof Map<?, ?> candidate
                ? new Anchor(CandidateJson.read(JsonText.write(fields(candidate))), why, false)
                : new Anchor(answered, why, true);
    }

    private static Kept kept(@Nullable Object line, Path file) {
        if (!(line instanceof Map<?, ?> one) || !(one.get("example") instanceof String key)) {
            throw new GradusException.Data(
                    file + ": an outcome has no example. Write it anew with --write-baseline.");
        }
        String answered = one.get("answer") instanceof String answer ? answer : "";
        return new Kept(
                key,
                number(one.get("score")),
                answered,
                number(one.get("cost")),
                one.get("anchor") instanceof Map<?, ?> then
                        ? Optional.of(
                                new Then(
                                        number(then.get("score")),
                                        then.get("answer") instanceof String own ? own : answered))
                        : Optional.empty());
    }

    private static Map<String, Kept> byExample(List<Kept> outcomes, Path file) {
        try {
            return new PackedMap<>(outcomes, Kept::example);
        } catch (IllegalArgumentException twice) {
            throw new GradusException.Data(
                    file
                            + ": the example "
                            + Quoted.value(String.valueOf(twice.getMessage()))
                            + " has two outcomes. Take one out, or write the baseline anew with"
                            + " --write-baseline.");
        }
    }

    private static Map<String, Object> fields(Map<?, ?> tree) {
        Map<String, Object> fields = new LinkedHashMap<>();
        tree.forEach((key, value) -> fields.put((String) key, value));
        return fields;
    }

    private static Map<?, ?> tree(Path file, Consumer<@Nullable Object> outcome) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new GradusException.Data(
                        file + " is larger than " + (MOST_BYTES >> 20) + " MB. It is no baseline.");
            }
            return JsonText.parseObject(
                    new Utf8Reader(new InputFile(file, file.toString())),
                    file.toString(),
                    "outcomes",
                    outcome);
        } catch (IOException e) {
            throw new GradusException.Data(
                    file + " cannot be read (" + e.getMessage() + "). Look at the file.");
        }
    }

    private static OptionalDouble number(@Nullable Object value) {
        return value instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /// The examples of today that the baseline knows, with both runs on them.
    ///
    /// @param now on today's examples, in their order
    public static Common common(Baseline baseline, List<Example> today, Run now) {
        Keys keys = new Keys(today);
        PackedList.Builder<Example> examples = new PackedList.Builder<>(Example.PACKED);
        PackedList.Builder<Outcome> then = new PackedList.Builder<>(Outcome.PACKED);
        PackedList.Builder<Outcome> since = new PackedList.Builder<>(Outcome.PACKED);
        for (int i = 0; i < today.size(); i++) {
            Example example = today.get(i);
            Kept kept = baseline.outcomes().get(keys.of(i));
            if (kept != null) {
                examples.add(example);
                then.add(outcome(example.id(), kept));
                since.add(now.outcomes().get(i));
            }
        }
        return new Common(
                examples.build(),
                new Run(baseline.candidate(), Split.DEV, then.build(), now.currency()),
                new Run(now.candidate(), now.split(), since.build(), now.currency()));
    }

    /// The examples of today that the anchor knows, with both runs on them.
    ///
    /// @param now on today's examples, in their order
    public static Anchored anchored(Baseline baseline, List<Example> today, Run now) {
        Keys keys = new Keys(today);
        PackedList.Builder<Example> examples = new PackedList.Builder<>(Example.PACKED);
        PackedList.Builder<Outcome> then = new PackedList.Builder<>(Outcome.PACKED);
        PackedList.Builder<Outcome> since = new PackedList.Builder<>(Outcome.PACKED);
        int found = 0;
        for (int i = 0; i < today.size(); i++) {
            Example example = today.get(i);
            Kept kept = baseline.outcomes().get(keys.of(i));
            Optional<Then> anchor =
                    kept == null ? Optional.empty() : BaselineFile.then(baseline, kept);
            if (anchor.isPresent()) {
                found++;
                examples.add(example);
                then.add(outcome(example.id(), anchor.get()));
                since.add(now.outcomes().get(i));
            }
        }
        long all =
                baseline.anchor().itself()
                        ? baseline.outcomes().size()
                        : baseline.outcomes().values().stream()
                                .filter(kept -> kept.anchor().isPresent())
                                .count();
        return new Anchored(
                examples.build(),
                new Run(baseline.anchor().candidate(), Split.DEV, then.build(), now.currency()),
                new Run(now.candidate(), now.split(), since.build(), now.currency()),
                (int) all - found);
    }

    private static Outcome outcome(String id, Then then) {
        return outcome(
                id,
                new Kept(
                        "", then.score(), then.answer(), OptionalDouble.empty(), Optional.empty()));
    }

    private static Outcome outcome(String id, Kept kept) {
        return kept.score().isEmpty()
                ? Outcome.missing(id, "missing in the baseline")
                : new Outcome(
                        id,
                        Optional.of(kept.answer()),
                        kept.score(),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        kept.cost(),
                        Optional.empty());
    }
}
