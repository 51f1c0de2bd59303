package dev.gradus.store;

import dev.gradus.spi.GradusException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection and the statements that were prepared on it. Used by one thread at a time.
final class Session implements AutoCloseable {
    /// Something to do in a session.
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /// Makes a value of the row on which the result stands.
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Takes the row on which the result stands.
    interface Told {
        void of(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /// Runs one statement that changes rows, and returns how many.
    int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        return statement.executeUpdate();
    }

    <T> List<T> query(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, result -> rows.add(row.read(result)), values);
        return rows;
    }

    /// Tells of row after row, and keeps none.
    void each(String sql, Told told, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                told.of(result);
            }
        }
    }

    /// The single number that the query yields.
    long number(String sql, @Nullable Object... values) throws SQLException {
        return query(sql, row -> row.getLong(1), values).get(0);
    }

    /// Runs several statements, separated by semicolons.
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Everything since the last commit is durable when this returns.
    void commit() throws SQLException {
        connection.commit();
    }

    /// Gives up everything since the last commit, and the connection: after a fault nobody knows
    /// whether SQLite has ended the transaction by itself, and a new connection costs a
    /// millisecond.
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String text) {
                requireWellFormed(text);
            }
            statement.setObject(i + 1, values[i]);
        }
    }

    /// The driver would write `?` for half a surrogate pair: two ids could become one.
    private static void requireWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                throw new GradusException.Data(
                        "the text '%s' has half of a character (\\u%04X) at position %d, which no file can hold. Remove it."
                                .formatted(Quoted.cut(text), (int) c, i + 1));
            }
            i++;
        }
    }
}
