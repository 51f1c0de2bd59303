package dev.gradus.ladder;

/// One lever. Given the best candidate so far it proposes candidates; it runs nothing and keeps
/// nothing.
public sealed interface Rung
        permits BriefRung,
                PromptRung,
                ExamplesRung,
                ClassifierRung,
                ModelRung,
                StructureRung,
                RetrievalRung,
                ToolsRung,
                CascadeRung,
                GapRung,
                TuneRung {

    /// Its place on the ladder, from 0.
    int number();

    /// The word of the command line and the verdict.
    String word();

    /// Whether this lever exists for this task and these means; asked before the climb, so that the
    /// number of applicable rungs is known when the first error rate is spent.
    Applicability applicability(Means means);

    /// The candidates to try, in the order in which ties are broken. Called only where applicable.
    Proposal propose(Footing footing);
}
