package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeScreenTest {
    private static final String LONG =
            "an-arm-whose-name-says-everything-about-how-it-was-made/with-variant-%02d/and-the-same-end";

    /// Outcomes of arms of rising cost, item by item.
    private static Path outcomes(
            Path folder, int tasks, int arms, int items, IntFunction<String> names)
            throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> lines = new ArrayList<>();
        lines.add("task,item_id,arm,rung,model,correct,latency_ms,cost_usd");
        for (int task = 0; task < tasks; task++) {
            for (int item = 0; item < items; item++) {
                double difficulty = random.nextDouble();
                for (int arm = 0; arm < arms; arm++) {
                    double drawn = random.nextDouble() < 0.6 ? difficulty : random.nextDouble();
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "the-task-number-%d,%d,%s,%s,m,%d,%d,%.4f",
                                    task,
                                    item,
                                    names.apply(arm),
                                    arm == 0 ? "baseline" : "",
                                    drawn < 0.6 + 0.3 * arm / arms ? 1 : 0,
                                    100 + arm,
                                    0.0001 * (arm + 1)));
                }
            }
        }
        return Files.write(folder.resolve("outcomes.csv"), lines);
    }

    /// Without line breaks.
    private static String flat(Cli run) {
        return run.out().replaceAll("\\s+", " ");
    }

    private static void fits(String screen) {
        List<String> lines = screen.stripTrailing().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(40);
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(screen).doesNotContain("p 0.0", "p = 0.0,", "Nothing could be compared");
    }

    @Test
    @Tag("slow")
    void fits_40_lines_with_27_tasks_of_long_names(@TempDir Path folder) throws IOException {
        fits_40_lines_of_100_columns(27, 10, 20, true, folder);
    }

    @ParameterizedTest
    @CsvSource({"1,71,100,false", "27,6,30,false", "1,71,60,true"})
    void fits_40_lines_of_100_columns(
            int tasks, int arms, int items, boolean longNames, @TempDir Path folder)
            throws IOException {
        Path file =
                outcomes(
                        folder,
                        tasks,
                        arms,
                        items,
                        arm -> longNames ? String.format(Locale.ROOT, LONG, arm) : "arm-" + arm);

        Cli without = Cli.run("judge", file);
        Cli with = Cli.run("judge", file, "--goal", "0.8");

        assertThat(without.exitCode()).isZero();
        fits(without.out());
        fits(with.out());
        assertThat(without.out().lines().findFirst().orElse(""))
                .matches("(A|No) difference is shown in .*");
        assertThat(with.out()).contains("Use m / a", "Claims (", "Not compared: ", "--pairs all");
    }

    @Test
    void shows_no_two_names_alike(@TempDir Path folder) throws IOException {
        Path file = outcomes(folder, 1, 30, 20, arm -> String.format(Locale.ROOT, LONG, arm));

        Cli all = Cli.run("judge", file, "--all");

        Matcher names =
                Pattern.compile("(?m)^the-task-number-0|^the-ta\\S+ +(m / \\S+) ")
                        .matcher(all.out());
        List<String> shown = new ArrayList<>();
        while (names.find()) {
            if (names.group(1) != null) {
                shown.add(names.group(1));
            }
        }
        assertThat(shown).hasSize(30);
        assertThat(new HashSet<>(shown)).hasSize(30);
    }

    @Test
    void says_maybe_and_how_many_rows_would_tell_of_few_items(@TempDir Path folder) {
        Path imported = folder.resolve("o.csv");
        Path results = Path.of("src/test/resources/dev/gradus/cli/judge/ties-from-few.json");

        assertThat(Cli.run("import", "outcomes", results, "--into", imported).exitCode()).isZero();
        Cli judged = Cli.run("judge", imported, "--goal", "0.8", "--matters", "0.05");
        Cli all = Cli.run("judge", imported, "--goal", "0.8", "--matters", "0.05", "--all");

        assertThat(flat(judged))
                .contains("maybe better: 20 won, 10 lost; about")
                .contains("These items do not tell the models apart");
        assertThat(judged.out() + all.out())
                .doesNotContain("Do not pay", "the cause lies elsewhere", "No stronger model");
    }

    @Test
    void does_not_stop_at_an_arm_that_lacks_a_tenth_of_the_items() {
        Path outcomes = Path.of("src/test/resources/dev/gradus/cli/judge/rows-absent.csv");

        Cli judged = Cli.run("judge", outcomes, "--goal", "0.7", "--matters", "0.05");

        assertThat(judged.exitCode()).isNotZero();
        assertThat(flat(judged))
                .doesNotContain("Stop here")
                .contains("Not ranked: B, which has a score on 72 of the 80 items.")
                .contains("better, on the shared items only");
    }

    @Test
    void weighs_tasks_by_the_traffic_and_refuses_what_is_none(@TempDir Path folder)
            throws IOException {
        Path file = outcomes(folder, 2, 3, 40, arm -> "arm-" + arm);

        Cli weighed =
                Cli.run(
                        "judge",
                        file,
                        "--traffic",
                        "the-task-number-0=900",
                        "--traffic",
                        "the-task-number-1=100");
        Cli wrong = Cli.run("judge", file, "--traffic", "the-task-number-0=many");

        assertThat(weighed.out())
                .contains(
                        "Over all tasks: by traffic: the-task-number-0 90.0 % and the-task-number-1 10.0 %.");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--traffic takes TASK=CALLS");
    }

    /// Arms on 600 items: the model, how many are right, and the cost of a call.
    private static Path arms(Path folder, String... arms) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("task,item_id,arm,rung,model,correct,cost_usd");
        for (String arm : arms) {
            String[] parts = arm.split(" ");
            for (int item = 0; item < Integer.parseInt(parts[2]); item++) {
                boolean right = item < Integer.parseInt(parts[1]);
                lines.add(
                        String.format(
                                "t,%d,a,,%s,%d,%s",
                                item, parts[0], right ? 1 : 0, parts.length > 3 ? parts[3] : ""));
            }
        }
        return Files.write(folder.resolve("outcomes.csv"), lines);
    }

    @Test
    void tells_the_price_below_which_an_arm_of_unknown_cost_would_win(@TempDir Path folder)
            throws IOException {
        Path file = arms(folder, "dear 560 600 0.01", "unpriced 570 600");

        assertThat(flat(Cli.run("judge", file, "--goal", "0.9")))
                .startsWith("Stop here: dear / a scores")
                .contains(
                        "Money: it alone of those that meet the goal has a known cost",
                        "unpriced / a also meets the goal at an unknown price: take it below 10.00 USD"
                                + " per 1,000 calls.");
    }

    @Test
    void names_the_arms_that_tie_where_no_cost_is_known(@TempDir Path folder) throws IOException {
        Path file = arms(folder, "one 570 600", "two 570 600");

        assertThat(flat(Cli.run("judge", file, "--goal", "0.9")))
                .contains("Money: one / a, two / a score the same, the highest");
    }

    @Test
    void an_arm_within_the_tolerance_is_neither_open_nor_plainly_met(@TempDir Path folder)
            throws IOException {
        Path file = arms(folder, "near 18150 20000 0.001", "far 12000 20000 0.001");

        Cli judged = Cli.run("judge", file, "--goal", "0.91");

        assertThat(judged.exitCode()).isZero();
        assertThat(judged.out())
                .startsWith("Stop here, within your tolerance")
                .doesNotContain("goal open", "goal met");
    }

    @Test
    void keeps_cut_names_apart() {
        ShownNames names =
                new ShownNames(
                        List.of(
                                "the same beginning of all, one, the same end of all",
                                "the same beginning of all, two, the same end of all",
                                "short",
                                "x".repeat(100),
                                "x".repeat(101)),
                        20);

        assertThat(names.of("short")).isEqualTo("short");
        assertThat(names.of("the same beginning of all, one, the same end of all"))
                .isEqualTo("the sa\u2026, one, the s\u2026");
        assertThat(names.of("x".repeat(100))).isNotEqualTo(names.of("x".repeat(101)));
        assertThat(names.of("x".repeat(101)).length()).isLessThanOrEqualTo(20);
    }
}
