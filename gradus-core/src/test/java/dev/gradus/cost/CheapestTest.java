package dev.gradus.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.cost.Choice.Basis;
import dev.gradus.task.Money;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// The arms of the article: Opus at 60 USD per 1,000 calls, a tuned Haiku at 0.40.
class CheapestTest {
    private static final Priced OPUS = arm("opus", 0.92, 60, false);
    private static final Priced HAIKU = arm("haiku", 0.91, 0.40, true);

    private static Priced arm(String name, double score, double cost, boolean tuned) {
        return new Priced(
                name,
                name,
                score,
                OptionalDouble.of(1 - score),
                Optional.of(Money.of(cost, "USD")),
                tuned,
                0);
    }

    private static Priced unpriced(String name, double score) {
        return new Priced(
                name, name, score, OptionalDouble.of(1 - score), Optional.empty(), false, 0);
    }

    private static Terms terms(double callsPerDay, boolean spent) {
        return terms(Optional.of(new Volume(callsPerDay, 0)), OptionalDouble.of(0.05), 4000, spent);
    }

    private static Terms terms(
            Optional<Volume> volume, OptionalDouble error, double outlay, boolean spent) {
        return new Terms(
                "USD",
                volume,
                error,
                12,
                new Outlay(
                        OptionalDouble.of(outlay),
                        "stated",
                        OptionalDouble.of(outlay),
                        OptionalDouble.of(0),
                        spent,
                        List.of()),
                OptionalDouble.of(0.0004),
                List.of());
    }

    private static Choice choice(Terms terms, Priced... meeting) {
        return Cheapest.of(terms, List.of(meeting)).orElseThrow();
    }

    @Test
    void the_outlay_of_tuning_counts_against_what_it_saves() {
        assertThat(choice(terms(50_000, false), OPUS, HAIKU).candidate()).isEqualTo("haiku");

        Choice few = choice(terms(100, false), OPUS, HAIKU);
        // 36,525 calls: Opus 2,191.50 for calls and 146.10 for errors; Haiku 14.61 + 164.36 +
        // 4,000.
        assertThat(few.candidate()).isEqualTo("opus");
        assertThat(few.why())
                .isEqualTo(
                        "it costs least of the 2 that meet the goal: 2,338 USD over 12 months with its"
                                + " errors, against 4,179 USD with haiku.");
        assertThat(few.besides())
                .containsExactly(
                        "haiku also meets the goal: 4,179 USD over 12 months, of which 4,000 USD are"
                                + " the outlay of tuning.");
    }

    @Test
    void an_outlay_that_is_spent_is_not_charged_again() {
        Choice choice = choice(terms(100, true), OPUS, HAIKU);

        assertThat(choice.candidate()).isEqualTo("haiku");
        assertThat(choice.besides())
                .containsExactly(
                        "The outlay of tuning haiku, 4,000 USD, is spent already and not charged again"
                                + " (tuning.spent).");
    }

    @Test
    void totals_within_five_per_cent_are_a_tie_that_the_score_decides() {
        Choice choice =
                choice(
                        terms(1000, false),
                        arm("a", 0.90, 10, false),
                        arm("b", 0.95, 12.9, false),
                        arm("c", 0.99, 20, false));

        assertThat(choice.candidate()).as("15.00 against 15.40 USD per 1,000").isEqualTo("b");
        assertThat(choice.why()).contains("within 5 % of the cheapest").endsWith("scores higher.");
    }

    @Test
    void without_traffic_a_call_is_compared_with_its_errors_and_the_outlay_is_named() {
        Choice choice =
                choice(terms(Optional.empty(), OptionalDouble.of(0.05), 4000, false), OPUS, HAIKU);

        assertThat(choice.basis()).isEqualTo(Basis.PER_CALL);
        assertThat(choice.candidate()).isEqualTo("haiku");
        assertThat(choice.besides())
                .containsExactly(
                        "The outlay of tuning haiku, 4,000 USD, is not in this comparison: the traffic"
                                + " is unknown.");
    }

    @Test
    void without_the_cost_of_an_error_the_cost_decides_and_the_error_that_turns_it_is_named() {
        Choice choice =
                choice(
                        terms(Optional.of(new Volume(1000, 0)), OptionalDouble.empty(), 0, false),
                        arm("cheap", 0.90, 5, false),
                        arm("good", 0.92, 25, false));

        assertThat(choice.basis()).isEqualTo(Basis.COST_ALONE);
        assertThat(choice.candidate()).isEqualTo("cheap");
        assertThat(choice.besides())
                .as("0.020 USD a call for 0.02 errors fewer")
                .containsExactly(
                        "What an error costs is not stated: from 1.00 USD an error on, good costs less.");
    }

    @Test
    void an_unknown_price_never_wins_and_the_price_below_which_it_would_is_told() {
        Choice choice =
                choice(terms(1000, false), arm("known", 0.90, 5, false), unpriced("secret", 0.95));

        assertThat(choice.candidate()).isEqualTo("known");
        assertThat(choice.besides())
                .as("5 USD and 100 errors at 0.05 USD, less 50 errors")
                .containsExactly(
                        "secret also meets the goal at an unknown price: take it below 7.50 USD per"
                                + " 1,000 calls.");
    }

    @Test
    void without_any_price_the_highest_score_wins_and_ties_are_named_together() {
        Choice choice =
                choice(
                        terms(1000, false),
                        unpriced("a", 0.91),
                        unpriced("b", 0.95),
                        unpriced("c", 0.95));

        assertThat(choice.basis()).isEqualTo(Basis.SCORE);
        assertThat(choice.candidate()).isEqualTo("b");
        assertThat(choice.why())
                .isEqualTo("b, c score the same, the highest; no cost of a call is known.");
    }

    @Test
    void zero_is_a_value() {
        assertThat(choice(terms(0, false), OPUS, HAIKU).candidate())
                .as("nothing is called: the outlay alone is left")
                .isEqualTo("opus");
        assertThat(
                        choice(
                                        terms(
                                                Optional.of(new Volume(1000, 0)),
                                                OptionalDouble.of(0),
                                                0,
                                                false),
                                        OPUS,
                                        arm("free", 0.91, 0, false))
                                .candidate())
                .isEqualTo("free");
    }

    @Test
    void tuned_arms_alone_are_compared_without_an_outlay_that_nobody_stated() {
        Terms unstated = Terms.unstated("USD");
        Choice choice =
                choice(unstated, arm("one", 0.91, 0.40, true), arm("two", 0.93, 0.80, true));

        assertThat(choice.candidate()).isEqualTo("one");
        assertThat(choice.besides())
                .anySatisfy(
                        one -> assertThat(one).startsWith("The outlay of tuning one is not known"));
    }
}
