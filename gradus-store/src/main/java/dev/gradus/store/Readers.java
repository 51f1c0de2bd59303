package dev.gradus.store;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// The connections that read, opened as they are needed. A reader sees everything that was durable
/// when it began and waits for nobody who writes.
final class Readers implements AutoCloseable {
    private static final int MOST = 4;

    private final LedgerFile file;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(LedgerFile file) {
        this.file = file;
    }

    <T> T read(Session.Work<T> work) {
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the ledger " + file.path() + " is closed");
            }
            Session session = idle.poll();
            if (session == null) {
                session = file.openToRead();
            }
            T result = inSession(session, work);
            idle.push(session);
            return result;
        } catch (SQLException e) {
            throw file.thrown(e);
        } finally {
            permits.release();
        }
    }

    private static <T> T inSession(Session session, Session.Work<T> work) throws SQLException {
        try {
            return work.in(session);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// Waits for those who are reading.
    @Override
    public void close() {
        permits.acquireUninterruptibly(MOST);
        closed = true;
        try {
            for (Session session; (session = idle.poll()) != null; ) {
                session.close();
            }
        } catch (SQLException e) {
            throw file.thrown(e);
        } finally {
            permits.release(MOST);
        }
    }
}
