package dev.gradus.check;

import dev.gradus.spi.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// How much brief, labels and prompt moved, by the ledger and by version control; where both know,
/// the one that saw more changes counts. The task's first version is no change, and neither is a
/// commit that leaves what is asked alone: settings, comments, white space, the order of labels.
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

    private static final Movement UNKNOWN =
            new Movement(false, 0, WINDOW_DAYS, Optional.empty(), "nobody");

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
        Instant from = facts.now().minus(Duration.ofDays(WINDOW_DAYS));
        Movement ledger = byLedger(facts.versions(), from);
        Movement control = facts.history().map(history -> byHistory(history, from)).orElse(UNKNOWN);
        boolean more = control.known() && control.changes() > ledger.changes();
        return more || !ledger.known() || ledger.changes() == 0 && control.known()
                ? control
                : ledger;
    }

    /// Rows from before what is asked was canonical stand beside those of after: each form has its
    /// own first version, which is no change.
    private static Movement byLedger(List<Ledger.TaskVersion> versions, Instant from) {
        Map<Boolean, List<Instant>> seen =
                versions.stream()
                        .sorted(Comparator.comparing(Ledger.TaskVersion::seen))
                        .collect(
                                Collectors.partitioningBy(
                                        Ledger.TaskVersion::canonical,
                                        Collectors.mapping(
                                                Ledger.TaskVersion::seen, Collectors.toList())));
        List<Instant> changes =
                seen.values().stream().flatMap(form -> form.stream().skip(1)).sorted().toList();
        return of(
                versions.stream().map(Ledger.TaskVersion::seen).min(Comparator.naturalOrder()),
                changes,
                from,
                "the ledger");
    }

    private static Movement byHistory(BriefHistory history, Instant from) {
        List<BriefHistory.Version> versions = history.versions();
        List<Instant> changes = new ArrayList<>();
        for (int i = 1; i < versions.size(); i++) {
            if (!versions.get(i).asked().equals(versions.get(i - 1).asked())) {
                changes.add(versions.get(i).at());
            }
        }
        String source =
                history.unreadable() == 0
                        ? "version control"
                        : "version control, "
                                + Words.number(history.unreadable())
                                + (history.unreadable() == 1 ? " version" : " versions")
                                + " of which cannot be read";
        return of(
                versions.stream().findFirst().map(BriefHistory.Version::at), changes, from, source);
    }

    /// @param first when the task was first seen; empty where it was not
    /// @param changes ever seen, the oldest first
    private static Movement of(
            Optional<Instant> first, List<Instant> changes, Instant from, String source) {
        int recent = (int) changes.stream().filter(at -> !at.isBefore(from)).count();
        boolean reaches = first.filter(at -> !at.isAfter(from)).isPresent();
        return reaches || recent > 0
                ? new Movement(
                        true,
                        recent,
                        WINDOW_DAYS,
                        changes.isEmpty() ? Optional.empty() : Optional.of(changes.getLast()),
                        source)
                : UNKNOWN;
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
                        : "Not known: neither the ledger nor version control has seen the task for %d days."
                                .formatted(windowDays));
    }
}
