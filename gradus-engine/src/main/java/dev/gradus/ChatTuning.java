package dev.gradus;

import dev.gradus.calls.Stopped;
import dev.gradus.candidate.Candidate;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelTuner;
import dev.gradus.spi.ModelTuner.Order;
import dev.gradus.spi.ModelTuner.Tuned;
import dev.gradus.stats.Seeds;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ReleaseDecision;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Tunes a chat model where it is served: the best prompt with the right answers behind it goes to
/// the provider, and the same prompt is put to the model that comes back.
final class ChatTuning implements TuningWay {
    private final TuneBench bench;
    private final Task task;
    private final ModelName base;
    private final ProviderSettings settings;
    private final ModelTuner tuner;
    private final Candidate.Prompted asked;

    /// @throws GradusException where the base cannot be tuned, or the policy forbids it
    ChatTuning(TuneBench bench, ModelName base) {
        this.bench = bench;
        this.task = bench.task();
        this.base = base;
        this.settings = task.calling().provider(base.provider());
        refuseLocalOnly();
        this.asked =
                ChatQuote.asked(bench.last())
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "no prompt was measured, so there is none to tune "
                                                + base
                                                + " with. Name it in models too, and let the rungs"
                                                + " prompt and examples climb."));
        this.tuner =
                bench.sources()
                        .tuner()
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "nothing on the class path tunes chat models; add"
                                                + " gradus-models"));
        tuner.refusal(base, settings, bench.request().climb().outside().place())
                .ifPresent(why -> {
                    throw new GradusException.Provider(why, false);
                });
    }

    private void refuseLocalOnly() {
        if (task.policy().localOnly()) {
            throw new GradusException.Usage(
                    "policy.local-only is set, and tuning "
                            + base
                            + " would hand the examples to its provider. Name an encoder as"
                            + " tuning.base, or write a recipe for your own machine with"
                            + " --export.");
        }
    }

    @Override
    public Candidate tuned() {
        ChatLessons lessons =
                ChatLessons.of(
                        bench.splits().train(),
                        bench.equipment().prompting(),
                        asked,
                        task.plan().recipe().held(),
                        bench.seed());
        Order order = order(lessons);
        String what =
                "tuning " + base + tuner.expected(order).map(cost -> ", about " + cost).orElse("");
        Tuned tuned = tuner.tune(order, new Shown(what)).orElseThrow(Stopped::new);
        bench.document().trained(new HostedTree(order, asked, tuned).map());
        return asked.withModel(tuned.model());
    }

    private Order order(ChatLessons lessons) {
        int epochs = ChatQuote.epochs(task.plan().recipe());
        long seed = Seeds.seed(bench.seed(), "tuning at a provider");
        return new Order(
                base,
                settings,
                bench.request().climb().outside().place(),
                lessons.learned(),
                lessons.held(),
                ModelTokens.of(base)::count,
                epochs,
                seed,
                suffix(),
                ChatQuote.left(bench),
                bench.request().climb().outside().prices().price(base),
                file(lessons, epochs, seed));
    }

    /// The task's name, as far as providers take it.
    private Optional<String> suffix() {
        String name = task.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = name.substring(0, Math.min(18, name.length())).replaceAll("^-|-$", "");
        return cut.isEmpty() ? Optional.empty() : Optional.of(cut);
    }

    /// Of this order alone: whatever the provider would see changed is another job.
    private Path file(ChatLessons lessons, int epochs, long seed) {
        ContentHash hash =
                new ContentHash()
                        .add(task.name())
                        .add(base.toString())
                        .add(settings.baseUrl().orElse(""))
                        .add(Integer.toString(epochs))
                        .add(Long.toString(seed));
        lessons.learned().forEach(lesson -> hash.add(lesson.toString()));
        lessons.held().forEach(lesson -> hash.add(lesson.toString()));
        return bench.home()
                .resolve("tuning")
                .resolve("job-" + hash.hex().substring(0, 16) + ".json");
    }

    /// The best below is a prompt too, on the same dev examples: nothing else is to be shown.
    @Override
    public void measured(Measure measure, Run tuned) {}

    @Override
    public Forgetting forgetting(Candidate tuned) {
        return Forgetting.of(
                new ChatForgetting(bench, base, ((Candidate.Prompted) tuned).model()).slices(),
                task.plan().margin(),
                Seeds.seed(bench.seed(), "forgetting"));
    }

    /// The provider keeps the model under its name, and the release stands in the ledger.
    @Override
    public void decided(ReleaseDecision decision) {}

    /// The job on the progress line.
    private final class Shown implements ModelTuner.Watch {
        private final String what;

        private Shown(String what) {
            this.what = what;
        }

        @Override
        public void at(ModelTuner.Progress now) {
            StringBuilder figures = new StringBuilder(now.job() + " " + now.status());
            loss(figures, ", loss ", now.loss());
            loss(figures, ", held-out loss ", now.heldLoss());
            now.money().ifPresent(money -> figures.append(", ").append(money));
            now.left()
                    .ifPresent(left ->
                            figures.append(", ").append(left.toMinutes()).append(" min left"));
            bench.request()
                    .climb()
                    .progress()
                    .at(what, now.step().orElse(0), now.steps().orElse(1), figures.toString());
        }

        private static void loss(StringBuilder figures, String name, OptionalDouble loss) {
            loss.ifPresent(value ->
                    figures.append(name).append(String.format(Locale.ROOT, "%.3f", value)));
        }

        @Override
        public boolean stop() {
            return bench.watch().stopped().getAsBoolean();
        }
    }
}
