package dev.gradus.judge;

import java.util.Objects;

/// One recorded way of answering: a model and what was done with it. Two arms are the same only
/// where both parts are; the display name `model / arm` alone can be ambiguous.
///
/// @param model as recorded
/// @param arm as recorded
public record ArmName(String model, String arm) {
    public ArmName {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(arm, "arm");
    }

    /// `model / arm`; only the arm where no model was recorded.
    public String display() {
        return model.isEmpty() ? arm : model + " / " + arm;
    }

    /// With each part in quotes, for two arms whose plain names are the same text.
    String quoted() {
        return "'" + model + "' / '" + arm + "'";
    }
}
