package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.score.Asked;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.stats.OBrienFleming;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How many calls of one candidate decide a pair, asked part by part, against asking everything:
/// recorded pairs in random orders, and simulated ones. A pair is decided where the candidate is
/// shown better, or cannot be better by `matters`; both by the comparisons that the keep rule
/// makes. Prints one JSON line for each set of pairs.
///
/// In a climb a candidate that is shown better is asked on, as it may be kept, and the claim is
/// made of everything: what a pair saves there is what a climb saves on candidates that are
/// outdone.
public final class PairCalls {
    private static final double ALPHA = 0.01;
    private static final int ORDERS = 100;
    private static final int SIMULATED = 4_000;
    private static final int ROWS = 2_000;
    private static final double DISCORDANCE = 0.10;

    private PairCalls() {}

    /// @param arguments the folder `examples/judge`
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, boolean[]> gsm8k = arms(folder.resolve("gsm8k/outcomes.csv"));
        Map<String, boolean[]> banking = arms(folder.resolve("banking77-3llm/outcomes.csv"));
        for (double closing : new double[] {0.05, 0.01}) {
            recorded("gsm8k", gsm8k, 0.02, closing, closing == 0.05 ? 0.65 : 0);
            recorded("gsm8k", gsm8k, 0.05, closing, 0);
            recorded("banking77-3llm", banking, 0.02, closing, 0);
            recorded("banking77-3llm", banking, 0.05, closing, closing == 0.05 ? 0.35 : 0);
            for (double gain : new double[] {0, 0.02, 0.04, 0.06}) {
                double target = gain == 0 ? 0.30 : gain == 0.04 ? 0.45 : gain == 0.06 ? 0.60 : 0;
                simulated(gain, closing, closing == 0.05 ? target : 0);
            }
        }
    }

    /// What became of pairs.
    private static final class Tally {
        private long runs;
        private long calls;
        private long all;
        private long betterOfAll;
        private long closedOfAll;
        private long better;
        private long closed;
        private long found;
        private long lost;

        synchronized void add(Decided whole, Decided parts, int rows) {
            runs++;
            calls += parts.asked;
            all += rows;
            betterOfAll += whole.better ? 1 : 0;
            closedOfAll += whole.closed ? 1 : 0;
            better += parts.better ? 1 : 0;
            closed += parts.closed ? 1 : 0;
            boolean claimed = parts.better || parts.closed;
            boolean claimedOfAll = whole.better || whole.closed;
            found += claimed && !claimedOfAll ? 1 : 0;
            lost += claimedOfAll && !claimed ? 1 : 0;
        }

        void print(String data, int pairs, double matters, double closing, double target) {
            double times = (double) runs / pairs;
            System.out.printf(
                    Locale.ROOT,
                    "{\"data\":\"%s\",\"pairs\":%d,\"runsEach\":%.0f,\"matters\":%.2f,\"alphaBetter\":%.2f,"
                            + "\"alphaClosed\":%.2f,\"everything\":{\"better\":%.3f,\"closed\":%.3f},"
                            + "\"inParts\":{\"better\":%.3f,\"closed\":%.3f},\"claimsFound\":%.3f,\"claimsLost\":%.3f,"
                            + "\"callsSaved\":%.3f%s}%n",
                    data,
                    pairs,
                    times,
                    matters,
                    ALPHA,
                    closing,
                    betterOfAll / times,
                    closedOfAll / times,
                    better / times,
                    closed / times,
                    found / times,
                    lost / times,
                    1 - (double) calls / all,
                    target == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    ",\"target\":%.2f,\"met\":%s",
                                    target,
                                    1 - (double) calls / all >= target));
        }
    }

    private record Decided(boolean better, boolean closed, int asked) {}

    private static void recorded(
            String data,
            Map<String, boolean[]> arms,
            double matters,
            double closing,
            double target) {
        List<String> names = List.copyOf(arms.keySet());
        Tally tally = new Tally();
        int pairs = 0;
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                boolean[] baseline = arms.get(names.get(i));
                boolean[] candidate = arms.get(names.get(j));
                Pair pair = new Pair(baseline, candidate, matters);
                IntStream.range(0, ORDERS)
                        .parallel()
                        .forEach(order -> pair.tell(tally, order, closing, matters));
                pairs++;
            }
        }
        tally.print(data, pairs, matters, closing, target);
    }

    private static void simulated(double gain, double closing, double target) {
        double matters = 0.02;
        Tally tally = new Tally();
        IntStream.range(0, SIMULATED)
                .parallel()
                .forEach(run -> {
                    SplittableRandom random = new SplittableRandom(1_000_003L * run + 7);
                    boolean[] baseline = new boolean[ROWS];
                    boolean[] candidate = new boolean[ROWS];
                    for (int i = 0; i < ROWS; i++) {
                        double drawn = random.nextDouble();
                        boolean won = drawn < (DISCORDANCE + gain) / 2;
                        boolean lost = !won && drawn < DISCORDANCE;
                        baseline[i] = lost || !won && random.nextDouble() < 0.8;
                        candidate[i] = won || !lost && baseline[i];
                    }
                    new Pair(baseline, candidate, matters).tell(tally, run, closing, matters);
                });
        tally.print(
                String.format(Locale.ROOT, "simulated, gain %.0f points", 100 * gain),
                1,
                matters,
                closing,
                target);
    }

    private static final class Pair {
        private final List<Example> examples;
        private final Measure measure;
        private final Run baseline;
        private final Run candidate;

        Pair(boolean[] baseline, boolean[] candidate, double matters) {
            this.examples = SimulatedTask.examples("dev", baseline.length);
            Task task = SimulatedTask.task(Goal.of(0.999, matters));
            this.measure = new Measure(task, examples, 1);
            Candidate.Prompted plain = Prompts.of(task).baseline(SimulatedTask.CHEAP_CHAT);
            Candidate shown =
                    plain.withShots(new Shots.Fixed(List.of(new Shots.Shot("x", "a")), "one"));
            this.baseline = run(plain, baseline);
            this.candidate = run(shown, candidate);
        }

        private Run run(Candidate of, boolean[] right) {
            return new Run(
                    of,
                    Split.DEV,
                    IntStream.range(0, right.length)
                            .mapToObj(i ->
                                    Outcome.scored(examples.get(i).id(), "a", right[i] ? 1 : 0))
                            .toList(),
                    "USD");
        }

        void tell(Tally tally, int order, double closing, double matters) {
            tally.add(
                    decided(measure.compare(baseline, candidate), closing, matters, 0),
                    inParts(Parts.of(examples, order), closing, matters),
                    examples.size());
        }

        private Decided inParts(Parts parts, double closing, double matters) {
            for (int part = 1; part < parts.count(); part++) {
                List<Example> some = parts.upTo(part);
                var ids = some.stream().map(Example::id).collect(Collectors.toSet());
                Run asked =
                        new Run(
                                candidate.candidate(),
                                Split.DEV,
                                candidate.outcomes().stream()
                                        .filter(one -> ids.contains(one.exampleId()))
                                        .toList(),
                                "USD",
                                new Asked(parts.after(part), examples.size() - some.size()));
                Decided now =
                        decided(measure.compare(baseline, asked), closing, matters, some.size());
                if (now.better || now.closed) {
                    return now;
                }
            }
            // Here a claim of "better" may come at any look, so the last one is at its nominal
            // level.
            Run all = candidate.with(new Asked(parts.after(parts.count()), 0));
            double last = OBrienFleming.of(parts.count(), ALPHA).nominal(parts.count());
            return decided(measure.compare(baseline, all), last, closing, matters, examples.size());
        }

        private static Decided decided(
                Comparison comparison, double closing, double matters, int asked) {
            return decided(comparison, ALPHA, closing, matters, asked);
        }

        private static Decided decided(
                Comparison comparison, double alpha, double closing, double matters, int asked) {
            boolean better = comparison.better(alpha);
            return new Decided(better, !better && comparison.upper(1 - closing) < matters, asked);
        }
    }

    /// Right or wrong by item, for each arm of a file of recorded outcomes; the items that every
    /// arm has.
    private static Map<String, boolean[]> arms(Path file) throws IOException {
        Map<String, Map<String, Boolean>> arms = new LinkedHashMap<>();
        List<List<String>> rows = rows(Files.readString(file));
        List<String> head = rows.getFirst();
        for (List<String> row : rows.subList(1, rows.size())) {
            String model = head.contains("model") ? row.get(head.indexOf("model")) + " / " : "";
            arms.computeIfAbsent(model + row.get(head.indexOf("arm")), one -> new LinkedHashMap<>())
                    .put(
                            row.get(head.indexOf("item_id")),
                            row.get(head.indexOf("correct")).equals("1"));
        }
        List<String> items =
                arms.values().iterator().next().keySet().stream()
                        .filter(item ->
                                arms.values().stream().allMatch(one -> one.containsKey(item)))
                        .toList();
        Map<String, boolean[]> right = new LinkedHashMap<>();
        arms.forEach((arm, outcomes) -> {
            boolean[] all = new boolean[items.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = Boolean.TRUE.equals(outcomes.get(items.get(i)));
            }
            right.put(arm, all);
        });
        return right;
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString().strip());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        return rows;
    }
}
