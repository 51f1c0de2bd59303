package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.testkit.MemoryLedger;
import dev.gradus.tuning.Pilot;
import dev.gradus.tuning.SeedSpread;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PilotSizeTest {
    @Test
    void right_and_wrong_are_a_bit_each() {
        PilotSize size =
                new PilotSize(40, List.of(1.0, 0.0, 1.0), List.of(1.0, 1.0, 1.0), "12.5 320");

        assertThat(size.line()).isEqualTo("40 101 111 12.5 320");
        assertThat(PilotSize.parse(size.line())).isEqualTo(size);
    }

    @Test
    void graded_scores_keep_every_digit() {
        PilotSize size =
                new PilotSize(40, List.of(0.1, 0.30000000000000004), List.of(1.0, 0.5), "x");

        assertThat(PilotSize.parse(size.line())).isEqualTo(size);
    }

    @Test
    void two_seeds_are_one_size_by_each_examples_mean_and_tell_how_far_they_differ() {
        PilotSize one = new PilotSize(40, List.of(1.0, 0.0), List.of(1.0, 1.0), "x");
        PilotSize other = new PilotSize(40, List.of(1.0, 0.0), List.of(1.0, 0.0), "x");

        Pilot pilot = PilotSize.pilot(List.of(one, other));
        assertThat(pilot.tuned()).containsExactly(1.0, 0.5);
        assertThat(pilot.seeds()).isEqualTo(new SeedSpread(0.125, 1, 0.5, 0.125));
        assertThat(PilotSize.pilot(List.of(one)).seeds())
                .as("one run does not tell")
                .isEqualTo(SeedSpread.unknown());

        Pilot both = PilotSize.both(pilot, pilot);
        assertThat(both.tuned()).containsExactly(1.0, 0.5, 1.0, 0.5);
        assertThat(both.seeds())
                .as("each half has runs of its own, so their luck halves again")
                .isEqualTo(new SeedSpread(0.25, 2, 0.25, 0.125));
    }

    @Test
    void what_the_ledger_has_is_not_measured_again() {
        MemoryLedger ledger = new MemoryLedger();
        PilotSize size = new PilotSize(40, List.of(1.0), List.of(0.0), "x");
        PilotSize.of(ledger, "key", () -> size);

        assertThat(
                        PilotSize.of(
                                ledger,
                                "key",
                                () -> {
                                    throw new AssertionError("measured again");
                                }))
                .isEqualTo(size);
    }

    @Test
    void a_bill_counts_for_the_climb_that_paid_and_an_unknown_price_stays_unknown() {
        JobBill known = new JobBill(7, OptionalDouble.of(0.25), "ftjob-1", "openai/ft:a:b::c");
        JobBill unknown = new JobBill(7, OptionalDouble.empty(), "ftjob-1", "openai/ft:a:b::c");

        assertThat(JobBill.of(size(known))).isEqualTo(known);
        assertThat(JobBill.of(size(unknown))).isEqualTo(unknown);
        assertThat(known.paidBy(new Payer(9, Set.of(7L, 9L)))).isEqualTo(0.25);
        assertThat(known.paidBy(new Payer(8, Set.of(8L)))).isZero();
    }

    @Test
    void jobs_are_taken_from_the_budget_as_calls_are() {
        assertThat(new Payer(7, Set.of(7L)).with(0.25).with(0.5).spent(new MemoryLedger()).money())
                .isEqualTo(0.75);
    }

    private static PilotSize size(JobBill bill) {
        return PilotSize.parse(new PilotSize(40, List.of(1.0), List.of(0.0), bill.text()).line());
    }
}
