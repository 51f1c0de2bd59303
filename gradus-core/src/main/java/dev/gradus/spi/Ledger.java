package dev.gradus.spi;

import dev.gradus.chat.ChatReply;
import dev.gradus.score.Outcome;
import dev.gradus.task.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The store of every outcome, vector, choice, look at the sealed test, and verdict. What a method
/// has returned from is durable: a process killed right after it loses nothing. Totals are computed
/// from rows. One process writes at a time; a second waits or is told who holds it.
public interface Ledger extends AutoCloseable {

    /// The outcomes of a candidate on a set of examples that are already durable, by example id.
    ///
    /// @param candidate the candidate's id
    /// @param examples content hash of the split's examples
    Map<String, Outcome> outcomes(String candidate, String examples);

    /// Writes outcomes; durable when it returns. Writing one that is there already changes nothing,
    /// but one with a score takes the place of a missing one: a failed run can be tried again.
    void record(String candidate, String examples, List<Outcome> outcomes);

    /// The vectors of a text segment or of single texts, by key; absent keys are absent in the
    /// answer.
    ///
    /// @param encoder the encoder's fingerprint
    Map<String, Vectors> vectors(String encoder, List<String> keys);

    /// Writes vectors by key; durable when it returns. Those that are there already stay.
    void storeVectors(String encoder, Map<String, Vectors> vectors);

    /// The replies of chat models by `Model.Call.key`; absent keys are absent in the answer.
    Map<String, StoredReply> replies(List<String> keys);

    /// Writes a reply; durable when it returns. One that is there already stays. Called from many
    /// threads at once; replies that arrive together are made durable together.
    void recordReply(StoredReply reply);

    /// Every reply, the oldest first, told one by one: what an export writes.
    void eachReply(Consumer<StoredReply> told);

    /// What the calls of a climb took, computed from its replies.
    Spent spent(long climb);

    /// A choice made inside train (a k, a penalty, a threshold), as JSON, by the hash of what it
    /// depends on.
    Optional<String> choice(String key);

    /// Writes a choice; durable when it returns. A choice that was made stands.
    void recordChoice(String key, String json);

    /// The choice that was made, or the one that is made and written now.
    default String choice(String key, Supplier<String> make) {
        return choice(key)
                .orElseGet(() -> {
                    String made = make.get();
                    recordChoice(key, made);
                    return made;
                });
    }

    /// Counts a look at a sealed test **before** the test is opened, and returns its number, from
    /// 1. The same candidate on the same test content has one look, however often it is shown.
    ///
    /// @param test content hash of the test examples
    /// @param candidate the candidate's id
    int look(String test, String candidate, String task, Instant at);

    /// Every look at this test's content so far, the oldest first.
    List<Look> looks(String test);

    /// Begins a climb, or finds the one that was begun with the same key and not finished.
    ///
    /// @param key hash of task, examples, options and seed
    ClimbRecord beginClimb(String key, String task, String configuration, Instant at);

    /// Stores the verdict; the climb is finished. The same verdict again changes nothing.
    ///
    /// @throws IllegalArgumentException where there is no such climb
    /// @throws IllegalStateException where it has another verdict already
    void finishClimb(long climb, String verdictJson, Instant at);

    /// Every climb, the newest first.
    List<ClimbRecord> climbs();

    /// Every climb of a task of this name, the newest first.
    default List<ClimbRecord> climbs(String task) {
        return climbs().stream().filter(climb -> climb.task().equals(task)).toList();
    }

    Optional<ClimbRecord> climb(long id);

    /// How many outcomes stand under each candidate and example set, counted from rows; in the
    /// order in which the runs were begun.
    List<RunTotal> runTotals();

    /// Versions of brief, labels and prompt seen so far, the oldest first: for the stability gate.
    List<TaskVersion> taskVersions(String task);

    /// Remembers a version of the task's brief, labels and prompt; the same hashes again change
    /// nothing.
    void recordTaskVersion(TaskVersion version);

    /// Stores what a tuning did, as JSON; returns its number.
    long recordTuning(String task, String json, Instant at);

    /// Every tuning of a task, the newest first.
    List<TuningRecord> tunings(String task);

    /// Promotes or rolls back: one atomic step.
    void recordRelease(Release release);

    /// Every act on what is served for a task, the oldest first.
    List<Release> releases(String task);

    @Override
    void close();

    record TuningRecord(long id, String task, String json, Instant at) {}

    /// @param values one vector or several, in one block
    /// @param dimensions of each
    /// @param wallNanos what it took, 0 in bulk
    /// @param cpuNanos what it took, 0 in bulk
    record Vectors(float[] values, int dimensions, long wallNanos, long cpuNanos) {}

    /// A reply that was paid for.
    ///
    /// @param key as `Model.Call.key` gives it
    /// @param climb that called; 0 for a reply that was imported
    /// @param latencyNanos from call to reply, of the attempt that succeeded; 0 where it was not
    ///   measured, as for a call that was one of a batch
    /// @param cost money in the task's currency; empty where the price is unknown
    record StoredReply(
            String key, long climb, ChatReply reply, long latencyNanos, OptionalDouble cost) {}

    /// @param calls that were answered
    /// @param tokens read and written, of the calls whose provider counted them
    /// @param money of the calls whose cost is known
    /// @param callsOfUnknownCost calls whose cost is not in `money`
    record Spent(long calls, long tokens, double money, long callsOfUnknownCost) {}

    record Look(int number, String candidate, String task, Instant at) {}

    /// @param verdict the stored verdict's JSON; empty while the climb is unfinished
    record ClimbRecord(
            long id,
            String key,
            String task,
            String configuration,
            Instant begun,
            Optional<Instant> finished,
            Optional<String> verdict) {}

    record RunTotal(
            String candidate, String examples, long outcomes, long missing, double scoreSum) {}

    /// @param brief hash of it; likewise labels and prompt
    /// @param seen by the first climb that asked this
    record TaskVersion(String task, String brief, String labels, String prompt, Instant seen) {
        private static final String CANONICAL = "2:";

        /// A task as it asks at that time.
        public static TaskVersion of(String task, Asked asked, Instant seen) {
            return new TaskVersion(
                    task, CANONICAL + asked.brief(), asked.labels(), asked.prompt(), seen);
        }

        /// False for those from before December 2026, whose hashes follow white space and the order
        /// of labels: one of these can only be set against another.
        public boolean canonical() {
            return brief.startsWith(CANONICAL);
        }
    }
}
