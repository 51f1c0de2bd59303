package dev.gradus.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.cost.BaseModelLife.State;
import dev.gradus.cost.TuningFacts.Intake;
import dev.gradus.cost.TuningFacts.Method;
import dev.gradus.task.ModelName;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseModelLifeTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
    private static final LocalDate KNOWN = LocalDate.of(2026, 11, 1);

    @Test
    void a_base_without_an_announced_end_at_a_provider_that_takes_jobs_passes() {
        assertThat(life(Intake.YES, null, null, "", KNOWN))
                .isEqualTo(
                        new BaseModelLife(
                                State.PASSES,
                                "acme tunes acme/base, and no end of it is announced (the tuning"
                                        + " page, as of 2026-10-01)",
                                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "2026-11-27|-|acme/base was shut down on 2026-11-27 (the price page, as of 2026-11-01)",
                "2027-11-26|-|acme/base is shut down on 2027-11-26, within the 12 months in which"
                        + " tuning is to pay back (the price page, as of 2026-11-01)",
                "-|2026-05-07|acme closed its tuning on 2026-05-07 (the tuning page, as of"
                        + " 2026-10-01)",
                "-|2027-01-06|acme closes its tuning on 2027-01-06, within the 12 months in which"
                        + " tuning is to pay back (the tuning page, as of 2026-10-01)"
            })
    void an_end_within_the_horizon_fails_with_day_and_source(
            LocalDate shutdown, LocalDate closes, String why) {
        BaseModelLife life = life(Intake.YES, shutdown, closes, "", KNOWN);

        assertThat(life.state()).isEqualTo(State.FAILS);
        assertThat(life.why()).isEqualTo(why);
        assertThat(life.until()).contains(shutdown == null ? closes : shutdown);
    }

    @Test
    void an_end_after_the_horizon_passes_and_is_told() {
        LocalDate day = TODAY.plusMonths(12);

        assertThat(life(Intake.YES, day, null, "", KNOWN).state()).isEqualTo(State.PASSES);
        assertThat(life(Intake.YES, day, null, "", KNOWN).until()).contains(day);
    }

    @Test
    void a_provider_that_does_not_tune_fails_and_one_that_tunes_for_some_is_unknown() {
        assertThat(life(Intake.NO, null, null, "", KNOWN).why())
                .isEqualTo("acme does not tune acme/base (the tuning page, as of 2026-10-01)");
        assertThat(life(Intake.NO, null, null, "", KNOWN).state()).isEqualTo(State.FAILS);
        assertThat(life(Intake.SOME, null, null, "old accounts", KNOWN).state())
                .isEqualTo(State.UNKNOWN);
        assertThat(life(Intake.SOME, null, null, "old accounts", KNOWN).why())
                .isEqualTo(
                        "acme tunes acme/base for some accounts only: old accounts (the tuning"
                                + " page, as of 2026-10-01). If yours is one, write intake: yes"
                                + " under tuning in prices.yaml");
    }

    @Test
    void what_is_not_known_or_was_known_long_ago_is_unknown_but_an_announced_day_stays_true() {
        LocalDate later = LocalDate.of(2027, 4, 1);
        Price price = price(KNOWN, null, facts(Intake.YES, null, ""));

        assertThat(life(Intake.UNKNOWN, null, null, "", KNOWN).state()).isEqualTo(State.UNKNOWN);
        assertThat(BaseModelLife.unknown(ModelName.parse("acme/base")).state())
                .isEqualTo(State.UNKNOWN);
        assertThat(BaseModelLife.of(price, later, 12).state()).isEqualTo(State.PASSES);
        assertThat(BaseModelLife.of(price, later.plusDays(1), 12).state()).isEqualTo(State.UNKNOWN);
        assertThat(BaseModelLife.of(price(KNOWN, TODAY, price.tuningFacts()), later, 12).state())
                .isEqualTo(State.FAILS);
    }

    @Test
    void a_shutdown_that_no_table_tells_of_is_unknown_until_somebody_looked() {
        TuningFacts looked = facts(Intake.YES, null, "");
        TuningFacts notLooked =
                new TuningFacts(
                        Intake.YES,
                        Optional.empty(),
                        false,
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        List.of(),
                        "",
                        looked.asOf(),
                        looked.source());

        assertThat(BaseModelLife.of(price(KNOWN, null, notLooked), TODAY, 12).why())
                .isEqualTo(
                        "it is not known whether an end of acme/base is announced. Write its"
                                + " shutdown, or end: none-announced under tuning, in prices.yaml");
        assertThat(BaseModelLife.of(price(KNOWN, TODAY.plusYears(3), notLooked), TODAY, 12).state())
                .isEqualTo(State.PASSES);
    }

    @Test
    void a_model_s_facts_win_over_its_provider_s_one_by_one() {
        TuningFacts provider = facts(Intake.UNKNOWN, LocalDate.of(2027, 1, 6), "");
        TuningFacts model =
                new TuningFacts(
                        Intake.SOME,
                        Optional.empty(),
                        false,
                        OptionalDouble.of(25),
                        OptionalInt.empty(),
                        List.of(Method.DPO),
                        "old accounts",
                        Optional.of(KNOWN),
                        "the model page");

        TuningFacts both = model.over(provider);
        assertThat(both.intake()).isEqualTo(Intake.SOME);
        assertThat(both.closes()).contains(LocalDate.of(2027, 1, 6));
        assertThat(both.minimumExamples()).hasValue(10);
        assertThat(both.methods()).containsExactly(Method.DPO);
        assertThat(both.source()).isEqualTo("the model page");
        assertThat(both.training(200_000, 3)).hasValue(15);
        assertThat(provider.training(200_000, 3)).isEmpty();
    }

    @Test
    void values_that_cannot_be_are_refused() {
        assertThatThrownBy(() ->
                        BaseModelLife.of(price(KNOWN, null, facts(Intake.YES, null, "")), TODAY, 0))
                .hasMessage("the horizon is 1 month or more, not 0");
    }

    private static BaseModelLife life(
            Intake intake, LocalDate shutdown, LocalDate closes, String note, LocalDate asOf) {
        return BaseModelLife.of(price(asOf, shutdown, facts(intake, closes, note)), TODAY, 12);
    }

    private static TuningFacts facts(Intake intake, LocalDate closes, String note) {
        return new TuningFacts(
                intake,
                Optional.ofNullable(closes),
                true,
                OptionalDouble.empty(),
                OptionalInt.of(10),
                List.of(Method.SFT),
                note,
                Optional.of(LocalDate.of(2026, 10, 1)),
                "the tuning page");
    }

    private static Price price(LocalDate asOf, LocalDate shutdown, TuningFacts facts) {
        return new Price(
                ModelName.parse("acme/base"),
                OptionalDouble.of(1),
                OptionalDouble.empty(),
                OptionalDouble.of(2),
                OptionalDouble.empty(),
                "USD",
                OptionalLong.empty(),
                "",
                Optional.ofNullable(shutdown),
                asOf,
                "the price page",
                facts);
    }
}
