package dev.gradus.spi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// One act on what is served for a task. Acts are only ever added; who is live follows from them.
///
/// @param task whose
/// @param candidate the id
/// @param title for people
/// @param act what was done
/// @param why in one or a few sentences, an override's reason among them
/// @param at when
public record Release(
        String task, String candidate, String title, Act act, String why, Instant at) {
    /// What was done.
    public enum Act {
        /// It is live from now on; the one before it waits behind it.
        PROMOTED,
        /// It is not live, or no longer; the one before it is.
        ROLLED_BACK;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Act of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public Release {
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(at, "at");
    }

    /// The promotion that is in force; empty where nothing is live.
    ///
    /// @param acts of one task, the oldest first
    public static Optional<Release> live(List<Release> acts) {
        List<Release> standing = new ArrayList<>();
        for (Release act : acts) {
            standing.removeIf(one -> one.candidate().equals(act.candidate()));
            if (act.act() == Act.PROMOTED) {
                standing.add(act);
            }
        }
        return standing.isEmpty() ? Optional.empty() : Optional.of(standing.getLast());
    }
}
