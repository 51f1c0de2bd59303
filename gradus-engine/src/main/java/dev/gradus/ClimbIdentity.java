package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.Canonical;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.task.ContentHash;
import dev.gradus.task.TaskFields;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which climb is which: what is asked for again is gone on with, and one budget pays for all of
/// it. The same in every process and every release, as long as task, examples, options and seed are
/// the same; a climb that measures anew is another entry of the ledger under the same identity.
final class ClimbIdentity {
    /// Keys without it were made from what records print.
    private static final String CANONICAL = "2:";

    private static final String FRESH = ":fresh";

    private final ClimbRequest request;
    private final String task;
    private final String examples;
    private final String test;
    private final Optional<String> measured;

    private ClimbIdentity(
            ClimbRequest request,
            String task,
            String examples,
            String test,
            Optional<String> measured) {
        this.request = request;
        this.task = task;
        this.examples = examples;
        this.test = test;
        this.measured = measured;
    }

    static ClimbIdentity of(ClimbRequest request) {
        return new ClimbIdentity(
                request,
                request.task().name(),
                ContentHash.of(request.examples()),
                request.test().map(ContentHash::of).orElse(""),
                Optional.empty());
    }

    /// One candidate that is measured, which is no climb but is paid for like one.
    ClimbIdentity measuring(Candidate candidate) {
        return new ClimbIdentity(
                request, task + " (measured)", examples, test, Optional.of(candidate.id()));
    }

    /// The key in the ledger, where nothing is measured anew.
    String key() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("task", TaskFields.of(request.task()));
        fields.put("examples", examples);
        if (!test.isEmpty()) {
            fields.put("test", test);
        }
        if (request.options().all()) {
            fields.put("all", true);
        }
        unlessEmpty(fields, "only", request.options().only());
        unlessEmpty(fields, "skip", request.options().skip());
        fields.put("seed", request.options().seed());
        measured.ifPresent(candidate -> fields.put("measured", candidate));
        return CANONICAL + ContentHash.of(Canonical.fields(fields));
    }

    private static void unlessEmpty(Map<String, Object> fields, String key, Set<String> rungs) {
        if (!rungs.isEmpty()) {
            fields.put(key, rungs.stream().sorted().toList());
        }
    }

    /// Goes on with the climb that is not finished, or begins one. What every climb of this
    /// identity has spent counts against the one budget, those that measured anew and those of
    /// before identities were canonical too.
    Payer begin(Ledger ledger, Instant at) {
        Known known = known(ledger);
        String key = known.open().orElse(request.fresh() ? key() + FRESH : key());
        long climb = ledger.beginClimb(key, task, request.configuration(), at).id();
        Set<Long> same = new HashSet<>(known.same());
        same.add(climb);
        return new Payer(climb, same);
    }

    /// What climbs of this identity have spent so far; begins none.
    Ledger.Spent spent(Ledger ledger) {
        return new Payer(0, known(ledger).same()).spent(ledger);
    }

    /// True where this climb has its verdict and nothing is measured anew.
    boolean finished(Ledger ledger) {
        return !request.fresh()
                && ledger.climbs(task).stream()
                        .anyMatch(
                                climb -> climb.key().equals(key()) && climb.verdict().isPresent());
    }

    /// @param same every climb of this identity
    /// @param open the key of the one that is not finished
    private record Known(Set<Long> same, Optional<String> open) {}

    private Known known(Ledger ledger) {
        String usual = key();
        String fresh = usual + FRESH;
        List<ClimbRecord> known = ledger.climbs(task).reversed();
        Before before = before(known);
        Set<Long> same = new HashSet<>();
        Optional<String> open = Optional.empty();
        for (ClimbRecord climb : known) {
            boolean isUsual = climb.key().equals(usual) || before.usual(climb);
            boolean isFresh = climb.key().equals(fresh) || before.fresh(climb);
            if (isUsual || isFresh) {
                same.add(climb.id());
                boolean goesOn = request.fresh() ? isFresh : isUsual;
                if (goesOn && open.isEmpty() && climb.finished().isEmpty()) {
                    open = Optional.of(climb.key());
                }
            }
        }
        return new Known(same, open);
    }

    /// The keys that climbs had before. Where they cannot be told, as too many orders of providers,
    /// headers and options were possible, a climb of this task with this very configuration is
    /// taken for the same: it could only be told apart by its examples, and a budget that counts
    /// too much is better than one that begins again.
    ///
    /// @param configuration by which climbs are told; empty where the keys tell them
    private record Before(Set<String> usual, Set<String> fresh, Optional<String> configuration) {
        boolean usual(ClimbRecord climb) {
            return usual.contains(climb.key())
                    || !canonical(climb)
                            && configuration.equals(Optional.of(climb.configuration()));
        }

        boolean fresh(ClimbRecord climb) {
            return fresh.contains(climb.key());
        }
    }

    private static boolean canonical(ClimbRecord climb) {
        return climb.key().startsWith(CANONICAL);
    }

    private Before before(List<ClimbRecord> known) {
        if (known.stream().allMatch(ClimbIdentity::canonical)) {
            return new Before(Set.of(), Set.of(), Optional.empty());
        }
        LegacyIdentity legacy = new LegacyIdentity(request, examples, test);
        Set<String> usual = legacy.keys(false);
        boolean tooMany = usual.isEmpty() && !request.configuration().isBlank();
        return new Before(
                measured(usual),
                measured(legacy.keys(true)),
                tooMany ? Optional.of(request.configuration()) : Optional.empty());
    }

    private Set<String> measured(Set<String> keys) {
        return measured.map(candidate ->
                        keys.stream()
                                .map(key -> ContentHash.ofTexts(List.of("measure", key, candidate)))
                                .collect(Collectors.toSet()))
                .orElse(keys);
    }
}
