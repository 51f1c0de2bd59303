package dev.gradus.judge;

import dev.gradus.files.OutcomesFile;
import dev.gradus.stats.Seeds;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SplittableRandom;

/// Writes outcomes of made-up arms to a file, then times what `judge` does with it:
/// `bench/judge.sh`.
final class JudgeBench {
    private static final int LABELS = 77;

    private JudgeBench() {}

    public static void main(String... arguments) throws IOException {
        int items = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int arms = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        boolean graded = arguments.length > 2 && arguments[2].equals("graded");
        Path file = Files.createTempFile("outcomes", ".csv");
        try {
            write(file, items, arms, graded);
            for (int round = 1; round <= 3; round++) {
                time(file, JudgeOptions.standard(), "usual pairs, round " + round);
            }
            time(file, JudgeOptions.standard().withAllPairs(), "all pairs");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void time(Path file, JudgeOptions options, String what) {
        long start = System.nanoTime();
        OutcomeTable table = new OutcomeTable(file.getFileName().toString());
        OutcomesFile.read(file, table::add);
        double read = (System.nanoTime() - start) / 1e9;
        JudgeReport report = new Judge(options, InstantSource.system()).report(table);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d rows read in %.2f s, %d comparisons in %.2f s, %.2f s in all%n",
                what,
                report.rows(),
                read,
                report.comparisons().size(),
                report.seconds(),
                (System.nanoTime() - start) / 1e9);
    }

    /// Item by item: each has a difficulty, each arm a strength, and a little luck.
    private static void write(Path file, int items, int arms, boolean graded) throws IOException {
        SplittableRandom random = Seeds.generator(1, "judge bench");
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write(
                    "task,item_id,arm,rung,model,gold,pred,correct,prompt_tokens,completion_tokens,"
                            + "latency_ms,cost_usd\n");
            for (int item = 0; item < items; item++) {
                double difficulty = random.nextDouble();
                for (int arm = 0; arm < arms; arm++) {
                    double luck = 0.2 * (random.nextDouble() - 0.5);
                    boolean right = difficulty + luck < 0.80 + 0.005 * arm;
                    double score = graded ? 0.3 + 0.4 * random.nextDouble() : 0;
                    writer.write(
                            String.format(
                                    Locale.ROOT,
                                    "bench,item-%d,arm-%d,%s,model-%d,label-%d,label-%d,%s,%d,3,%.1f,%.6f%n",
                                    item,
                                    arm,
                                    arm == 0 ? "baseline" : "prompt",
                                    arm % 3,
                                    item % LABELS,
                                    right ? item % LABELS : (item + 1) % LABELS,
                                    graded
                                            ? String.format(
                                                    Locale.ROOT,
                                                    "%.3f",
                                                    right ? score + 0.3 : score)
                                            : right ? "1" : "0",
                                    120 + item % 50,
                                    80 + 300 * random.nextDouble(),
                                    0.0001 * (arm + 1)));
                }
            }
        }
    }
}
