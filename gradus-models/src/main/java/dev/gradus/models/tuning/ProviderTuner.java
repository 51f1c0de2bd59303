package dev.gradus.models.tuning;

import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.check.TokenCounter;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobState;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.ModelTuner;
import dev.gradus.spi.TuningJobs;
import dev.gradus.spi.TuningJobsSource;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;

/// Tunes chat models at their providers, by supervised jobs.
public final class ProviderTuner implements ModelTuner {
    private final List<TuningJobsSource> sources;
    private final Patience patience;
    private final InstantSource clock;

    /// With the sources on the class path, the usual patience and the system's clock.
    public ProviderTuner() {
        this(
                ServiceLoader.load(TuningJobsSource.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                Patience.standard(),
                InstantSource.system());
    }

    /// @param patience with the provider
    public ProviderTuner(List<TuningJobsSource> sources, Patience patience, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public Optional<String> refusal(
            ModelName base, ProviderSettings settings, ModelSource.Place place) {
        Optional<TuningJobsSource> source = source(base, settings);
        if (source.isEmpty()) {
            return Optional.of(
                    base
                            + " cannot be tuned from here: provider '"
                            + base.provider()
                            + "' speaks no language of tuning jobs that is known. Name another base"
                            + " as tuning.base (openai, azure, together, or one with api:"
                            + " openai-chat), or write a recipe for open weights with --export.");
        }
        try (TuningJobs unasked = source.get().open(base, settings, place)) {
            return unasked.base().equals(base)
                    ? Optional.empty()
                    : Optional.of(unasked.base() + " was opened for " + base + ".");
        } catch (GradusException.Provider cannot) {
            return Optional.ofNullable(cannot.getMessage());
        }
    }

    private Optional<TuningJobsSource> source(ModelName base, ProviderSettings settings) {
        return sources.stream().filter(one -> one.knows(base, settings)).findFirst();
    }

    @Override
    public long tokens(List<List<Message>> conversations, ToIntFunction<String> counter) {
        return TrainingLines.tokens(lines(conversations), counting(counter));
    }

    @Override
    public Optional<Money> expected(Order order) {
        return new Quote(order.base(), hosted(order), order.price()).expected();
    }

    @Override
    public Optional<Tuned> tune(Order order, Watch watch) {
        TuningJobsSource source =
                source(order.base(), order.settings())
                        .orElseThrow(() ->
                                new GradusException.Provider(
                                        refusal(order.base(), order.settings(), order.place())
                                                .orElse(order.base() + " cannot be tuned."),
                                        false));
        try (TuningJobs jobs = source.open(order.base(), order.settings(), order.place())) {
            HostedResult result =
                    new HostedTuning(jobs, order.price(), patience, clock)
                            .tune(hosted(order), new JobFile(order.file()), new Told(watch));
            return switch (result) {
                case HostedResult.Tuned tuned -> Optional.of(tuned(tuned));
                case HostedResult.Left left -> Optional.empty();
                case HostedResult.Stopped stopped ->
                        throw new IllegalStateException("nobody called " + stopped.job() + " off");
            };
        }
    }

    private static Tuned tuned(HostedResult.Tuned tuned) {
        return new Tuned(
                tuned.model(),
                tuned.job(),
                tuned.tokens(),
                tuned.cost(),
                tuned.measured(),
                tuned.events(),
                tuned.notes());
    }

    private static HostedOrder hosted(Order order) {
        List<String> train = lines(order.train());
        return new HostedOrder(
                train,
                lines(order.held()),
                Math.max(1, TrainingLines.tokens(train, counting(order.counter()))),
                new JobOrder.Supervised(JobOrder.Settings.of(order.epochs())),
                order.suffix(),
                OptionalLong.of(Math.floorMod(order.seed(), Integer.MAX_VALUE)),
                order.budget());
    }

    private static List<String> lines(List<List<Message>> conversations) {
        return conversations.stream().map(TrainingLines::supervised).toList();
    }

    private static TokenCounter counting(ToIntFunction<String> counter) {
        return new TokenCounter() {
            @Override
            public int count(String text) {
                return counter.applyAsInt(text);
            }

            @Override
            public String method() {
                return "as handed over";
            }

            @Override
            public boolean exact() {
                return false;
            }
        };
    }

    /// A wait that ends leaves the job to go on: it is paid for, and the same order follows it.
    private record Told(Watch watch) implements HostedWatch {
        @Override
        public void at(Progress now) {
            watch.at(
                    new ModelTuner.Progress(
                            now.job(),
                            words(now.status()),
                            now.step(),
                            now.steps(),
                            now.loss(),
                            now.validLoss(),
                            now.tokens(),
                            now.money(),
                            now.left()));
        }

        private static String words(JobState.Status status) {
            return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        @Override
        public boolean leave() {
            return watch.stop();
        }
    }
}
