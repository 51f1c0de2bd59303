package dev.gradus.testkit;

import dev.gradus.score.Outcome;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A ledger that lives as long as its object: for tests that climb thousands of times. Thread-safe;
/// closing it keeps what was recorded.
public final class MemoryLedger implements Ledger {
    private record RunKey(String candidate, String examples) {}

    private final Map<RunKey, Map<String, Outcome>> runs = new LinkedHashMap<>();
    private final Map<String, Map<String, Vectors>> vectors = new LinkedHashMap<>();
    private final Map<String, StoredReply> replies = new LinkedHashMap<>();
    private final Map<String, String> choices = new LinkedHashMap<>();
    private final List<TuningRecord> tunings = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final Map<String, List<Look>> looks = new LinkedHashMap<>();
    private final List<ClimbRecord> climbs = new ArrayList<>();
    private final List<TaskVersion> versions = new ArrayList<>();

    @Override
    public synchronized Map<String, Outcome> outcomes(String candidate, String examples) {
        Map<String, Outcome> run = runs.getOrDefault(new RunKey(candidate, examples), Map.of());
        return Collections.unmodifiableMap(new LinkedHashMap<>(run));
    }

    @Override
    public synchronized void record(String candidate, String examples, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        Map<String, Outcome> run =
                runs.computeIfAbsent(new RunKey(candidate, examples), key -> new LinkedHashMap<>());
        for (Outcome outcome : outcomes) {
            run.merge(
                    outcome.exampleId(),
                    outcome,
                    (old, now) -> old.isMissing() && !now.isMissing() ? now : old);
        }
    }

    @Override
    public synchronized Map<String, Vectors> vectors(String encoder, List<String> keys) {
        Map<String, Vectors> stored = vectors.getOrDefault(encoder, Map.of());
        Map<String, Vectors> found = new LinkedHashMap<>();
        for (String key : keys) {
            Vectors block = stored.get(key);
            if (block != null) {
                found.put(key, copy(block));
            }
        }
        return Collections.unmodifiableMap(found);
    }

    @Override
    public synchronized void storeVectors(String encoder, Map<String, Vectors> blocks) {
        Map<String, Vectors> stored =
                vectors.computeIfAbsent(encoder, key -> new LinkedHashMap<>());
        blocks.forEach((key, block) -> stored.putIfAbsent(key, copy(block)));
    }

    private static Vectors copy(Vectors block) {
        return new Vectors(
                block.values().clone(), block.dimensions(), block.wallNanos(), block.cpuNanos());
    }

    @Override
    public synchronized Map<String, StoredReply> replies(List<String> keys) {
        Map<String, StoredReply> found = new LinkedHashMap<>();
        for (String key : keys) {
            StoredReply reply = replies.get(key);
            if (reply != null) {
                found.put(key, reply);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    @Override
    public synchronized void recordReply(StoredReply reply) {
        replies.putIfAbsent(reply.key(), reply);
    }

    @Override
    public void eachReply(Consumer<StoredReply> told) {
        List<StoredReply> all;
        synchronized (this) {
            all = List.copyOf(replies.values());
        }
        all.forEach(told);
    }

    @Override
    public synchronized Spent spent(long climb) {
        long calls = 0;
        long tokens = 0;
        double money = 0;
        long unknown = 0;
        for (StoredReply reply : replies.values()) {
            if (reply.climb() == climb) {
                calls++;
                tokens +=
                        reply.reply().usage().prompt().orElse(0)
                                + reply.reply().usage().completion().orElse(0);
                money += reply.cost().orElse(0);
                unknown += reply.cost().isEmpty() ? 1 : 0;
            }
        }
        return new Spent(calls, tokens, money, unknown);
    }

    @Override
    public synchronized Optional<String> choice(String key) {
        return Optional.ofNullable(choices.get(key));
    }

    /// What was chosen, by key, in the order in which it was.
    public synchronized Map<String, String> choices() {
        return new LinkedHashMap<>(choices);
    }

    @Override
    public synchronized void recordChoice(String key, String json) {
        choices.putIfAbsent(key, json);
    }

    @Override
    public synchronized int look(String test, String candidate, String task, Instant at) {
        List<Look> before = looks.computeIfAbsent(test, key -> new ArrayList<>());
        for (Look look : before) {
            if (look.candidate().equals(candidate)) {
                return look.number();
            }
        }
        before.add(new Look(before.size() + 1, candidate, task, at));
        return before.size();
    }

    @Override
    public synchronized List<Look> looks(String test) {
        return List.copyOf(looks.getOrDefault(test, List.of()));
    }

    @Override
    public synchronized ClimbRecord beginClimb(
            String key, String task, String configuration, Instant at) {
        for (ClimbRecord climb : climbs) {
            if (climb.key().equals(key) && climb.finished().isEmpty()) {
                return climb;
            }
        }
        ClimbRecord begun =
                new ClimbRecord(
                        climbs.size() + 1,
                        key,
                        task,
                        configuration,
                        at,
                        Optional.empty(),
                        Optional.empty());
        climbs.add(begun);
        return begun;
    }

    @Override
    public synchronized void finishClimb(long climb, String verdictJson, Instant at) {
        ClimbRecord begun =
                climb(climb)
                        .orElseThrow(
                                () -> new IllegalArgumentException("there is no climb " + climb));
        if (begun.verdict().isEmpty()) {
            climbs.set(
                    (int) climb - 1,
                    new ClimbRecord(
                            climb,
                            begun.key(),
                            begun.task(),
                            begun.configuration(),
                            begun.begun(),
                            Optional.of(at),
                            Optional.of(verdictJson)));
        } else if (!begun.verdict().get().equals(verdictJson)) {
            throw new IllegalStateException("climb " + climb + " has another verdict already");
        }
    }

    @Override
    public synchronized List<ClimbRecord> climbs() {
        return List.copyOf(climbs.reversed());
    }

    @Override
    public synchronized Optional<ClimbRecord> climb(long id) {
        return id >= 1 && id <= climbs.size()
                ? Optional.of(climbs.get((int) id - 1))
                : Optional.empty();
    }

    @Override
    public synchronized List<RunTotal> runTotals() {
        return runs.entrySet().stream()
                .map(run -> total(run.getKey(), run.getValue().values()))
                .toList();
    }

    private static RunTotal total(RunKey run, Iterable<Outcome> outcomes) {
        long all = 0;
        long missing = 0;
        double scoreSum = 0;
        for (Outcome outcome : outcomes) {
            all++;
            missing += outcome.isMissing() ? 1 : 0;
            scoreSum += outcome.score().orElse(0);
        }
        return new RunTotal(run.candidate(), run.examples(), all, missing, scoreSum);
    }

    @Override
    public synchronized List<TaskVersion> taskVersions(String task) {
        return versions.stream().filter(version -> version.task().equals(task)).toList();
    }

    @Override
    public synchronized void recordTaskVersion(TaskVersion version) {
        boolean known =
                versions.stream()
                        .anyMatch(old ->
                                old.task().equals(version.task())
                                        && old.brief().equals(version.brief())
                                        && old.labels().equals(version.labels())
                                        && old.prompt().equals(version.prompt()));
        if (!known) {
            versions.add(version);
        }
    }

    @Override
    public synchronized long recordTuning(String task, String json, Instant at) {
        tunings.addFirst(new TuningRecord(tunings.size() + 1L, task, json, at));
        return tunings.size();
    }

    @Override
    public synchronized List<TuningRecord> tunings(String task) {
        return tunings.stream().filter(one -> one.task().equals(task)).toList();
    }

    @Override
    public synchronized void recordRelease(Release release) {
        releases.add(release);
    }

    @Override
    public synchronized List<Release> releases(String task) {
        return releases.stream().filter(one -> one.task().equals(task)).toList();
    }

    @Override
    public void close() {}
}
