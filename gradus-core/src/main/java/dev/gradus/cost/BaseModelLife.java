package dev.gradus.cost;

import dev.gradus.task.ModelName;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/// Whether a base model lives long enough to be worth tuning: it is not shut down, and its provider
/// does not end tuning, within the months in which tuning is to pay back. Those months reckon with
/// training it again, so a provider that closes its tuning in the middle of them fails too.
///
/// What is not known is unknown: a shutdown that no table tells of may be announced all the same,
/// so somebody must have looked. So is what was last known more than half a year ago: providers
/// announce the end of a model six months ahead. A day that was announced stays true.
///
/// @param state whether it may be tuned as far as this goes
/// @param why in one sentence, with day and source
/// @param until the day on which model or tuning ends, where one is known
public record BaseModelLife(State state, String why, Optional<LocalDate> until) {
    private static final int MONTHS_FACTS_HOLD = 6;

    /// Whether the base may be tuned.
    public enum State {
        PASSES,
        FAILS,
        UNKNOWN
    }

    public BaseModelLife {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(until, "until");
    }

    /// Nothing is known of a model.
    public static BaseModelLife unknown(ModelName model) {
        return new BaseModelLife(
                State.UNKNOWN,
                "nothing is known of "
                        + model
                        + ": write its row, and what is known of its tuning, in prices.yaml",
                Optional.empty());
    }

    /// @param price what is known of the base
    /// @param horizonMonths in which tuning is to pay back, 1 or more
    public static BaseModelLife of(Price price, LocalDate today, int horizonMonths) {
        if (horizonMonths < 1) {
            throw new IllegalArgumentException(
                    "the horizon is 1 month or more, not " + horizonMonths);
        }
        LocalDate end = today.plusMonths(horizonMonths);
        TuningFacts facts = price.tuningFacts();
        if (price.shutdown().isPresent() && price.shutdown().get().isBefore(end)) {
            return shutDown(price, price.shutdown().get(), today, horizonMonths);
        }
        if (facts.closes().isPresent() && facts.closes().get().isBefore(end)) {
            return closed(price, facts.closes().get(), today, horizonMonths);
        }
        return switch (facts.intake()) {
            case NO ->
                    new BaseModelLife(
                            State.FAILS,
                            provider(price) + " does not tune " + price.model() + told(facts),
                            Optional.empty());
            case SOME ->
                    unknown(
                            provider(price)
                                    + " tunes "
                                    + price.model()
                                    + " for some accounts only"
                                    + (facts.note().isEmpty() ? "" : ": " + facts.note())
                                    + told(facts)
                                    + ". If yours is one, write intake: yes under tuning in"
                                    + " prices.yaml");
            case UNKNOWN ->
                    unknown(
                            "it is not known whether "
                                    + provider(price)
                                    + " tunes "
                                    + price.model()
                                    + ". Write intake under tuning in prices.yaml");
            case YES -> open(price, today);
        };
    }

    private static BaseModelLife shutDown(
            Price price, LocalDate day, LocalDate today, int horizonMonths) {
        boolean past = !day.isAfter(today);
        return new BaseModelLife(
                State.FAILS,
                price.model()
                        + (past ? " was shut down on " : " is shut down on ")
                        + day
                        + (past ? "" : within(horizonMonths))
                        + told(price),
                Optional.of(day));
    }

    private static BaseModelLife closed(
            Price price, LocalDate day, LocalDate today, int horizonMonths) {
        boolean past = !day.isAfter(today);
        return new BaseModelLife(
                State.FAILS,
                provider(price)
                        + (past ? " closed its tuning on " : " closes its tuning on ")
                        + day
                        + (past ? "" : within(horizonMonths))
                        + told(price.tuningFacts()),
                Optional.of(day));
    }

    private static BaseModelLife open(Price price, LocalDate today) {
        TuningFacts facts = price.tuningFacts();
        LocalDate known = facts.asOf().orElse(price.asOf());
        if (known.plusMonths(MONTHS_FACTS_HOLD).isBefore(today)) {
            return unknown(
                    "what is known of the tuning of "
                            + price.model()
                            + " is of "
                            + known
                            + ", more than half a year ago. Look its end up again, and write it"
                            + " under tuning in prices.yaml");
        }
        if (price.shutdown().isEmpty() && !facts.noEndAnnounced()) {
            return unknown(
                    "it is not known whether an end of "
                            + price.model()
                            + " is announced. Write its shutdown, or end: none-announced under"
                            + " tuning, in prices.yaml");
        }
        return new BaseModelLife(
                State.PASSES,
                provider(price)
                        + " tunes "
                        + price.model()
                        + (price.shutdown().isPresent()
                                ? ", which is shut down on " + price.shutdown().get()
                                : ", and no end of it is announced")
                        + told(facts),
                price.shutdown().or(facts::closes));
    }

    private static BaseModelLife unknown(String why) {
        return new BaseModelLife(State.UNKNOWN, why, Optional.empty());
    }

    private static String within(int months) {
        return ", within the " + months(months) + " in which tuning is to pay back";
    }

    private static String months(int months) {
        return months == 1 ? "1 month" : months + " months";
    }

    private static String told(Price price) {
        return " (" + price.source() + ", as of " + price.asOf() + ")";
    }

    private static String told(TuningFacts facts) {
        String day = facts.asOf().map(known -> "as of " + known).orElse("");
        String both =
                facts.source().isEmpty() || day.isEmpty()
                        ? facts.source() + day
                        : facts.source() + ", " + day;
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    private static String provider(Price price) {
        return price.model().provider();
    }
}
