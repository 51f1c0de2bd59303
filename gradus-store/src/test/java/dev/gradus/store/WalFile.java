package dev.gradus.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads SQLite's write-ahead log, to count commits where they are made: each ends in a frame that
/// says how many pages the database has. Format: https://www.sqlite.org/fileformat2.html#walformat
final class WalFile {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;

    private WalFile() {}

    static int commits(Path ledger) throws IOException {
        Path wal = ledger.resolveSibling(ledger.getFileName() + "-wal");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wal));
        int pageSize = bytes.getInt(8);
        long salt = bytes.getLong(16);
        int commits = 0;
        for (int at = HEADER;
                at + FRAME_HEADER + pageSize <= bytes.limit() && bytes.getLong(at + 8) == salt;
                at += FRAME_HEADER + pageSize) {
            commits += bytes.getInt(at + 4) != 0 ? 1 : 0;
        }
        return commits;
    }
}
