package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.Canonical;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.TrainStudy;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.Trial;
import dev.gradus.spi.VectorClassifiers.Tuned;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Cross-validation inside train, each choice made once and kept in the ledger.
final class StoredTrainStudy implements TrainStudy {
    /// So many labels are named where rows are lacking.
    private static final int NAMED = 3;

    private final Splits splits;
    private final Encoders encoders;
    private final Ledger ledger;
    private final Progress progress;
    private final long seed;
    private final String trainHash;
    private final String freshness;

    StoredTrainStudy(
            Splits splits,
            Encoders encoders,
            Ledger ledger,
            Progress progress,
            long seed,
            String freshness) {
        this.splits = splits;
        this.encoders = encoders;
        this.ledger = ledger;
        this.progress = progress;
        this.seed = seed;
        this.trainHash = ContentHash.of(splits.train());
        this.freshness = freshness;
    }

    @Override
    public String trainHash() {
        return trainHash;
    }

    @Override
    public int fewestPerLabel() {
        return splits.train().stream()
                .collect(Collectors.groupingBy(Example::expected, Collectors.summingInt(one -> 1)))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElse(0);
    }

    @Override
    public Optional<String> lacks() {
        return splits.folds()
                .flatMap(folds -> {
                    Map<String, Integer> lacking =
                            folds.lacking(splits.train(), encoders.labelNames());
                    return lacking.isEmpty() ? Optional.empty() : Optional.of(more(lacking));
                });
    }

    /// `3 more rows (2 of 'refund', 1 of 'fraud')`.
    private static String more(Map<String, Integer> lacking) {
        int all = lacking.values().stream().mapToInt(Integer::intValue).sum();
        String named =
                lacking.entrySet().stream()
                        .filter(one -> !one.getKey().isEmpty())
                        .limit(NAMED)
                        .map(one -> one.getValue() + " of '" + one.getKey() + "'")
                        .collect(Collectors.joining(", "));
        int unnamed = lacking.size() - NAMED;
        return all
                + (all == 1 ? " more row" : " more rows")
                + (named.isEmpty()
                        ? ""
                        : " ("
                                + named
                                + (unnamed > 0 ? ", the rest of " + unnamed + " more labels" : "")
                                + ")");
    }

    @Override
    public Tuned<Integer> neighbours(ModelName encoder) {
        return tuned(
                "neighbours",
                encoder,
                Integer::valueOf,
                () -> encoders.classifiers().chooseNeighbours(encoders.training(encoder), seed));
    }

    @Override
    public Tuned<Double> strength(ModelName encoder) {
        return tuned(
                "l2",
                encoder,
                Double::valueOf,
                () -> encoders.classifiers().chooseStrength(encoders.training(encoder), seed));
    }

    private <T> Tuned<T> tuned(
            String setting,
            ModelName encoder,
            Function<String, T> parse,
            Supplier<Tuned<T>> choose) {
        String key = key(setting, encoders.encoder(encoder).fingerprint());
        Optional<String> stored = ledger.choice(key);
        if (stored.isPresent()) {
            return read(stored.get(), parse);
        }
        progress.at("choosing " + setting + " inside train for " + encoder, 0, 1);
        Tuned<T> chosen = choose.get();
        ledger.recordChoice(key, write(chosen));
        progress.at("choosing " + setting + " inside train for " + encoder, 1, 1);
        return chosen;
    }

    @Override
    public Escalation escalation(Candidate.Encoded first, Candidate.Encoded second, double margin) {
        String key = key("escalation", first.id(), second.id(), Double.toString(margin));
        Optional<String> stored = ledger.choice(key);
        if (stored.isPresent()) {
            String[] parts = stored.get().split(" ");
            return new Escalation(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]));
        }
        progress.at("choosing the cascade's threshold inside train", 0, 1);
        Training training = encoders.training(first.model());
        Escalation chosen =
                Thresholds.choose(outOfFold(first), outOfFold(second), training.labels(), margin);
        ledger.recordChoice(
                key,
                chosen.threshold()
                        + " "
                        + chosen.handedOver()
                        + " "
                        + chosen.score()
                        + " "
                        + chosen.scoreOfSecond());
        progress.at("choosing the cascade's threshold inside train", 1, 1);
        return chosen;
    }

    private List<Prediction> outOfFold(Candidate.Encoded candidate) {
        return encoders.classifiers()
                .crossValidate(candidate.method(), encoders.training(candidate.model()), seed);
    }

    private String key(String... parts) {
        ContentHash hash =
                new ContentHash()
                        .add(Canonical.text(trainHash))
                        .add(Canonical.number(seed))
                        .add(Canonical.text(freshness));
        for (Example example : splits.train()) {
            hash.add(Canonical.text(example.input()));
        }
        for (String part : parts) {
            hash.add(Canonical.text(part));
        }
        return hash.hex();
    }

    /// One line for the choice, one for each value tried.
    private static String write(Tuned<?> tuned) {
        List<String> lines = new ArrayList<>();
        lines.add(String.valueOf(tuned.value()));
        for (Trial<?> trial : tuned.tried()) {
            lines.add(trial.value() + " " + trial.accuracy() + " " + trial.loss());
        }
        return String.join("\n", lines);
    }

    private static <T> Tuned<T> read(String text, Function<String, T> parse) {
        List<String> lines = text.lines().toList();
        List<Trial<T>> trials =
                lines.stream()
                        .skip(1)
                        .map(line -> line.split(" "))
                        .map(parts ->
                                new Trial<>(
                                        parse.apply(parts[0]),
                                        Double.parseDouble(parts[1]),
                                        Double.parseDouble(parts[2])))
                        .toList();
        return new Tuned<>(parse.apply(lines.getFirst()), trials);
    }
}
