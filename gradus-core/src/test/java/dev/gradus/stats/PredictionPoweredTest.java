package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionPoweredTest {
    private static final double LEVEL = 0.95;
    private static final double[] HUMAN = {1, 1, 1, 0, 1, 0, 1, 1, 0, 1};
    private static final double[] MACHINE = {1, 1, 0, 0, 1, 1, 1, 1, 0, 1};

    /// `ppi_mean_pointestimate` of ppi-python 0.2.3 (numpy 2.4.6), lambda by its difference to the
    /// mean of the labels.
    @Test
    void point_estimate_and_lambda_are_those_of_ppi_python() {
        PredictionPowered shares = PredictionPowered.of(shares(11, 9), MACHINE, HUMAN);
        assertThat(shares.value()).isCloseTo(0.65569444, within(1e-8));
        assertThat(shares.lambda()).isCloseTo(0.29537037, within(1e-8));

        PredictionPowered graded =
                PredictionPowered.of(
                        new double[] {1, 0.75, 0.5, 0.5, 0.25, 1, 0, 0.75, 1, 1, 0.5, 0.75},
                        new double[] {1, 1, 0.75, 0.5, 0.75, 0.25, 1, 1},
                        new double[] {0.75, 1, 0.5, 0.25, 1, 0, 0.75, 1});
        assertThat(graded.value()).isCloseTo(0.59691399, within(1e-8));
        assertThat(graded.lambda()).isCloseTo(0.51784151, within(1e-8));

        double[] same = Stream.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0).mapToDouble(one -> one).toArray();
        double[] more = Arrays.copyOf(same, 20);
        Arrays.fill(more, 10, 20, 1);
        PredictionPowered full = PredictionPowered.of(shares(970, 30), more, more);
        assertThat(full.value()).isCloseTo(0.97, within(1e-12));
        assertThat(full.lambda()).as("1.0 only by the cut").isEqualTo(1);
    }

    @Test
    void a_machine_that_says_nothing_leaves_wilsons_interval_of_the_labels() {
        double[] against = Arrays.stream(MACHINE).map(one -> 1 - one).toArray();
        for (double[] useless : new double[][] {against, shares(10, 0)}) {
            PredictionPowered alone = PredictionPowered.of(shares(30, 70), useless, HUMAN);

            assertThat(alone.lambda()).isZero();
            assertThat(alone.value()).isCloseTo(0.7, within(1e-12));
            assertThat(alone.effectiveLabels()).isCloseTo(10, within(1e-9));
            double z = StudentT.quantile(0.975, 9);
            assertThat(alone.interval(LEVEL).low())
                    .isCloseTo(Share.wilsonRoot(0.7, 10, -z), within(1e-9));
        }
        assertThat(PredictionPowered.of(new double[0], MACHINE, HUMAN).value())
                .as("where all are labelled, nothing is left to judge")
                .isCloseTo(0.7, within(1e-12));
    }

    @Test
    void full_agreement_has_a_width_and_stays_within_one() {
        double[] right = shares(50, 0);
        PredictionPowered all = PredictionPowered.of(shares(500, 0), right, right);

        assertThat(all.value()).isEqualTo(1);
        assertThat(all.interval(LEVEL).high()).isEqualTo(1);
        assertThat(all.interval(LEVEL).low()).isBetween(0.92, 0.93);
        assertThat(all.lower(0.975))
                .as("a goal rests on Clopper and Pearson's bound")
                .isCloseTo(
                        Math.min(
                                Share.clopperPearsonLower(50, 50, 0.975),
                                all.interval(LEVEL).low()),
                        within(1e-9));
        assertThat(all.upper(0.975)).isEqualTo(1);
    }

    @Test
    void what_does_not_fit_together_is_refused() {
        assertThatThrownBy(() -> PredictionPowered.of(new double[3], new double[1], new double[1]))
                .hasMessage("there must be 2 labelled examples");
        assertThatThrownBy(() -> PredictionPowered.of(new double[3], new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// The width with lambda fixed at 1 and the labelled answers counted twice, and that of the
    /// labels alone, are computed beside it on the same draws. A judge who is right in 55 % tells
    /// nothing that the labels do not.
    @ParameterizedTest
    @CsvSource({
        "500, 50, 0.85",
        "500, 100, 0.85",
        "500, 300, 0.85",
        "3000, 100, 0.85",
        "3000, 100, 0.95",
        "3000, 300, 0.95",
        "500, 100, 0.55",
        "3000, 100, 0.55"
    })
    @Tag("slow")
    void narrower_than_before_and_than_the_labels_alone_at_the_promised_level(
            int judged, int labels, double accuracy) {
        Simulation seen = simulate(0.85, accuracy, labels, judged - labels, 4000);
        System.out.println(judged + " judged, " + labels + " labels, " + accuracy + ": " + seen);

        assertThat(Share.clopperPearsonLower(seen.above, seen.runs, 0.95))
                .as("%d of %d lower limits above the truth", seen.above, seen.runs)
                .isLessThanOrEqualTo(0.025);
        assertThat(seen.width).isLessThan(seen.before * 0.9);
        assertThat(seen.width).isLessThanOrEqualTo(seen.alone * 1.03);
    }

    /// Near the edge, where the variance of the labels says little.
    @ParameterizedTest
    @CsvSource({
        "0.95, 0.55",
        "0.95, 0.85",
        "0.95, 0.95",
        "0.95, 1",
        "0.98, 0.55",
        "0.98, 0.95",
        "0.5, 0.8"
    })
    @Tag("slow")
    void never_noticeably_wider_than_the_labels_alone_whatever_the_truth(
            double truth, double accuracy) {
        Simulation seen = simulate(truth, accuracy, 50, 450, 4000);
        System.out.println("truth " + truth + ", judge " + accuracy + ": " + seen);

        assertThat(Share.clopperPearsonLower(seen.above, seen.runs, 0.95))
                .isLessThanOrEqualTo(0.025);
        assertThat(seen.width).isLessThanOrEqualTo(seen.alone * 1.05);
        assertThat(Share.clopperPearsonLower(seen.falselyMissed, seen.runs, 0.95))
                .as("%d of %d upper bounds for a goal below the truth", seen.falselyMissed, 4000)
                .isLessThanOrEqualTo(0.025);
    }

    /// Grades from 1 to 5 as 0 to 1, by a judge who is off by one grade, more often up than down.
    @ParameterizedTest
    @CsvSource({
        "0.05, 0.05, 0.10, 0.30, 0.3, 50",
        "0.01, 0.01, 0.03, 0.15, 0.5, 50",
        "0.20, 0.20, 0.20, 0.20, 0.6, 50",
        "0.02, 0.00, 0.00, 0.00, 0.2, 50",
        "0.05, 0.05, 0.10, 0.30, 0.3, 100"
    })
    @Tag("slow")
    void grades_are_covered_too(
            double first, double second, double third, double fourth, double off, int labels) {
        double[] shares = {first, second, third, fourth};
        SplittableRandom random = new SplittableRandom(5);
        double truth =
                (second + 2 * third + 3 * fourth + 4 * (1 - first - second - third - fourth)) / 4;
        int above = 0;
        int below = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            double[] human = new double[labels];
            double[] machine = new double[labels];
            for (int i = 0; i < labels; i++) {
                human[i] = grade(shares, random);
                machine[i] = judged(human[i], off, random);
            }
            double[] rest = new double[500];
            Arrays.setAll(rest, i -> judged(grade(shares, random), off, random));
            Interval interval = PredictionPowered.of(rest, machine, human).interval(LEVEL);
            above += interval.low() > truth ? 1 : 0;
            below += interval.high() < truth ? 1 : 0;
        }
        System.out.printf(
                "grades, %d labels, off in %s: %d above, %d below of %d%n",
                labels, off, above, below, runs);
        assertThat(Share.clopperPearsonLower(above, runs, 0.95)).isLessThanOrEqualTo(0.025);
        assertThat(Share.clopperPearsonLower(below, runs, 0.95)).isLessThanOrEqualTo(0.025);
    }

    private record Simulation(
            int runs,
            int above,
            int below,
            int falselyMissed,
            double width,
            double alone,
            double before) {}

    private static Simulation simulate(
            double truth, double accuracy, int labels, int unlabelled, int runs) {
        SplittableRandom random = new SplittableRandom(11);
        int above = 0;
        int below = 0;
        int missed = 0;
        double width = 0;
        double alone = 0;
        double before = 0;
        for (int run = 0; run < runs; run++) {
            double[] human = new double[labels];
            double[] machine = new double[labels];
            for (int i = 0; i < labels; i++) {
                human[i] = random.nextDouble() < truth ? 1 : 0;
                machine[i] = random.nextDouble() < accuracy ? human[i] : 1 - human[i];
            }
            double[] rest = new double[unlabelled];
            Arrays.setAll(
                    rest,
                    i -> random.nextDouble() < truth == random.nextDouble() < accuracy ? 1 : 0);
            PredictionPowered mean = PredictionPowered.of(rest, machine, human);
            Interval interval = mean.interval(LEVEL);
            long right = Math.round(Arrays.stream(human).sum());
            above += interval.low() > truth ? 1 : 0;
            below += interval.high() < truth ? 1 : 0;
            missed += mean.upper(0.975) < truth ? 1 : 0;
            width += interval.width() / runs;
            alone += Share.wilson(right, labels, LEVEL).width() / runs;
            before += widthBefore(rest, machine, human) / runs;
        }
        return new Simulation(runs, above, below, missed, width, alone, before);
    }

    /// `mean(judged) + mean(human - machine)`, the labelled among the judged, with two more labels
    /// that are off by +1 and -1, and Student's t.
    private static double widthBefore(double[] rest, double[] machine, double[] human) {
        int n = human.length;
        double[] judged = Arrays.copyOf(rest, rest.length + n);
        System.arraycopy(machine, 0, judged, rest.length, n);
        double[] off = new double[n + 2];
        for (int i = 0; i < n; i++) {
            off[i] = human[i] - machine[i];
        }
        double value = Arrays.stream(judged).average().orElseThrow() + Arrays.stream(off).sum() / n;
        off[n] = 1;
        off[n + 1] = -1;
        double reach =
                StudentT.quantile((1 + LEVEL) / 2, n - 1.0)
                        * Math.sqrt(variance(judged) / judged.length + variance(off) / off.length);
        return Math.min(1, value + reach) - Math.max(0, value - reach);
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }

    private static double grade(double[] shares, SplittableRandom random) {
        double luck = random.nextDouble();
        int grade = 0;
        while (grade < shares.length && luck >= shares[grade]) {
            luck -= shares[grade++];
        }
        return grade / 4.0;
    }

    private static double judged(double human, double off, SplittableRandom random) {
        double luck = random.nextDouble();
        double step = luck < off / 4 ? -0.25 : luck < off ? 0.25 : 0;
        return Math.min(1, Math.max(0, human + step));
    }

    private static double[] shares(int ones, int zeros) {
        double[] values = new double[ones + zeros];
        Arrays.fill(values, 0, ones, 1);
        return values;
    }
}
