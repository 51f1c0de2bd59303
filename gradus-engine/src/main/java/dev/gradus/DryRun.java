package dev.gradus;

import dev.gradus.ladder.Applicability;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.ladder.GapRung;
import dev.gradus.ladder.Ladder;
import dev.gradus.ladder.Means;
import dev.gradus.ladder.Rung;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a climb would do at most, before anything is called. In-process models spend no tokens and
/// no money but the machine's; what they spend is CPU time, estimated from calls that the ledger
/// has timed. What chat models would be asked is an estimate from the task's own prompts.
///
/// @param rungs in order
/// @param encoders what each would encode
/// @param currency of the money
public record DryRun(List<Step> rungs, List<Load> encoders, String currency) {
    public DryRun {
        rungs = List.copyOf(rungs);
        encoders = List.copyOf(encoders);
    }

    /// @param status climbs, left out, not applicable, or calls nothing
    /// @param candidates at most
    /// @param answers at most: candidates times dev examples
    /// @param calls of chat models that are still to be made, at most
    /// @param tokens of these, at most
    /// @param money of these, at most; empty where a price is unknown
    /// @param expected calls that are still to be made where candidates stop early, about
    /// @param paid calls that this climb has made already, taken off the others; by rung as far as
    ///   the ladder's order tells, and in sum exact
    public record Step(
            int number,
            String rung,
            String status,
            String why,
            int candidates,
            long answers,
            long calls,
            long tokens,
            OptionalDouble money,
            long expected,
            long paid) {
        static Step idle(Rung rung, String status, String why) {
            return new Step(
                    rung.number(),
                    rung.word(),
                    status,
                    why,
                    0,
                    0,
                    0,
                    0,
                    OptionalDouble.of(0),
                    0,
                    0);
        }

        /// Of a climb that has its verdict: what was lost may be asked once more, nothing else is.
        Step settled() {
            return new Step(
                    number, rung, status, why, candidates, answers, calls, tokens, money, 0, paid);
        }

        /// What is left where so many calls were made already.
        Step less(long made) {
            long taken = Math.min(made, calls);
            double left = calls == 0 ? 1 : (double) (calls - taken) / calls;
            return new Step(
                    number,
                    rung,
                    status,
                    why,
                    candidates,
                    answers,
                    calls - taken,
                    Math.round(tokens * left),
                    money.isPresent() ? OptionalDouble.of(money.getAsDouble() * left) : money,
                    Math.min(calls - taken, Math.max(0, expected - taken)),
                    taken);
        }
    }

    /// @param texts that would be encoded at most: train, dev, test and label texts
    /// @param inLedger of these
    /// @param secondsEach CPU time of one call as timed before; empty where none was
    public record Load(String encoder, long texts, long inLedger, OptionalDouble secondsEach) {}

    /// @param paid calls that this climb has made already
    /// @param finished true where it has its verdict
    static DryRun of(
            Means means,
            Splits splits,
            ClimbOptions options,
            List<Load> loads,
            CallEstimate estimate,
            long paid,
            boolean finished) {
        List<Step> steps = new ArrayList<>();
        long open = paid;
        for (Rung rung : Ladder.rungs()) {
            Step step = step(rung, means, splits, options, estimate).less(open);
            open -= step.paid();
            steps.add(finished ? step.settled() : step);
        }
        return new DryRun(steps, loads, means.task().currency());
    }

    private static Step step(
            Rung rung, Means means, Splits splits, ClimbOptions options, CallEstimate estimate) {
        return switch (rung.applicability(means)) {
            case Applicability.NotApplicable not -> Step.idle(rung, "not applicable", not.why());
            case Applicability.ProposesNothing nothing ->
                    rung instanceof GapRung && estimate.of(rung).calls() > 0
                            ? asking(rung, "opens the sealed test", 1, splits.test(), estimate)
                            : Step.idle(rung, "calls nothing on dev", "");
            case Applicability.Applies applies -> {
                if (options.leavesOut(rung)) {
                    yield Step.idle(rung, "left out", "");
                }
                int candidates = classifiers(rung, means) + estimate.candidates(rung);
                yield asking(rung, "climbs", candidates, splits.dev(), estimate);
            }
        };
    }

    private static Step asking(
            Rung rung,
            String status,
            int candidates,
            List<Example> examples,
            CallEstimate estimate) {
        CallEstimate.Asked asked = estimate.of(rung);
        return new Step(
                rung.number(),
                rung.word(),
                status,
                "",
                candidates,
                (long) candidates * examples.size(),
                asked.calls(),
                asked.tokens(),
                asked.money(),
                estimate.expected(rung),
                0);
    }

    private static int classifiers(Rung rung, Means means) {
        List<ModelName> encoders = means.encoders();
        if (encoders.isEmpty() || means.task().answer().asLabels().isEmpty()) {
            return 0;
        }
        return switch (rung.word()) {
            case "prompt", "classifier" -> 2;
            case "examples" -> 4;
            case "model", "cascade" -> encoders.size() - 1;
            default -> 0;
        };
    }

    /// Calls of chat models over all rungs, at most.
    public long calls() {
        return rungs.stream().mapToLong(Step::calls).sum();
    }

    /// Calls over all rungs that are to be expected, about.
    public long expected() {
        return rungs.stream().mapToLong(Step::expected).sum();
    }

    /// Calls that this climb has made already.
    public long paid() {
        return rungs.stream().mapToLong(Step::paid).sum();
    }

    /// Tokens over all rungs, at most.
    public long tokens() {
        return rungs.stream().mapToLong(Step::tokens).sum();
    }

    /// Money for calls over all rungs, at most; empty where a price is unknown.
    public OptionalDouble money() {
        return rungs.stream().anyMatch(step -> step.money().isEmpty())
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        rungs.stream().mapToDouble(step -> step.money().orElse(0)).sum());
    }

    /// `gradus.dry-run/1`.
    public Map<String, Object> document() {
        return new Tree()
                .put("schema", "gradus.dry-run/1")
                .put("rungs", rungs.stream().map(DryRun::tree).toList())
                .put("encoders", encoders.stream().map(DryRun::tree).toList())
                .put("calls", calls())
                .put("callsExpected", expected())
                .put("callsPaid", paid())
                .put("tokens", tokens())
                .put("apiMoney", VerdictDocument.number(money()))
                .put("currency", currency)
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
                .put("callsAtMost", step.calls())
                .put("callsExpected", step.expected())
                .put("callsPaid", step.paid())
                .put("tokensAtMost", step.tokens())
                .put("moneyAtMost", VerdictDocument.number(step.money()))
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
        if (encoders.isEmpty()) {
            return Optional.empty();
        }
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
