package dev.gradus.ladder;

import java.util.List;
import java.util.Optional;

/// The rungs in order, the cheapest lever first. This list is the table of contents of the product.
public final class Ladder {
    private static final List<Rung> RUNGS =
            List.of(
                    new BriefRung(),
                    new PromptRung(),
                    new ExamplesRung(),
                    new ClassifierRung(),
                    new ModelRung(),
                    new StructureRung(),
                    new RetrievalRung(),
                    new ToolsRung(),
                    new CascadeRung(),
                    new GapRung(),
                    new TuneRung());

    private Ladder() {}

    public static List<Rung> rungs() {
        return RUNGS;
    }

    public static Optional<Rung> named(String word) {
        return RUNGS.stream().filter(rung -> rung.word().equals(word)).findFirst();
    }
}
