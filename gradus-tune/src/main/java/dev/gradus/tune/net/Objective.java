package dev.gradus.tune.net;

/// What learning makes small.
public interface Objective {
    /// @param units one unit vector a text, end to end
    /// @param dUnits gets the gradient of the loss; zeros at first
    /// @param gradient of all parameters; the objective adds that of its own
    /// @return the loss
    double at(float[] units, float[] dUnits, float[] gradient);
}
