package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {
    private static final String INSERT = "INSERT INTO choices VALUES (?, ?)";

    @TempDir Path folder;
    private LedgerFile file;
    private Readers readers;
    private GroupCommit commits;
    private final CountDownLatch release = new CountDownLatch(1);
    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws SQLException {
        file = LedgerFile.of(folder.resolve("ledger.db"));
        Session session = file.openToWrite();
        Migrations.shipped().apply(session, file.path(), Instant.EPOCH);
        commits = GroupCommit.start(file, session);
        readers = new Readers(file);
    }

    @AfterEach
    void close() {
        release.countDown();
        readers.close();
        commits.close();
    }

    @Test
    void a_hundred_callers_that_wait_for_the_disk_share_one_commit() throws Exception {
        List<Thread> callers = callersBehindABlockedDisk(100, i -> insert("k" + i));
        int before = WalFile.commits(file.path());

        release.countDown();
        join(callers);

        assertThat(thrown).isEmpty();
        assertThat(keys()).hasSize(100);
        assertThat(WalFile.commits(file.path()) - before).isEqualTo(1);
    }

    @Test
    void callers_one_after_the_other_get_a_commit_each() throws IOException {
        int before = WalFile.commits(file.path());
        for (int i = 0; i < 20; i++) {
            commits.commit(insert("k" + i));
        }

        assertThat(WalFile.commits(file.path()) - before).isEqualTo(20);
    }

    @Test
    void a_write_that_cannot_be_done_harms_no_other_of_its_group() throws Exception {
        List<Thread> callers =
                callersBehindABlockedDisk(
                        10, i -> i % 5 == 0 ? insert("the same") : insert("k" + i));

        release.countDown();
        join(callers);

        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "the same", "k1", "k2", "k3", "k4", "k6", "k7", "k8", "k9");
        assertThat(thrown)
                .singleElement()
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("UNIQUE constraint failed: choices.key");
    }

    @Test
    void what_a_failing_write_did_before_it_failed_is_undone() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        commits.commit(session -> {
                            session.update(INSERT, "half", "done");
                            throw new IllegalStateException("no");
                        }))
                .withMessage("no");
        commits.commit(insert("next"));

        assertThat(keys()).containsExactly("next");
    }

    @Test
    void closing_ends_what_was_accepted_and_refuses_the_rest() throws Exception {
        List<Thread> callers = callersBehindABlockedDisk(10, i -> insert("k" + i));
        Thread closing = Thread.ofPlatform().start(commits::close);
        awaitWaiting(11);

        assertThatIllegalStateException()
                .isThrownBy(() -> commits.commit(insert("late")))
                .withMessage("the ledger %s is closed", file.path());
        release.countDown();
        join(callers);
        assertThat(closing.join(Duration.ofSeconds(30))).isTrue();

        assertThat(keys()).hasSize(10).doesNotContain("late");
    }

    @Test
    void a_caller_that_is_interrupted_still_knows_that_its_write_is_there() {
        Thread.currentThread().interrupt();
        commits.commit(insert("k"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(keys()).containsExactly("k");
    }

    private interface Writes {
        Session.Work<Integer> of(int caller);
    }

    private static Session.Work<Integer> insert(String key) {
        return session -> session.update(INSERT, key, "{}");
    }

    /// As many callers as asked for, all of them waiting behind a write that `release` lets go on.
    private List<Thread> callersBehindABlockedDisk(int count, Writes writes) throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        callers.add(
                start(session -> {
                    blocked.countDown();
                    awaitRelease();
                    return 0;
                }));
        blocked.await();
        for (int i = 0; i < count; i++) {
            callers.add(start(writes.of(i)));
        }
        awaitWaiting(count);
        return callers;
    }

    private Thread start(Session.Work<Integer> work) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        commits.commit(work);
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                });
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A thread's state would not do: one that waits for the lock before the queue is `WAITING`
    /// too.
    private void awaitWaiting(int writes) throws InterruptedException {
        while (commits.waiting() < writes) {
            Thread.sleep(1);
        }
    }

    private static void join(List<Thread> callers) throws InterruptedException {
        for (Thread caller : callers) {
            assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    private List<String> keys() {
        return readers.read(
                session -> session.query("SELECT key FROM choices", row -> row.getString(1)));
    }
}
