package dev.gradus.task;

import java.util.Objects;

/// What the team allows itself.
///
/// @param stage how far the product is; a product before its MVP is not tuned
/// @param localOnly true where no text may leave the machine
/// @param horizonMonths within which an outlay must pay back, 1 to 120
public record Policy(Stage stage, boolean localOnly, int horizonMonths) {
    /// How far the product is.
    public enum Stage {
        PROTOTYPE,
        MVP,
        PRODUCTION
    }

    public Policy {
        Objects.requireNonNull(stage, "stage");
        if (horizonMonths < 1 || horizonMonths > 120) {
            throw new IllegalArgumentException(
                    "policy.horizon-months is 1 to 120, not " + horizonMonths);
        }
    }

    public static Policy standard() {
        return new Policy(Stage.MVP, false, 12);
    }
}
