package dev.gradus.cli;

import dev.gradus.DryRun;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A dry run as a person reads it.
final class DryRunScreen {
    private DryRunScreen() {}

    static String text(DryRun plan) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        " # %-11s %11s %11s %11s %11s %13s %14s",
                        "rung",
                        "candidates",
                        "answers",
                        "about calls",
                        "at most",
                        "tokens",
                        "money"));
        plan.rungs().forEach(step -> lines.add(line(step, plan.currency())));
        lines.add("");
        for (DryRun.Load load : plan.encoders()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s: at most %,d texts to encode, %,d in the ledger already%s",
                            load.encoder(),
                            load.texts(),
                            load.inLedger(),
                            load.secondsEach().isPresent()
                                    ? String.format(
                                            Locale.ROOT,
                                            "; %.2f ms CPU each",
                                            1000 * load.secondsEach().getAsDouble())
                                    : "; not timed here yet"));
        }
        plan.cpuSeconds()
                .ifPresent(seconds ->
                        lines.add(
                                String.format(
                                        Locale.ROOT,
                                        "About %.0f CPU seconds still to spend.",
                                        seconds)));
        lines.add(asked(plan));
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(DryRun.Step step, String currency) {
        if (step.candidates() == 0) {
            return String.format(
                            Locale.ROOT,
                            "%2d %-11s %s%s",
                            step.number(),
                            step.rung(),
                            step.status(),
                            step.why().isEmpty() ? "" : ": " + step.why())
                    .stripTrailing();
        }
        return String.format(
                Locale.ROOT,
                "%2d %-11s %11s %,11d %,11d %,11d %,13d %14s",
                step.number(),
                step.rung(),
                "at most " + step.candidates(),
                step.answers(),
                step.expected(),
                step.calls(),
                step.tokens(),
                step.money().isPresent()
                        ? Money.of(step.money().getAsDouble(), currency)
                        : "unknown");
    }

    private static String asked(DryRun plan) {
        if (plan.calls() == 0 && plan.paid() == 0) {
            return "No tokens and no calls over the network: every model runs in this process.";
        }
        return String.format(
                Locale.ROOT,
                "%sAt most %,d calls of chat models, about %,d tokens and %s: answers counted as long"
                        + " as they may be, four characters to a token. %s A climb ends where its goal"
                        + " is met.",
                plan.paid() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%,d calls are made already and not made again. ",
                                plan.paid()),
                plan.calls(),
                plan.tokens(),
                plan.money().isPresent()
                        ? Money.of(plan.money().getAsDouble(), plan.currency())
                        : "an unknown sum (a price is unknown)",
                plan.expected() < plan.calls()
                        ? String.format(
                                Locale.ROOT,
                                "About %,d are to be expected, where candidates differ by 5 points or so:"
                                        + " who can no longer matter is not asked on.",
                                plan.expected())
                        : "");
    }
}
