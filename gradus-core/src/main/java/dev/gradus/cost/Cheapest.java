package dev.gradus.cost;

import dev.gradus.cost.Choice.Basis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Of the candidates that meet the goal, the one whose total over the horizon is least:
///
/// total = calls x (cost of a call + share of errors x cost of an error) + outlay still to be paid
/// + retraining
///
/// Totals within 5 % of the least are a tie: the higher score wins, then the simpler. What is not
/// known is left out of the comparison and said: without traffic a call is compared with its
/// errors; without the cost of an error, or where the score counts none, the cost alone; without
/// any cost the scores. A candidate of unknown cost never wins against a known one; the price below
/// which it would is told instead.
public final class Cheapest {
    private static final double TIE = 1.05;
    private final Terms terms;
    private final List<Priced> meeting;
    private final boolean errors;
    private final List<String> besides = new ArrayList<>();

    private Cheapest(Terms terms, List<Priced> meeting) {
        this.terms = terms;
        this.meeting = meeting;
        this.errors =
                terms.error().isPresent()
                        && meeting.stream().allMatch(one -> one.errorShare().isPresent());
    }

    /// @param meeting the candidates that meet the goal, in the order in which ties stand
    /// @return empty where none does
    public static Optional<Choice> of(Terms terms, List<Priced> meeting) {
        return meeting.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cheapest(terms, List.copyOf(meeting)).choice());
    }

    private Choice choice() {
        List<Priced> known = meeting.stream().filter(one -> amount(one).isPresent()).toList();
        if (known.isEmpty()) {
            return byScore();
        }
        double least = known.stream().mapToDouble(this::worth).min().orElseThrow();
        Priced cheapest = known.stream().min(Comparator.comparingDouble(this::worth)).orElseThrow();
        Priced winner =
                known.stream()
                        .filter(one -> worth(one) <= TIE * least)
                        .min(preference())
                        .orElseThrow();
        unknownCosts(winner);
        outlay(winner);
        errorCost(winner, known);
        return new Choice(
                winner.id(),
                winner.title(),
                meeting.size() == 1 ? Basis.ONLY_ONE : basis(),
                why(winner, cheapest, known),
                besides);
    }

    /// The higher score, then the simpler, then the earlier.
    private static Comparator<Priced> preference() {
        return Comparator.comparingDouble((Priced one) -> -one.score())
                .thenComparingInt(Priced::complexity);
    }

    private Basis basis() {
        if (!errors) {
            return Basis.COST_ALONE;
        }
        return terms.volume().isPresent() ? Basis.TOTAL : Basis.PER_CALL;
    }

    private double worth(Priced one) {
        return amount(one).orElseThrow();
    }

    /// What is compared; empty where a part of it is unknown.
    private OptionalDouble amount(Priced one) {
        if (one.perCall().isEmpty()) {
            return OptionalDouble.empty();
        }
        double call =
                one.perCall().getAsDouble()
                        + (errors
                                ? one.errorShare().getAsDouble() * terms.error().getAsDouble()
                                : 0);
        if (terms.calls().isEmpty()) {
            return OptionalDouble.of(call);
        }
        OptionalDouble outlay = outlayOf(one);
        return outlay.isPresent()
                ? OptionalDouble.of(terms.calls().getAsDouble() * call + outlay.getAsDouble())
                : OptionalDouble.empty();
    }

    /// Where every candidate with a known cost was tuned, an unknown outlay is the same for all.
    private OptionalDouble outlayOf(Priced one) {
        if (!one.tuned()) {
            return OptionalDouble.of(0);
        }
        boolean alike =
                meeting.stream()
                        .filter(other -> other.perCall().isPresent())
                        .allMatch(Priced::tuned);
        return terms.outlay().ahead().isEmpty() && alike
                ? OptionalDouble.of(0)
                : terms.outlay().ahead();
    }

    private Choice byScore() {
        double best = meeting.stream().mapToDouble(Priced::score).max().orElseThrow();
        List<Priced> level = meeting.stream().filter(one -> one.score() == best).toList();
        Priced winner = level.stream().min(preference()).orElseThrow();
        outlay(winner);
        String unknown = "no cost of a call is known";
        String why =
                level.size() > 1
                        ? titles(level) + " score the same, the highest; " + unknown
                        : meeting.size() > 1
                                ? "it scores highest of the "
                                        + meeting.size()
                                        + " that meet the goal; "
                                        + unknown
                                : "it alone meets the goal; " + unknown;
        return new Choice(
                winner.id(),
                winner.title(),
                meeting.size() == 1 ? Basis.ONLY_ONE : Basis.SCORE,
                why + ".",
                besides);
    }

    private String why(Priced winner, Priced cheapest, List<Priced> known) {
        String what = words(winner);
        if (known.size() == 1) {
            return (meeting.size() == 1
                            ? "it alone meets the goal: "
                            : "it alone of those that meet the goal has a known cost: ")
                    + what
                    + ".";
        }
        if (winner == cheapest) {
            Priced next =
                    known.stream()
                            .filter(one -> one != winner)
                            .min(Comparator.comparingDouble(this::worth))
                            .orElseThrow();
            return text(
                    "it costs least of the %d that meet the goal: %s, against %s with %s.",
                    meeting.size(), what, terms.money(worth(next)), next.title());
        }
        return text(
                "%s, within 5 %% of the cheapest (%s with %s), and it %s.",
                what,
                terms.money(worth(cheapest)),
                cheapest.title(),
                winner.score() > cheapest.score() ? "scores higher" : "is simpler");
    }

    /// `4,179 USD over 12 months with its errors`, and what is not in it.
    private String words(Priced winner) {
        String amount = terms.money(worth(winner));
        boolean total = terms.volume().isPresent();
        String span = total ? " over " + span() : " a call";
        String what = errors ? " with its errors" : " for calls alone";
        String outlay =
                total && winner.tuned() && terms.outlay().ahead().orElse(0) > 0
                        ? ", outlay of tuning included"
                        : "";
        return amount + span + what + outlay;
    }

    private String span() {
        return terms.months() == 1 ? "1 month" : terms.months() + " months";
    }

    /// A dearer candidate that errs less wins where an error costs enough.
    private void errorCost(Priced winner, List<Priced> known) {
        if (terms.error().isPresent() || winner.errorShare().isEmpty()) {
            return;
        }
        double calls = terms.calls().orElse(1);
        Priced[] next = new Priced[1];
        double[] least = {Double.POSITIVE_INFINITY};
        for (Priced one : known) {
            if (one == winner || one.errorShare().isEmpty()) {
                continue;
            }
            double fewer =
                    calls * (winner.errorShare().getAsDouble() - one.errorShare().getAsDouble());
            double dearer = worth(one) - worth(winner);
            if (fewer > 0 && dearer >= 0 && dearer / fewer < least[0]) {
                least[0] = dearer / fewer;
                next[0] = one;
            }
        }
        if (next[0] != null) {
            besides.add(
                    text(
                            "What an error costs is not stated: from %s an error on, %s costs less.",
                            terms.money(least[0]), next[0].title()));
        }
    }

    private void outlay(Priced winner) {
        boolean compared = terms.volume().isPresent() && terms.outlay().ahead().isPresent();
        for (Priced one : meeting) {
            if (!one.tuned()) {
                continue;
            }
            OptionalDouble ahead = terms.outlay().ahead();
            if (ahead.isEmpty()) {
                besides.add(
                        text(
                                "The outlay of tuning %s is not known (%s)%s.",
                                one.title(),
                                terms.outlay().unknown().isEmpty()
                                        ? "give --task"
                                        : String.join("; ", terms.outlay().unknown()),
                                one == winner ? "" : ", so it is not set against the others"));
            } else if (!compared) {
                besides.add(
                        text(
                                "The outlay of tuning %s, %s, is not in this comparison: the traffic is"
                                        + " unknown.",
                                one.title(), terms.money(ahead.getAsDouble())));
            } else if (one != winner && ahead.getAsDouble() > 0) {
                besides.add(
                        text(
                                "%s also meets the goal: %s over %s, of which %s are the outlay of"
                                        + " tuning.",
                                one.title(),
                                amount(one).isPresent() ? terms.money(worth(one)) : "unknown",
                                span(),
                                terms.money(ahead.getAsDouble())));
            } else if (terms.outlay().spent() && terms.outlay().once().orElse(0) > 0) {
                besides.add(
                        text(
                                "The outlay of tuning %s, %s, is spent already and not charged again"
                                        + " (tuning.spent).",
                                one.title(), terms.money(terms.outlay().once().getAsDouble())));
            }
        }
    }

    /// The price of 1,000 calls below which a candidate of unknown cost would win.
    private void unknownCosts(Priced winner) {
        for (Priced one : meeting) {
            boolean outlayKnown = !one.tuned() || terms.outlay().ahead().isPresent();
            if (one.perCall().isPresent() || !outlayKnown) {
                continue;
            }
            double calls = terms.calls().orElse(1);
            double outlay =
                    one.tuned() && terms.calls().isPresent() ? terms.outlay().ahead().orElse(0) : 0;
            double ownErrors =
                    errors
                            ? calls * one.errorShare().getAsDouble() * terms.error().getAsDouble()
                            : 0;
            double price = calls > 0 ? (worth(winner) - ownErrors - outlay) / calls * 1000 : 0;
            besides.add(
                    price > 0
                            ? text(
                                    "%s also meets the goal at an unknown price: take it below %s per 1,000"
                                            + " calls.",
                                    one.title(), terms.money(price))
                            : text(
                                    "%s also meets the goal at an unknown price, and costs more at any.",
                                    one.title()));
        }
    }

    private static String titles(List<Priced> some) {
        return some.stream().map(Priced::title).collect(Collectors.joining(", "));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
