/// The means that other modules bring: encoders, classifiers on vectors, the ledger, the price
/// book. An absent means makes a rung "not applicable", never an error.
@NullMarked
package dev.gradus.spi;

import org.jspecify.annotations.NullMarked;
