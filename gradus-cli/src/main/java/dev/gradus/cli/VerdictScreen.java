package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A verdict as a person reads it in a terminal: the verdict and which candidate to use, then the
/// ladder and the sealed test, then why, and what to do.
final class VerdictScreen {
    private final Document verdict;
    private final List<String> lines = new ArrayList<>();

    private VerdictScreen(Map<String, ?> document) {
        this.verdict = new Document(document);
    }

    static String text(Map<String, ?> document) {
        return new VerdictScreen(document).text();
    }

    private String text() {
        wrapped("", verdict.text("headline").orElse(""));
        verdict.text("use").ifPresent(use -> wrapped("", use));
        lines.add("");
        head();
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        " # %-11s%-42s %6s  %-14s %12s %9s",
                        "rung",
                        "candidate",
                        "score",
                        few() ? "about 95 %" : "95 % interval",
                        "cost / 1,000",
                        "p95"));
        verdict.documents("rungs").stream()
                .filter(rung -> rung.count("number") < 9)
                .forEach(this::rung);
        sealed();
        lines.add("");
        lines.add("Why:");
        verdict.texts("reasons").forEach(reason -> bullet("- ", reason));
        List<String> todo = verdict.texts("todo");
        if (!todo.isEmpty()) {
            lines.add("Do first:");
            for (int i = 0; i < todo.size(); i++) {
                bullet((i + 1) + ". ", todo.get(i));
            }
        }
        foot();
        return String.join(System.lineSeparator(), lines);
    }

    private void head() {
        lines.add(verdict.text("task").orElse("") + ": " + verdict.text("brief").orElse(""));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s%s; goal %s %s, matters %s",
                        few()
                                ? String.format(
                                        Locale.ROOT,
                                        "%,d rows, no test cut; intervals are approximate",
                                        verdict.count("data.dev"))
                                : String.format(
                                        Locale.ROOT,
                                        "%,d train, %,d dev, %,d sealed test",
                                        verdict.count("data.train"),
                                        verdict.count("data.dev"),
                                        verdict.count("data.test")),
                        verdict.number("data.labels").isPresent()
                                ? "; " + verdict.count("data.labels") + " labels"
                                : "",
                        verdict.text("goal.scoreName").orElse("score"),
                        Text.percent(verdict.number("goal.score")),
                        Text.percent(verdict.number("goal.matters"))));
        verdict.text("data.changes.words")
                .ifPresent(words ->
                        lines.add(
                                "data " + verdict.text("data.version").orElse("") + ": " + words));
        long blocking =
                verdict.documents("findings").stream()
                        .filter(finding -> finding.text("severity").orElse("").equals("blocks"))
                        .count();
        long findings = verdict.documents("findings").size();
        if (findings > 0) {
            lines.add(
                    findings
                            + (findings == 1 ? " finding" : " findings")
                            + (blocking > 0 ? ", " + blocking + " to mend first" : "")
                            + ": gradus check shows them");
        }
    }

    /// True where there were too few rows for a test.
    private boolean few() {
        return verdict.number("data.folds").isPresent();
    }

    private void rung(Document rung) {
        String name =
                String.format(
                        Locale.ROOT,
                        "%2d %-11s",
                        rung.count("number"),
                        rung.text("rung").orElse(""));
        List<Document> candidates = rung.documents("candidates");
        if (candidates.isEmpty()) {
            String status = rung.text("status").orElse("");
            String why = rung.text("why").orElse("");
            String add = rung.text("add").map(what -> "; to climb it, add " + what).orElse("");
            String said =
                    why.startsWith(status.replace('-', ' '))
                            ? why
                            : status.replace('-', ' ') + ": " + why;
            wrapped(name, said + add);
            return;
        }
        for (Document candidate : candidates) {
            candidate(name, candidate);
            name = " ".repeat(name.length());
        }
        wrapped(
                " ".repeat(14),
                rung.text("status").orElse("").replace('-', ' ')
                        + ": "
                        + rung.text("why").orElse(""));
        if (rung.text("status").orElse("").equals("gain")) {
            for (Document open : rung.documents("open")) {
                wrapped(
                        " ".repeat(14),
                        "open: "
                                + open.text("title").orElse("")
                                + ": "
                                + open.text("why").orElse(""));
            }
        }
    }

    private void candidate(String name, Document candidate) {
        if (stopped(candidate)) {
            lines.add(stoppedLine(name, candidate));
            return;
        }
        String mark =
                switch (candidate.text("role").orElse("")) {
                    case "kept-better", "kept-cheaper" -> " \u2190 kept";
                    case "baseline" -> " baseline";
                    case "failed" -> " failed";
                    default -> "";
                };
        lines.add(
                String.format(
                                Locale.ROOT,
                                "%s%-42s %6s  %-14s %12s %9s%s",
                                name,
                                Text.cut(candidate.text("title").orElse(""), 42),
                                Text.percent(candidate.number("score.value")),
                                (few() ? "~[" : "[")
                                        + Text.percent(candidate.number("score.low"))
                                        + ", "
                                        + Text.percent(candidate.number("score.high"))
                                        + "]",
                                cost(candidate),
                                millis(candidate.number("latencyMs.p95")),
                                mark + (meanwhile(candidate) ? " meanwhile" : ""))
                        .stripTrailing());
        if (mark.equals(" failed")) {
            wrapped(" ".repeat(14), candidate.text("why").orElse(""));
        }
    }

    private static boolean stopped(Document candidate) {
        return candidate.count("asked.examples") < candidate.count("asked.of");
    }

    /// Of how many examples the score is stands in place of the interval, as the score of a stopped
    /// candidate is no estimate; that it stopped stands in place of the time.
    private static String stoppedLine(String name, Document candidate) {
        String tail =
                String.format(
                        Locale.ROOT,
                        "%6s  %-14s %12s stopped",
                        Text.percent(candidate.number("score.value")),
                        String.format(
                                Locale.ROOT,
                                "on %,d of %,d",
                                candidate.count("asked.examples"),
                                candidate.count("asked.of")),
                        cost(candidate));
        // Large numbers take their room from the title.
        int room = Math.min(42, Text.WIDTH - name.length() - 1 - tail.length());
        String title = Text.cut(candidate.text("title").orElse(""), room);
        return name + title + " ".repeat(room + 1 - title.length()) + tail;
    }

    private boolean meanwhile(Document candidate) {
        return verdict.text("meanwhile.candidate")
                .filter(candidate.text("candidate").orElse("")::equals)
                .isPresent();
    }

    private void sealed() {
        Optional<Document> winner = verdict.document("winner");
        if (winner.isEmpty() || verdict.number("sealedTest.look").isEmpty()) {
            return;
        }
        lines.add("   " + "-".repeat(Text.WIDTH - 3));
        candidate(" 9 test       ", winner.get());
        winner.get().document("repeats").ifPresent(this::repeats);
    }

    private void repeats(Document repeats) {
        wrapped(
                " ".repeat(14),
                String.format(
                        Locale.ROOT,
                        "each asked %d times: %s %% right every time; the score varies by %s between examples and by %s"
                                + " between answers to one (standard deviations, in points)",
                        repeats.count("n"),
                        Text.percent(repeats.number("passAll")),
                        deviation(repeats.number("between")),
                        deviation(repeats.number("within"))));
    }

    private static String deviation(OptionalDouble variance) {
        return variance.isPresent()
                ? Text.percent(OptionalDouble.of(Math.sqrt(variance.getAsDouble())))
                : "-";
    }

    private void foot() {
        verdict.document("live")
                .ifPresent(live -> {
                    lines.add("");
                    List<String> moved = live.texts("moved");
                    lines.addAll(
                            Text.wrapped(
                                    "Live: ",
                                    live.text("title").orElse("")
                                            + (moved.isEmpty()
                                                    ? ""
                                                    : "; since it was tuned, "
                                                            + String.join("; ", moved))
                                            + ". "
                                            + sentence(live.text("advice").orElse(""))));
                });
        Map<String, Long> gates =
                verdict.documents("gates").stream()
                        .collect(
                                Collectors.groupingBy(
                                        gate -> gate.text("status").orElse("unknown"),
                                        Collectors.counting()));
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "Gates of fine-tuning: %d pass, %d fail, %d unknown.%s",
                        gates.getOrDefault("pass", 0L),
                        gates.getOrDefault("fail", 0L),
                        gates.getOrDefault("unknown", 0L),
                        few()
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " Looks at this sealed test so far: %d.",
                                        verdict.count("sealedTest.looks"))));
        asked();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%.1f s; %,d outcomes measured, %,d from the ledger; in-process calls cost %s.%s",
                        verdict.number("seconds").orElse(0),
                        verdict.count("cost.outcomes"),
                        verdict.count("cost.outcomesFromLedger"),
                        money(verdict, "cost.money")
                                .orElse(
                                        "an unknown amount (machine.rate-per-core-hour is not stated)"),
                        calls()));
    }

    /// How many of the dev examples were asked of candidates that are asked part by part; nothing
    /// where nobody was stopped.
    private void asked() {
        List<Document> asked =
                verdict.documents("rungs").stream()
                        .flatMap(rung -> rung.documents("candidates").stream())
                        .filter(candidate -> candidate.document("asked").isPresent())
                        .toList();
        if (asked.stream().anyMatch(VerdictScreen::stopped)) {
            wrapped(
                    "",
                    String.format(
                            Locale.ROOT,
                            "Asked part by part: %,d of %,d dev examples. Who stopped could hardly"
                                    + " matter any more; --ask-all asks everything.",
                            asked.stream().mapToLong(one -> one.count("asked.examples")).sum(),
                            asked.stream().mapToLong(one -> one.count("asked.of")).sum()));
        }
    }

    private static String sentence(String words) {
        return words.isEmpty()
                ? ""
                : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /// What chat models were asked over the whole climb; empty where none was.
    private String calls() {
        long calls = verdict.count("cost.calls");
        if (calls == 0) {
            return "";
        }
        long unknown = verdict.count("cost.callsOfUnknownCost");
        return String.format(
                Locale.ROOT,
                " Chat models: %,d calls, %,d tokens, %s%s.",
                calls,
                verdict.count("cost.tokens"),
                unknown == calls ? "" : money(verdict, "cost.callMoney").orElse(""),
                unknown == 0
                        ? ""
                        : (unknown == calls ? "" : " and ")
                                + String.format(
                                        Locale.ROOT, "%,d calls of unknown price", unknown));
    }

    private void bullet(String sign, String text) {
        wrapped("  " + sign, text);
    }

    private void wrapped(String first, String text) {
        lines.addAll(Text.wrapped(first, text));
    }

    private static String cost(Document candidate) {
        return money(candidate, "costPerThousand").orElse("unknown");
    }

    private static Optional<String> money(Document document, String path) {
        OptionalDouble amount = document.number(path + ".amount");
        return amount.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        plain(amount.getAsDouble())
                                + " "
                                + document.text(path + ".currency").orElse(""));
    }

    /// Two significant digits below a hundredth, two decimals above; never an exponent.
    private static String plain(double amount) {
        if (amount == 0 || Math.abs(amount) >= 0.01) {
            return String.format(Locale.ROOT, "%,.2f", amount);
        }
        return new java.math.BigDecimal(amount)
                .round(new java.math.MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String millis(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1f ms", value.getAsDouble()) : "-";
    }
}
