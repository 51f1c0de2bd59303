package dev.gradus;

import dev.gradus.check.Check;
import dev.gradus.check.CheckReport;
import dev.gradus.check.Facts;
import dev.gradus.check.Finding;
import dev.gradus.check.TokenCounter;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Checks a task before anything is called: `Checker.standard().check(request, versions)`.
public final class Checker {
    /// The split does not follow the user's seed: another seed would cut another sealed test, and
    /// with it begin the count of looks anew.
    private static final long SPLIT_SEED = 1;

    private final Optional<EncoderSource> encoders;
    private final InstantSource clock;

    Checker(Optional<EncoderSource> encoders, InstantSource clock) {
        this.encoders = encoders;
        this.clock = clock;
    }

    /// With the encoders on the class path and the system's clock.
    public static Checker standard() {
        return new Checker(Found.first(EncoderSource.class), InstantSource.system());
    }

    /// What can be known before any call; costs a few seconds for 100,000 examples.
    ///
    /// @param versions of the task that its ledger has seen; empty where it was never climbed
    public CheckReport check(ClimbRequest request, List<Ledger.TaskVersion> versions) {
        return check(request, cut(request), versions, clock.instant());
    }

    CheckReport check(
            ClimbRequest request,
            Splitter.Cut cut,
            List<Ledger.TaskVersion> versions,
            Instant now) {
        Conditions.requireReadable(request.task());
        Facts facts = Facts.at(now).withVersions(versions);
        if (request.history().isPresent()) {
            facts = facts.withHistory(request.history().get());
        }
        OptionalInt tokens = shortest(request.task());
        if (tokens.isPresent()) {
            facts = facts.withMaxTokens(tokens.getAsInt());
        }
        TokenCounter counter = counter(request.task());
        return Check.of(request.task(), cut, facts.withTokens(counter))
                .with(more(request, cut.splits(), counter));
    }

    /// As the task's first chat model counts.
    private static TokenCounter counter(Task task) {
        return task.models().stream()
                .filter(one -> !one.inProcess())
                .findFirst()
                .<TokenCounter>map(ModelTokens::of)
                .orElseGet(TokenCounter::byCharacters);
    }

    private List<Finding> more(ClimbRequest request, Splits splits, TokenCounter counter) {
        Task task = request.task();
        List<Finding> more = new ArrayList<>();
        JudgeCheck.of(request).ifPresent(more::add);
        Languages.of(task, splits).ifPresent(more::add);
        encoders.ifPresent(source ->
                named(source, task)
                        .filter(EncoderFacts::installed)
                        .forEach(one -> CutInputs.of(source, one, splits).ifPresent(more::add)));
        more.addAll(new TokenCheck(task, splits, request.outside().prices(), counter).findings());
        return more;
    }

    /// The splits of a climb: the same for whoever asks.
    public static Splits splits(ClimbRequest request) {
        return cut(request).splits();
    }

    static Splitter.Cut cut(ClimbRequest request) {
        return Splitter.cutUnlessFew(
                request.task().answer(), request.examples(), request.test(), SPLIT_SEED);
    }

    /// What the shortest-sighted encoder reads of those that are not installed; the others count
    /// for themselves.
    private OptionalInt shortest(Task task) {
        return encoders.stream()
                .flatMap(source -> named(source, task))
                .filter(one -> !one.installed())
                .mapToInt(EncoderFacts::maxTokens)
                .min();
    }

    private static Stream<EncoderFacts> named(EncoderSource source, Task task) {
        return source.encoders().stream().filter(one -> task.models().contains(one.name()));
    }

    /// `gradus.check/1`.
    public static Map<String, Object> document(Task task, CheckReport report) {
        return VerdictDocument.check(task, report);
    }
}
