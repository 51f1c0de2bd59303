package dev.gradus.task;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/// What the team allows itself.
///
/// @param stage how far the product is; a product before its MVP is not tuned
/// @param localOnly true where no text may leave the machine
/// @param horizonMonths within which an outlay must pay back, 1 to 120
/// @param stableSince the day since which brief, labels and prompt stand still, as the team says;
///   what ledger or version control saw since counts more
public record Policy(
        Stage stage, boolean localOnly, int horizonMonths, Optional<LocalDate> stableSince) {
    /// How far the product is.
    public enum Stage {
        PROTOTYPE,
        MVP,
        PRODUCTION
    }

    public Policy {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(stableSince, "stableSince");
        if (horizonMonths < 1 || horizonMonths > 120) {
            throw new IllegalArgumentException(
                    "policy.horizon-months is 1 to 120, not " + horizonMonths);
        }
    }

    /// Nothing said of how long the task has stood still.
    public Policy(Stage stage, boolean localOnly, int horizonMonths) {
        this(stage, localOnly, horizonMonths, Optional.empty());
    }

    public static Policy standard() {
        return new Policy(Stage.MVP, false, 12);
    }
}
