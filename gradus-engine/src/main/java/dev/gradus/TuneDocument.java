package dev.gradus;

import dev.gradus.cost.Economics;
import dev.gradus.document.RecordTree;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator.Look;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.Trainer.Kept;
import dev.gradus.spi.Trainer.Seed;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Recipe;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ReleaseDecision;
import dev.gradus.verdict.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Writes a tuning down as `gradus.tune/1` while it goes on. Its fields are documented in
/// docs/tuning.md.
final class TuneDocument {
    private final TuneRequest request;
    private final Climbed below;
    private final LastRung last;
    private List<Trainer.Job> jobs = List.of();
    private List<Trained> runs = List.of();
    private int chosen;
    private Optional<Kept> kept = Optional.empty();
    private Optional<Map<String, Object>> hosted = Optional.empty();
    private Optional<Run> tunedDev = Optional.empty();
    private Optional<Run> tunedTest = Optional.empty();
    private final Map<String, Object> scores = new LinkedHashMap<>();
    private final Map<String, Object> comparisons = new LinkedHashMap<>();
    private OptionalDouble testGain = OptionalDouble.empty();
    private Optional<Forgetting> forgetting = Optional.empty();
    private OptionalDouble agreement = OptionalDouble.empty();

    TuneDocument(TuneRequest request, Climbed below, LastRung last) {
        this.request = request;
        this.below = below;
        this.last = last;
    }

    void trained(List<Trainer.Job> all, List<Trained> made, int best) {
        jobs = List.copyOf(all);
        runs = List.copyOf(made);
        chosen = best;
    }

    Trainer.Job job(Trained trained) {
        return jobs.get(runs.indexOf(trained));
    }

    List<Seed> seeds() {
        List<Seed> seeds = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            seeds.add(
                    new Seed(jobs.get(i).seed(), runs.get(i).heldScore(), runs.get(i).bestEpoch()));
        }
        return seeds;
    }

    /// Of a chat model, at its provider.
    void trained(Map<String, Object> training) {
        hosted = Optional.of(training);
    }

    void kept(Kept adapter) {
        kept = Optional.of(adapter);
    }

    void dev(Measure measure, Run best, Run tuned) {
        tunedDev = Optional.of(tuned);
        put("dev", measure, best, tuned);
    }

    void test(Measure measure, Run best, Look look) {
        tunedTest = Optional.of(look.run());
        put("test", measure, best, look.run());
        scores.put("look", look.number());
        if (!best.failed() && !look.run().failed()) {
            testGain = OptionalDouble.of(measure.compare(best, look.run()).difference());
        }
    }

    private void put(String split, Measure measure, Run best, Run tuned) {
        scores.put(split, score(measure, tuned));
        if (!best.failed() && !tuned.failed()) {
            comparisons.put(split, comparison(measure.compare(best, tuned)));
        }
    }

    private static @Nullable Object score(Measure measure, Run run) {
        return measure.estimate(run).map(VerdictDocument::score).orElse(null);
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        return VerdictDocument.comparison(comparison, OptionalDouble.empty());
    }

    void frozen(Comparison comparison, Run linear) {
        Map<String, Object> tree = new LinkedHashMap<>(comparison(comparison));
        tree.put("title", linear.candidate().title());
        comparisons.put("frozen", tree);
    }

    void forgetting(Optional<Forgetting> lost) {
        forgetting = lost;
    }

    void agreement(double share) {
        agreement = OptionalDouble.of(share);
    }

    OptionalDouble devScore() {
        return mean(tunedDev);
    }

    /// Empty where the sealed test was not opened.
    OptionalDouble testScore() {
        return mean(tunedTest);
    }

    private static OptionalDouble mean(Optional<Run> run) {
        return run.isPresent() ? run.get().meanScore() : OptionalDouble.empty();
    }

    Map<String, Object> tree(Optional<ReleaseDecision> decision, Instant at) {
        Map<String, Object> verdict = below.report().document();
        return new Tree()
                .put("schema", "gradus.tune/1")
                .put("task", request.climb().task().name())
                .put("at", at.toString())
                .put("climb", below.report().climb())
                .put("verdict", below.report().verdict().kind().word())
                .put("headline", headline(decision))
                .put("gates", verdict.get("gates"))
                .put("todo", decision.isPresent() ? List.of() : todo())
                .put("override", request.override().orElse(null))
                .put("best", verdict.get("winner"))
                .put("forecast", below.pilot().map(one -> ForecastTree.of(one)).orElse(null))
                .put("training", hosted.orElseGet(() -> runs.isEmpty() ? null : training()))
                .put("tuned", tunedDev.map(this::tuned).orElse(null))
                .put("comparison", comparisons)
                .put("forgetting", forgetting.map(this::lost).orElse(null))
                .put("adapter", kept.map(TuneDocument::adapter).orElse(null))
                .put("economics", economics())
                .put("release", decision.map(TuneDocument::release).orElse(null))
                .map();
    }

    /// What to do first where it was not tuned: by the gates, in their order, else by the verdict.
    private List<String> todo() {
        List<String> gates = below.report().verdict().closed().stream().map(Gate::remedy).toList();
        return gates.isEmpty() ? below.report().verdict().todo() : gates;
    }

    private String headline(Optional<ReleaseDecision> decision) {
        if (decision.isEmpty()) {
            int closed = below.report().verdict().closed().size();
            return closed == 0
                    ? "Not tuned. " + below.report().verdict().headline()
                    : "Not tuned: "
                            + closed
                            + " of "
                            + below.report().verdict().gates().size()
                            + (closed == 1 ? " gate does" : " gates do")
                            + " not pass.";
        }
        String title = tunedDev.map(run -> run.candidate().title()).orElse("the tuned model");
        return decision.get().promoted()
                ? "Promoted: " + title + "."
                : "Rolled back: " + title + " is not served.";
    }

    private Map<String, Object> training() {
        Trained best = runs.get(chosen);
        Recipe recipe = request.climb().task().plan().recipe();
        return new Tree()
                .put("base", jobs.get(chosen).base().toString())
                .put("baseHash", best.baseHash())
                .put("dataset", ContentHash.of(below.splits().train()))
                .put("examples", jobs.get(chosen).train().size())
                .put("recipe", recipe(recipe))
                .put("seed", jobs.get(chosen).seed())
                .put("bestEpoch", best.bestEpoch())
                .put("heldScore", best.heldScore())
                .put("epochs", best.epochs().stream().map(TuneDocument::epoch).toList())
                .put("seeds", seeds().stream().map(TuneDocument::seed).toList())
                .put("cpuSeconds", runs.stream().mapToDouble(Trained::cpuSeconds).sum())
                .put("wallSeconds", runs.stream().mapToDouble(Trained::wallSeconds).sum())
                .put(
                        "notes",
                        runs.stream()
                                .map(Trained::note)
                                .filter(note -> !note.isEmpty())
                                .distinct()
                                .toList())
                .map();
    }

    private static Map<String, Object> recipe(Recipe recipe) {
        return new Tree()
                .put("method", recipe.kind().word())
                .put("rank", recipe.rank())
                .put("alpha", recipe.alpha())
                .put("dropout", recipe.dropout())
                .put("learningRate", recipe.learningRate())
                .put("epochs", recipe.epochs())
                .put("batch", recipe.batch())
                .put("warmup", recipe.warmup())
                .put("weightDecay", recipe.weightDecay())
                .put("clip", recipe.clip())
                .put("patience", recipe.patience())
                .put("start", recipe.start().word())
                .put("held", recipe.held())
                .map();
    }

    private static Map<String, Object> epoch(Trainer.Epoch epoch) {
        return new Tree()
                .put("number", epoch.number())
                .put("loss", epoch.loss())
                .put("heldLoss", epoch.heldLoss())
                .put("heldScore", epoch.heldScore())
                .put("examplesPerSecond", epoch.examplesPerSecond())
                .map();
    }

    private static Map<String, Object> seed(Seed seed) {
        return new Tree()
                .put("seed", seed.seed())
                .put("heldScore", seed.heldScore())
                .put("bestEpoch", seed.bestEpoch())
                .map();
    }

    private Map<String, Object> tuned(Run dev) {
        Run shown = tunedTest.orElse(dev);
        return new Tree()
                .put("candidate", dev.candidate().id())
                .put("title", dev.candidate().title())
                .put("score", scores)
                .put("costPerThousand", VerdictDocument.money(shown.costPerThousandCalls()))
                .put("latencyMs", VerdictDocument.latency(shown))
                .map();
    }

    private Map<String, Object> lost(Forgetting lost) {
        return new Tree()
                .put("status", lost.status().word())
                .put("margin", lost.margin())
                .put("alpha", lost.alpha())
                .put("slices", lost.slices().stream().map(TuneDocument::slice).toList())
                .put("neighbourAgreement", VerdictDocument.number(agreement))
                .map();
    }

    private static Map<String, Object> slice(Forgetting.Slice slice) {
        return new Tree()
                .put("suite", slice.suite())
                .put("slice", slice.slice())
                .put("n", slice.n())
                .put("missing", slice.missing())
                .put("base", slice.base())
                .put("tuned", slice.tuned())
                .put("low", slice.difference().low())
                .put("high", slice.difference().high())
                .put("lowerBound", slice.lower())
                .put("level", slice.level())
                .put("p", slice.p())
                .put("pAdjusted", slice.adjustedP())
                .put("status", slice.status().word())
                .put("needed", slice.needed().isPresent() ? slice.needed().getAsLong() : null)
                .put("why", slice.why())
                .map();
    }

    private static Map<String, Object> adapter(Kept kept) {
        return new Tree()
                .put("id", kept.id())
                .put("version", kept.version())
                .put("folder", kept.folder().toString())
                .map();
    }

    /// The money with what is known by now: the pilot's forecast, or where the test was opened the
    /// gain that it showed.
    private Map<String, Object> economics() {
        Economics money = last.economics(below.pilot());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(RecordTree.of(money));
        tree.put("gainMeasured", VerdictDocument.number(testGain));
        return tree;
    }

    private static Map<String, Object> release(ReleaseDecision decision) {
        return new Tree()
                .put("decision", decision.kind().word())
                .put("why", decision.why())
                .put("needed", decision.needed().isPresent() ? decision.needed().getAsLong() : null)
                .map();
    }
}
