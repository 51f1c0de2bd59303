/// Evidence mode: comparisons, diagnosis and verdict from outcomes that were recorded anywhere. No
/// model is called. [dev.gradus.judge.OutcomeTable] takes the rows, [dev.gradus.judge.Judge] reads
/// them, [dev.gradus.judge.JudgeJson] writes what it found.
@NullMarked
package dev.gradus.judge;

import org.jspecify.annotations.NullMarked;
