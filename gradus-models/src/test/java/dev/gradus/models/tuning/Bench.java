package dev.gradus.models.tuning;

import dev.gradus.chat.Message;
import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts;
import dev.gradus.cost.TuningFacts.Intake;
import dev.gradus.models.OpenedTuning;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobOrder.Settings;
import dev.gradus.spi.TuningJobs;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.testkit.TuningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A server, a keeper in a folder, and a clock that moves when it is waited.
final class Bench implements AutoCloseable {
    static final String BASE = "openai/gpt-4o-2024-08-06";
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    final TuningServer server = TuningServer.start(text -> "unknown");
    final JobFile keeper;
    final List<Duration> waits = new ArrayList<>();
    final List<HostedWatch.Progress> seen = new ArrayList<>();

    /// Of every exchange: long, so that a busy machine is not taken for a silent provider.
    Duration deadline = Duration.ofSeconds(20);

    private Instant now = NOON;

    Bench(Path folder) {
        keeper = new JobFile(folder.resolve("tuning").resolve("job.json"));
    }

    InstantSource clock() {
        return () -> now;
    }

    Duration waited() {
        return Duration.between(NOON, now);
    }

    TuningJobs jobs() {
        return OpenedTuning.jobs(BASE, server.baseUrl(), deadline);
    }

    HostedResult tune(HostedOrder order) {
        return tune(order, seen::add);
    }

    HostedResult tune(HostedOrder order, HostedWatch watch) {
        try (TuningJobs jobs = jobs()) {
            return new HostedTuning(
                            jobs,
                            Optional.of(price(25, Intake.YES)),
                            Patience.standard(),
                            clock(),
                            this::sleep)
                    .tune(order, keeper, watch);
        }
    }

    private void sleep(Duration time) {
        waits.add(time);
        now = now.plus(time);
    }

    static HostedOrder order() {
        return order(12, Optional.empty());
    }

    static HostedOrder order(int examples, Optional<Money> budget) {
        return new HostedOrder(
                lines(examples),
                lines(2),
                1_000,
                new JobOrder.Supervised(Settings.of(3)),
                Optional.of("cards"),
                OptionalLong.of(7),
                budget);
    }

    static List<String> lines(int examples) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            lines.add(
                    TrainingLines.supervised(
                            List.of(
                                    Message.system("Name the intent."),
                                    Message.user("message number " + i),
                                    Message.assistant("intent-" + i))));
        }
        return lines;
    }

    static Price price(double training, Intake intake) {
        return new Price(
                        ModelName.parse(BASE),
                        OptionalDouble.of(2.5),
                        OptionalDouble.empty(),
                        OptionalDouble.of(10),
                        OptionalDouble.empty(),
                        "USD",
                        OptionalLong.empty(),
                        "",
                        Optional.empty(),
                        LocalDate.of(2026, 11, 1),
                        "the price page")
                .withTuningFacts(
                        new TuningFacts(
                                intake,
                                Optional.empty(),
                                true,
                                training > 0 ? OptionalDouble.of(training) : OptionalDouble.empty(),
                                OptionalInt.of(10),
                                List.of(TuningFacts.Method.SFT),
                                "",
                                Optional.of(LocalDate.of(2026, 11, 1)),
                                "the tuning page"));
    }

    @Override
    public void close() {
        server.close();
    }
}
