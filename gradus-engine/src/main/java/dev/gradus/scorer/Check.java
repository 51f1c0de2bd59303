package dev.gradus.scorer;

import dev.gradus.spi.Scorer;

/// One condition of an example's own, with its weight.
///
/// @param share how far an answer meets it, 0 to 1
/// @param weight above 0
record Check(Scorer share, double weight) {}
