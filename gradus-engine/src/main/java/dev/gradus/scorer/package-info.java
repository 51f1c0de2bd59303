/// Scorers of single answers, one for every `score` that a task can name, and what keeps a judging
/// model honest: calibration on human labels, and guards against answers that please a judge
/// without answering.
///
/// Dependency of its own: FastCSV (Apache-2.0), for the file of human labels. What each scorer
/// computes, with its range, stands in docs/scorers.md.
@NullMarked
package dev.gradus.scorer;

import org.jspecify.annotations.NullMarked;
