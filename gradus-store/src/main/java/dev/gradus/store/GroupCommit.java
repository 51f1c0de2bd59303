package dev.gradus.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One thread that writes for all: while a commit is on its way to the disk the next callers queue
/// up, and the next transaction takes them all. A caller returns after the commit that holds its
/// work.
///
/// A commit costs one wait for the disk (3 ms where 290 a second were measured), whether it carries
/// one write or a thousand; so the rate grows with the number of callers and nobody waits for a
/// timer.
///
/// Where a write of a group fails, the transaction is rolled back and the writes of the group run
/// again one by one: each gets its own answer, and none is lost for the fault of another. Work may
/// therefore run twice and must only act on its session.
final class GroupCommit implements AutoCloseable {
    /// Bounds the memory of one transaction; callers beyond it are in the next.
    private static final int MOST = 1_000;

    private final LedgerFile file;
    private final BlockingQueue<Write<?>> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock entry = new ReentrantLock();
    private final Write<Boolean> end = new Write<>(session -> true);
    private final Thread thread;
    private boolean closed;

    /// Used by the thread alone.
    private @Nullable Session session;

    private GroupCommit(LedgerFile file, Session session) {
        this.file = file;
        this.session = session;
        this.thread = Thread.ofPlatform().daemon().name("gradus-ledger").unstarted(this::run);
    }

    /// Starts the thread; the session is its own from here on.
    static GroupCommit start(LedgerFile file, Session session) {
        GroupCommit commits = new GroupCommit(file, session);
        commits.thread.start();
        return commits;
    }

    /// Runs the work in a transaction and returns its result when that is durable.
    <T> T commit(Session.Work<T> work) {
        Write<T> write = new Write<>(work);
        add(write);
        return write.await(file);
    }

    /// Ends after the last write that was accepted.
    @Override
    public void close() {
        entry.lock();
        try {
            if (!closed) {
                closed = true;
                queue.add(end);
            }
        } finally {
            entry.unlock();
        }
        end.done.join();
    }

    /// How many writes are accepted and in no transaction yet; the end counts as one.
    int waiting() {
        return queue.size();
    }

    private void add(Write<?> write) {
        entry.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the ledger " + file.path() + " is closed");
            }
            queue.add(write);
        } finally {
            entry.unlock();
        }
    }

    private void run() {
        List<Write<?>> group = new ArrayList<>();
        boolean open = true;
        while (open) {
            group.clear();
            group.add(take());
            queue.drainTo(group, MOST - 1);
            if (group.getLast() == end) {
                open = false;
                group.removeLast();
            }
            commit(group);
        }
        discardSession();
        end.done.complete(true);
    }

    private Write<?> take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread on purpose: it ends by `end`.
            }
        }
    }

    private void commit(List<Write<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            Session current = session();
            for (Write<?> write : group) {
                write.run(current);
            }
            current.commit();
        } catch (Throwable e) {
            discardSession();
            if (group.size() == 1) {
                group.getFirst().done.completeExceptionally(e);
            } else {
                group.forEach(write -> commit(List.of(write)));
            }
            return;
        }
        group.forEach(Write::finish);
    }

    private Session session() throws SQLException {
        Session current = session;
        if (current == null) {
            current = file.openToWrite();
            session = current;
        }
        return current;
    }

    private void discardSession() {
        Session current = session;
        session = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                // Its transaction is gone with it, which is what was wanted.
            }
        }
    }

    /// Work on its way to the disk.
    private static final class Write<T> {
        private final Session.Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;

        Write(Session.Work<T> work) {
            this.work = work;
        }

        void run(Session session) throws SQLException {
            result = work.in(session);
        }

        void finish() {
            done.complete(result);
        }

        T await(LedgerFile file) {
            try {
                return done.join();
            } catch (CompletionException e) {
                throw file.thrown(e.getCause());
            }
        }
    }
}
