package dev.gradus.check;

import dev.gradus.spi.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How much brief, labels and prompt moved, by the ledger and by version control; where both know,
/// the one that saw more changes counts.
///
/// @param known false where neither can say, as on a first climb outside version control
/// @param changes within the window; 0 where unknown
/// @param windowDays the window, in days
/// @param lastChange the newest change; empty where there was none
/// @param source who says so
public record Movement(
        boolean known, int changes, int windowDays, Optional<Instant> lastChange, String source) {
    private static final int WINDOW_DAYS = 30;

    /// From here on a comparison of last week is about another task.
    private static final int RESTLESS = 3;

    public Movement {
        Objects.requireNonNull(lastChange, "lastChange");
    }

    /// What was seen counts more than what the team says; what it says counts where nobody saw
    /// anything.
    ///
    /// @param stated the day since which the task stands still, by its own file
    static Movement of(Facts facts, Optional<LocalDate> stated) {
        Movement seen = seen(facts);
        return seen.known() || stated.isEmpty()
                ? seen
                : stated(stated.get().atStartOfDay(ZoneOffset.UTC).toInstant(), facts.now());
    }

    private static Movement stated(Instant since, Instant now) {
        boolean within = since.isAfter(now.minus(Duration.ofDays(WINDOW_DAYS)));
        return new Movement(
                true,
                within ? 1 : 0,
                WINDOW_DAYS,
                Optional.of(since),
                "the task file (policy.stable-since)");
    }

    private static Movement seen(Facts facts) {
        List<Ledger.TaskVersion> versions =
                facts.versions().stream()
                        .sorted(Comparator.comparing(Ledger.TaskVersion::seen))
                        .toList();
        Instant from = facts.now().minus(Duration.ofDays(WINDOW_DAYS));
        int changes =
                (int)
                        versions.stream()
                                .skip(1)
                                .filter(version -> !version.seen().isBefore(from))
                                .count();
        int committed = facts.history().map(BriefHistory::changesInLast30Days).orElse(-1);
        if (committed > changes || versions.size() < 2 && committed >= 0) {
            return new Movement(
                    true,
                    committed,
                    WINDOW_DAYS,
                    facts.history().flatMap(BriefHistory::lastChange),
                    "version control");
        }
        Optional<Instant> last =
                versions.size() < 2 ? Optional.empty() : Optional.of(versions.getLast().seen());
        return versions.isEmpty()
                        || versions.size() == 1 && versions.getFirst().seen().isAfter(from)
                ? new Movement(false, 0, WINDOW_DAYS, Optional.empty(), "nobody")
                : new Movement(true, changes, WINDOW_DAYS, last, "the ledger");
    }

    Optional<Finding> finding() {
        if (changes == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "task-moves",
                        changes >= RESTLESS ? Severity.COSTS : Severity.NOTE,
                        "brief, labels, prompt",
                        "They changed %s in the last %d days (%s), the last time on %s."
                                .formatted(
                                        changes == 1 ? "once" : Words.number(changes) + " times",
                                        windowDays,
                                        source,
                                        day()),
                        "What was measured before a change says nothing about the task after it; an"
                                + " adapter would be tuned again after each.",
                        "Settle what is wanted before fine-tuning; climb again after a change.",
                        List.of()));
    }

    private String day() {
        return lastChange.map(when -> when.toString().substring(0, 10)).orElse("an unknown day");
    }

    FourQuestions.Answer answer() {
        return new FourQuestions.Answer(
                "Does the task stand still long enough to be tuned?",
                known
                        ? "Brief, labels and prompt changed %s in the last %d days, by %s%s."
                                .formatted(
                                        switch (changes) {
                                            case 0 -> "not once";
                                            case 1 -> "once";
                                            default -> Words.number(changes) + " times";
                                        },
                                        windowDays,
                                        source,
                                        lastChange.isPresent()
                                                ? "; the last change was on " + day()
                                                : "")
                        : "Not known: the ledger has seen one version for less than %d days, or none,"
                                        .formatted(windowDays)
                                + " and there is no history of the task file.");
    }
}
