package dev.gradus.store;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The versions of the ledger's tables. A ledger remembers in `schema_version` which ones it has;
/// the rest is applied when it is opened for writing, each in one transaction.
///
/// @param all in order: the first is version 1, and none is ever changed once it was released
record Migrations(List<Migration> all) {
    /// 'GRDS': set by the first migration.
    static final int APPLICATION_ID = 0x47524453;

    /// @param name for people
    /// @param sql the statements, separated by semicolons
    record Migration(String name, String sql) {
        /// Reads `migrations/V<version>__<name>.sql` from beside this class.
        static Migration shipped(int version, String name) {
            String resource = "migrations/V" + version + "__" + name + ".sql";
            try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("the module lacks " + resource);
                }
                return new Migration(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Migrations {
        all = List.copyOf(all);
    }

    static Migrations shipped() {
        return new Migrations(
                List.of(
                        Migration.shipped(1, "ledger"),
                        Migration.shipped(2, "replies"),
                        Migration.shipped(3, "tunings")));
    }

    /// Brings the tables up to date.
    ///
    /// @throws GradusException.Data where the file belongs to another program or a newer version
    void apply(Session session, Path file, Instant now) throws SQLException {
        int version = versionOf(session, file);
        if (version == 0) {
            session.script(
                    "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                            + " applied TEXT NOT NULL) STRICT");
        }
        for (int next = version + 1; next <= all.size(); next++) {
            Migration migration = all.get(next - 1);
            session.script(migration.sql());
            session.update(
                    "INSERT INTO schema_version VALUES (?, ?, ?)",
                    next,
                    migration.name(),
                    now.toString());
            session.commit();
        }
    }

    /// Looks whether this version can read the tables as they are.
    ///
    /// @throws GradusException.Usage where nothing was recorded yet
    /// @throws GradusException.Data where the file belongs to another program or version
    void check(Session session, Path file) throws SQLException {
        int version = versionOf(session, file);
        if (version == 0) {
            throw new GradusException.Usage(
                    file + " is empty: nothing was recorded there yet. Run gradus climb first.");
        }
        if (version < all.size()) {
            throw new GradusException.Data(
                    "%s was written by an older Gradus (version %d of its tables; this one reads %d). Run gradus climb once, which brings it up to date."
                            .formatted(file, version, all.size()));
        }
    }

    /// 0 where there are no tables yet.
    private int versionOf(Session session, Path file) throws SQLException {
        long application = session.number("PRAGMA application_id");
        if (application == 0 && session.number("SELECT count(*) FROM sqlite_schema") == 0) {
            return 0;
        }
        if (application != APPLICATION_ID) {
            throw new GradusException.Data(
                    file
                            + " is not a ledger: it is the SQLite database of another program. Use"
                            + " --ledger with another file.");
        }
        int version = (int) session.number("SELECT max(version) FROM schema_version");
        if (version > all.size()) {
            throw new GradusException.Data(
                    "%s was written by a newer Gradus (version %d of its tables; this one knows %d). Update Gradus, or use --ledger with another file."
                            .formatted(file, version, all.size()));
        }
        return version;
    }
}
