package dev.gradus.store;

import dev.gradus.chat.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Numbers that may be unknown, to and from columns that may be null.
final class Values {
    private Values() {}

    static OptionalDouble real(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static OptionalLong integer(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// Four columns: prompt, cached, completion, reasoning.
    static Usage usage(ResultSet row, int first) throws SQLException {
        return new Usage(
                integer(row, first),
                integer(row, first + 1),
                integer(row, first + 2),
                integer(row, first + 3));
    }

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
