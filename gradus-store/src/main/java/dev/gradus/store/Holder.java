package dev.gradus.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// The process that holds a ledger, as its lock file notes it.
///
/// @param pid of the process
/// @param since when it took the lock
/// @param who its command
record Holder(long pid, Instant since, String who) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    static Holder thisProcess(String who, Instant now) {
        return new Holder(ProcessHandle.current().pid(), now, Quoted.cut(who));
    }

    /// One line: `4242 2026-11-20T14:03:10Z gradus climb`.
    String note() {
        return pid + " " + since + " " + who + "\n";
    }

    /// `process 4242 (gradus climb, since 14:03:10)`, in the time of this machine; with the day
    /// where that is not today.
    String inWords(Instant now) {
        ZoneId here = ZoneId.systemDefault();
        LocalDateTime then = LocalDateTime.ofInstant(since, here);
        boolean today = then.toLocalDate().equals(LocalDateTime.ofInstant(now, here).toLocalDate());
        return "process %d (%s, since %s)"
                .formatted(pid, who, then.format(today ? TIME : DAY_AND_TIME));
    }

    /// A note in words; `another process` where it is not one of ours, or not written yet.
    static String inWords(String note, Instant now) {
        String[] parts = note.strip().split(" ", 3);
        if (parts.length == 3) {
            try {
                return new Holder(
                                Long.parseLong(parts[0]),
                                Instant.parse(parts[1]),
                                Quoted.cut(parts[2]))
                        .inWords(now);
            } catch (NumberFormatException | DateTimeException e) {
                return "another process";
            }
        }
        return "another process";
    }
}
