package dev.gradus;

import dev.gradus.ladder.Applicability;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.ladder.Ladder;
import dev.gradus.ladder.Means;
import dev.gradus.ladder.Rung;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a climb would do at most, before anything is called. In-process models spend no tokens and
/// no money but the machine's; what they spend is CPU time, estimated from calls that the ledger
/// has timed.
///
/// @param rungs in order
/// @param encoders what each would encode
public record DryRun(List<Step> rungs, List<Load> encoders) {
    public DryRun {
        rungs = List.copyOf(rungs);
        encoders = List.copyOf(encoders);
    }

    /// @param status climbs, left out, not applicable, or calls nothing
    /// @param candidates at most
    /// @param answers at most: candidates times dev examples
    public record Step(
            int number, String rung, String status, String why, int candidates, long answers) {}

    /// @param texts that would be encoded at most: train, dev, test and label texts
    /// @param inLedger of these
    /// @param secondsEach CPU time of one call as timed before; empty where none was
    public record Load(String encoder, long texts, long inLedger, OptionalDouble secondsEach) {}

    static DryRun of(Means means, Splits splits, ClimbOptions options, List<Load> loads) {
        List<Step> steps = new ArrayList<>();
        for (Rung rung : Ladder.rungs()) {
            steps.add(step(rung, means, splits, options));
        }
        return new DryRun(steps, loads);
    }

    private static Step step(Rung rung, Means means, Splits splits, ClimbOptions options) {
        return switch (rung.applicability(means)) {
            case Applicability.NotApplicable not ->
                    new Step(rung.number(), rung.word(), "not applicable", not.why(), 0, 0);
            case Applicability.ProposesNothing nothing ->
                    new Step(rung.number(), rung.word(), "calls nothing on dev", "", 0, 0);
            case Applicability.Applies applies -> {
                if (options.skip().contains(rung.word())
                        || !options.only().isEmpty() && !options.only().contains(rung.word())) {
                    yield new Step(rung.number(), rung.word(), "left out", "", 0, 0);
                }
                int candidates = atMost(rung, means.encoders());
                yield new Step(
                        rung.number(),
                        rung.word(),
                        "climbs",
                        "",
                        candidates,
                        (long) candidates * splits.dev().size());
            }
        };
    }

    private static int atMost(Rung rung, List<ModelName> encoders) {
        return switch (rung.word()) {
            case "prompt", "classifier" -> 2;
            case "examples" -> 4;
            default -> Math.max(0, encoders.size() - 1);
        };
    }

    /// `gradus.dry-run/1`.
    public Map<String, Object> document() {
        return new Tree()
                .put("schema", "gradus.dry-run/1")
                .put("rungs", rungs.stream().map(DryRun::tree).toList())
                .put("encoders", encoders.stream().map(DryRun::tree).toList())
                .put("tokens", 0)
                .put("apiMoney", 0.0)
                .map();
    }

    private static Map<String, Object> tree(Step step) {
        return new Tree()
                .put("number", step.number())
                .put("rung", step.rung())
                .put("status", step.status())
                .put("why", step.why())
                .put("candidatesAtMost", step.candidates())
                .put("answersAtMost", step.answers())
                .map();
    }

    private static Map<String, Object> tree(Load load) {
        return new Tree()
                .put("encoder", load.encoder())
                .put("texts", load.texts())
                .put("inLedger", load.inLedger())
                .put("cpuSecondsEach", VerdictDocument.number(load.secondsEach()))
                .map();
    }

    /// CPU seconds still to spend, where any call was timed.
    public Optional<Double> cpuSeconds() {
        double sum = 0;
        for (Load load : encoders) {
            long open = load.texts() - load.inLedger();
            if (open > 0 && load.secondsEach().isEmpty()) {
                return Optional.empty();
            }
            sum += open * load.secondsEach().orElse(0);
        }
        return Optional.of(sum);
    }
}
