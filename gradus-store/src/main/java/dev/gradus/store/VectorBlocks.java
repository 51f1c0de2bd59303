package dev.gradus.store;

import dev.gradus.spi.Ledger.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rows of `vectors`.
final class VectorBlocks {
    private static final String SELECT =
            """
            SELECT block, dimensions, wall_ns, cpu_ns FROM vectors
            WHERE encoder = (SELECT id FROM encoders WHERE fingerprint = ?) AND key = ?
            """;

    private VectorBlocks() {}

    /// How many rows it wrote.
    static int insert(Session session, String encoder, Map<String, Vectors> blocks)
            throws SQLException {
        session.update(
                "INSERT INTO encoders (fingerprint) VALUES (?) ON CONFLICT DO NOTHING", encoder);
        long id = session.number("SELECT id FROM encoders WHERE fingerprint = ?", encoder);
        int rows = 0;
        for (Map.Entry<String, Vectors> entry : blocks.entrySet()) {
            Vectors block = entry.getValue();
            rows +=
                    session.update(
                            "INSERT INTO vectors VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                            id,
                            entry.getKey(),
                            block.dimensions(),
                            block.wallNanos(),
                            block.cpuNanos(),
                            bytes(block.values()));
        }
        return rows;
    }

    static Map<String, Vectors> select(Session session, String encoder, List<String> keys)
            throws SQLException {
        Map<String, Vectors> found = new LinkedHashMap<>();
        for (String key : keys) {
            for (Vectors block : session.query(SELECT, VectorBlocks::block, encoder, key)) {
                found.put(key, block);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    private static Vectors block(ResultSet row) throws SQLException {
        return new Vectors(floats(row.getBytes(1)), row.getInt(2), row.getLong(3), row.getLong(4));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
