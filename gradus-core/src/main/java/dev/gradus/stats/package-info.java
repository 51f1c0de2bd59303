/// The statistics of paired evaluation: what may be claimed from scores on a set of examples.
///
/// ## The question
///
/// Two candidates answered the same examples. Is one better, is it at least not worse, how sure is
/// that, and if it is not sure, how many examples would settle it? Examples differ far more from
/// each other than candidates do, so candidates are **always compared example by example**; two
/// separate intervals side by side throw most of the evidence away. With 3,000 examples, two
/// candidates near 90 % that disagree on 5 % of them are told apart from a difference of 0.008 on
/// (95 %); two separate samples of that size from 0.015 on.
///
/// ## Where to start
///
/// [Paired][dev.gradus.stats.Paired] compares two candidates and [Single][dev.gradus.stats.Single]
/// measures one. Both look at the scores and pick the method:
///
/// - Right or wrong: [McNemar][dev.gradus.stats.McNemar]'s exact test and
///   [Tango][dev.gradus.stats.Tango]'s score interval; Wilson's interval of one
///   [Share][dev.gradus.stats.Share].
/// - Graded, or averaged over repeats ([RepeatVariance][dev.gradus.stats.RepeatVariance]): the
///   [SignFlip][dev.gradus.stats.SignFlip] permutation test and the
///   [Bootstrap][dev.gradus.stats.Bootstrap].
/// - Scores of the whole set, like [MacroF1][dev.gradus.stats.MacroF1]: the
///   [ArmSwap][dev.gradus.stats.ArmSwap] permutation test and the bootstrap of the score itself.
/// - Examples that belong together: the same with whole [Groups][dev.gradus.stats.Groups], refused
///   below 10 of them.
///
/// ## What a claim rests on
///
/// **The test decides superiority, the one-sided bound decides non-inferiority.** They are made by
/// different methods and can part near the border; then nothing is shown. No interval has zero
/// width: where the data show no variation, the width comes from how little was looked at. Missing
/// scores must not decide ([WorstCase][dev.gradus.stats.WorstCase]). Several comparisons share one
/// error ([Holm][dev.gradus.stats.Holm]), and so do several looks at one test set
/// ([Looks][dev.gradus.stats.Looks]). Strata are pooled by adding their tables and looked at for
/// [Heterogeneity][dev.gradus.stats.Heterogeneity]. What a set can show at all, and how many
/// examples a question needs, is told by [Power][dev.gradus.stats.Power] before anything is spent.
///
/// ## Numbers one can repeat
///
/// Whatever is random is seeded from (run seed, purpose) by [Seeds][dev.gradus.stats.Seeds]: adding
/// a test moves no other p-value, and a result is the same on every machine. Each method names its
/// paper, its deviations and the source of its reference values; the tests hold it to published
/// values, to commons-statistics, to brute force where that is possible, and to its promised
/// coverage by simulation. Nothing here reads a file, a clock or the environment.
@NullMarked
package dev.gradus.stats;

import org.jspecify.annotations.NullMarked;
