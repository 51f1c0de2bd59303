package dev.gradus.cli;

import dev.gradus.DryRun;
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
                        " # %-11s %11s %13s  %s",
                        "rung",
                        "candidates",
                        "answers",
                        ""));
        for (DryRun.Step step : plan.rungs()) {
            lines.add(
                    step.candidates() > 0
                            ? String.format(
                                    Locale.ROOT,
                                    "%2d %-11s %11s %13s",
                                    step.number(),
                                    step.rung(),
                                    "at most " + step.candidates(),
                                    String.format(Locale.ROOT, "%,d", step.answers()))
                            : String.format(
                                            Locale.ROOT,
                                            "%2d %-11s %s%s",
                                            step.number(),
                                            step.rung(),
                                            step.status(),
                                            step.why().isEmpty() ? "" : ": " + step.why())
                                    .stripTrailing());
        }
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
        lines.add("No tokens and no calls over the network: every model runs in this process.");
        return String.join(System.lineSeparator(), lines);
    }
}
