package dev.gradus.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.stats.Binomial;
import dev.gradus.stats.PairedCounts;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Tango;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForgettingTest {
    private static final double MARGIN = 0.02;
    private static final int SIMULATIONS = 500;

    @Test
    void reproduces_the_published_test_of_one_slice() {
        // Soft contact lenses in a crossover trial (Miyanaga 1994), 44 subjects, 43 right with
        // both, 1 with the standard alone; margin 0.1. Tango (1998), Statistics in Medicine 17,
        // 891-908, section 5: Z = 1.709, p = 0.044, lower end of the 90 % interval -0.096.
        double[] base = new double[44];
        double[] tuned = new double[44];
        Arrays.fill(base, 1);
        Arrays.fill(tuned, 1);
        tuned[7] = 0;

        Forgetting.Slice lenses = only(ForgettingSlice.of("lenses", "lenses", base, tuned), 0.1);

        assertThat(lenses.p()).isCloseTo(0.044, within(5e-4));
        assertThat(lenses.lower()).isCloseTo(-0.096, within(5e-4));
        assertThat(lenses.status()).isEqualTo(Forgetting.Status.KEPT);
        assertThat(lenses.p())
                .isCloseTo(Tango.nonInferiority(new PairedCounts(43, 1, 0, 0), 0.1), within(1e-9));
    }

    @Test
    void holm_orders_the_slices_and_each_gets_its_own_level() {
        Forgetting lost =
                Forgetting.of(
                        List.of(
                                slice("a", 1000, 5, 5),
                                slice("b", 4000, 4, 4),
                                slice("c", 300, 9, 9)),
                        MARGIN,
                        1);

        assertThat(lost.slices())
                .extracting(Forgetting.Slice::level)
                .containsExactly(1 - 0.05 / 2, 1 - 0.05 / 3, 1 - 0.05);
        assertThat(lost.slices())
                .extracting(Forgetting.Slice::status)
                .containsExactly(
                        Forgetting.Status.KEPT,
                        Forgetting.Status.KEPT,
                        Forgetting.Status.NOT_SHOWN);
        assertThat(lost.status()).isEqualTo(Forgetting.Status.NOT_SHOWN);
        for (Forgetting.Slice slice : lost.slices()) {
            assertThat(slice.lower() > -MARGIN)
                    .as(slice.slice())
                    .isEqualTo(slice.status() == Forgetting.Status.KEPT);
        }
    }

    @Test
    void says_what_was_lost_with_figures() {
        Forgetting lost =
                Forgetting.of(
                        List.of(slice("mail", 1000, 90, 10), slice("faq", 300, 3, 3)), MARGIN, 1);

        assertThat(lost.status()).isEqualTo(Forgetting.Status.FORGOTTEN);
        assertThat(lost.why())
                .containsExactly(
                        "suite / mail is forgotten beyond 2.0 points: 0.710 after 0.790, -8.0 points"
                                + " [-10.0, -6.2] on 1,000 items",
                        "suite / faq is not shown to be kept within 2.0 points: 0.790 after 0.790, +0.0"
                                + " points [-2.0, +2.0] on 300 items; about 393 items would settle it");
    }

    @Test
    void kept_in_words() {
        Forgetting.Slice kept = only(slice("faq", 4000, 4, 4), MARGIN);

        assertThat(kept.why())
                .isEqualTo(
                        "suite / faq is kept within 2.0 points: 0.799 after 0.799, +0.0 points [-0.2,"
                                + " +0.2] on 4,000 items");
        assertThat(kept.needed()).isEmpty();
    }

    @Test
    void as_many_items_as_it_asks_for_settle_it() {
        Forgetting.Slice open = only(slice("faq", 300, 6, 6), MARGIN);
        assertThat(open.status()).isEqualTo(Forgetting.Status.NOT_SHOWN);

        int needed = (int) open.needed().orElseThrow();
        int each = Math.round(6f * needed / 300);
        assertThat(only(slice("faq", needed, each, each), MARGIN).status())
                .isEqualTo(Forgetting.Status.KEPT);
    }

    @Test
    void a_loss_of_the_margin_is_called_kept_in_at_most_five_percent() {
        long kept = runs(MARGIN, 400, lost -> any(lost, Forgetting.Status.KEPT));

        assertThat(kept).isLessThanOrEqualTo(atMost(0.05));
        assertThat(kept).as("the test can fail").isPositive();
    }

    @Test
    void a_loss_of_the_margin_is_called_forgotten_in_at_most_five_percent() {
        long lost = runs(MARGIN, 400, one -> any(one, Forgetting.Status.FORGOTTEN));

        assertThat(lost).isLessThanOrEqualTo(atMost(0.05));
        assertThat(lost).as("the test can fail").isPositive();
    }

    @Test
    void an_unchanged_model_is_kept_where_there_are_items_enough() {
        long kept = runs(0, 3_000, lost -> lost.status() == Forgetting.Status.KEPT);

        assertThat(kept).isGreaterThan(SIMULATIONS * 9L / 10);
    }

    @Test
    void graded_scores_are_judged_by_their_own_bounds() {
        SplittableRandom random = Seeds.generator(3, "graded");
        double[] base = random.doubles(400, 0.4, 0.9).toArray();
        double[] same =
                Arrays.stream(base).map(x -> x + 0.01 * (random.nextDouble() - 0.5)).toArray();
        double[] worse = Arrays.stream(base).map(x -> x - 0.1).toArray();

        Forgetting lost =
                Forgetting.of(
                        List.of(
                                ForgettingSlice.of("neighbours", "kept", base, same),
                                ForgettingSlice.of("neighbours", "lost", base, worse)),
                        MARGIN,
                        1);

        assertThat(lost.slices())
                .extracting(Forgetting.Slice::status)
                .containsExactly(Forgetting.Status.KEPT, Forgetting.Status.FORGOTTEN);
    }

    @Test
    void missing_items_speak_against_both_claims() {
        ForgettingSlice whole = slice("faq", 4000, 4, 4);
        List<OptionalDouble> tuned = new ArrayList<>(whole.tuned());
        for (int i = 0; i < 200; i++) {
            tuned.set(3000 - i, OptionalDouble.empty());
        }
        Forgetting.Slice some =
                only(new ForgettingSlice("suite", "faq", whole.base(), tuned, List.of()), MARGIN);
        assertThat(some.status()).isEqualTo(Forgetting.Status.NOT_SHOWN);
        assertThat(some.missing()).isEqualTo(200);
        assertThat(some.n()).isEqualTo(3800);

        Collections.fill(tuned, OptionalDouble.empty());
        assertThat(
                        only(
                                        new ForgettingSlice(
                                                "suite", "faq", whole.base(), tuned, List.of()),
                                        MARGIN)
                                .why())
                .isEqualTo(
                        "suite / faq says nothing: 4000 of 4000 items are missing: a failed run");
    }

    @Test
    void too_few_groups_say_nothing() {
        ForgettingSlice whole = slice("faq", 400, 4, 4);
        List<Integer> nine = IntStream.range(0, 400).mapToObj(i -> i % 9).toList();

        assertThat(
                        only(
                                        new ForgettingSlice(
                                                "suite", "faq", whole.base(), whole.tuned(), nine),
                                        MARGIN)
                                .why())
                .isEqualTo(
                        "suite / faq says nothing: its items fall into 9 groups, and at least 10 are"
                                + " needed");
    }

    @Test
    void wrong_shapes_are_refused() {
        assertThatThrownBy(() -> ForgettingSlice.of("s", "x", new double[3], new double[2]))
                .hasMessage(
                        "base and tuned model answer the same items, at least one: 3 and 2 in slice x"
                                + " of s");
        assertThatThrownBy(() -> Forgetting.of(List.of(), 0.02, 1))
                .hasMessage("a forgetting suite has at least one slice");
        assertThatThrownBy(() -> Forgetting.of(List.of(slice("a", 9, 1, 1)), 0.6, 1))
                .hasMessage("a margin is above 0 and at most 0.5, not 0.6");
    }

    private static Forgetting.Slice only(ForgettingSlice slice, double margin) {
        return Forgetting.of(List.of(slice), margin, 1).slices().getFirst();
    }

    /// n items: `lost` right before only, `won` right after only, 80 % less `lost` right both
    /// times.
    private static ForgettingSlice slice(String name, int n, int lost, int won) {
        double[] base = new double[n];
        double[] tuned = new double[n];
        for (int i = 0; i < n; i++) {
            boolean both = i >= lost + won && i < 0.8 * n;
            base[i] = both || i < lost ? 1 : 0;
            tuned[i] = both || i >= lost && i < lost + won ? 1 : 0;
        }
        return ForgettingSlice.of("suite", name, base, tuned);
    }

    private static boolean any(Forgetting lost, Forgetting.Status status) {
        return lost.slices().stream().anyMatch(slice -> slice.status() == status);
    }

    /// Three slices, each with this true loss.
    private static long runs(double loss, int items, Predicate<Forgetting> counted) {
        return IntStream.range(0, SIMULATIONS)
                .parallel()
                .filter(seed -> counted.test(drawn(loss, items, seed)))
                .count();
    }

    private static Forgetting drawn(double loss, int items, int seed) {
        SplittableRandom random = Seeds.generator(seed, "forgetting");
        List<ForgettingSlice> slices = new ArrayList<>();
        for (int slice = 0; slice < 3; slice++) {
            double[] base = new double[items];
            double[] tuned = new double[items];
            for (int i = 0; i < items; i++) {
                double luck = random.nextDouble();
                base[i] = luck < 0.8 ? 1 : 0;
                double again = random.nextDouble() < 0.1 ? random.nextDouble() : luck;
                tuned[i] = again < 0.8 - loss ? 1 : 0;
            }
            slices.add(ForgettingSlice.of("simulated", "s" + slice, base, tuned));
        }
        return Forgetting.of(slices, MARGIN, seed);
    }

    /// The most of the simulations that a true rate lets through with chance 0.999.
    private static long atMost(double rate) {
        long count = 0;
        while (Binomial.upperTail(count + 1, SIMULATIONS, rate) > 0.001) {
            count++;
        }
        return count;
    }
}
