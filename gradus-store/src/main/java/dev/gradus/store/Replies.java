package dev.gradus.store;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import dev.gradus.spi.Ledger.Spent;
import dev.gradus.spi.Ledger.StoredReply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of `replies`. Keys are kept as bytes, half the size of their digits.
final class Replies {
    private static final String INSERT =
            """
            INSERT INTO replies (key, climb, text, calls, finish, prompt_tokens, cached_tokens,
                completion_tokens, reasoning_tokens, log_probability, served_by, latency_ns, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;
    private static final String COLUMNS =
            """
            SELECT key, climb, text, calls, finish, prompt_tokens, cached_tokens,
                completion_tokens, reasoning_tokens, log_probability, served_by, latency_ns, cost
            FROM replies
            """;
    private static final String PAGE = COLUMNS + "WHERE id > ? ORDER BY id LIMIT ?";
    private static final String SPENT =
            """
            SELECT count(*), total(prompt_tokens) + total(completion_tokens), total(cost),
                count(*) - count(cost)
            FROM replies WHERE climb = ?
            """;

    /// Values that one statement looks up.
    private static final int AT_ONCE = 250;

    private Replies() {}

    /// How many rows it wrote.
    static int insert(Session session, StoredReply stored) throws SQLException {
        ChatReply reply = stored.reply();
        Usage usage = reply.usage();
        return session.update(
                INSERT,
                HexFormat.of().parseHex(stored.key()),
                stored.climb(),
                reply.text(),
                reply.calls().isEmpty() ? null : bytes(reply.calls()),
                reply.finish().word(),
                Values.orNull(usage.prompt()),
                Values.orNull(usage.cached()),
                Values.orNull(usage.completion()),
                Values.orNull(usage.reasoning()),
                Values.orNull(reply.logProbability()),
                reply.servedBy(),
                stored.latencyNanos(),
                Values.orNull(stored.cost()));
    }

    static Map<String, StoredReply> select(Session session, List<String> keys) throws SQLException {
        Map<String, StoredReply> found = new LinkedHashMap<>();
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
            // Filled up to one length, so that one prepared statement serves all.
            @Nullable Object[] values = new Object[AT_ONCE];
            for (int i = 0; i < some.size(); i++) {
                values[i] = HexFormat.of().parseHex(some.get(i));
            }
            for (StoredReply reply : session.query(IN, Replies::reply, values)) {
                found.put(reply.key(), reply);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    private static final String IN =
            COLUMNS
                    + Stream.generate(() -> "?")
                            .limit(AT_ONCE)
                            .collect(Collectors.joining(",", "WHERE key IN (", ")"));

    /// The replies after a row, with the number of the last.
    static List<Numbered> page(Session session, long after, int most) throws SQLException {
        return session.query(
                PAGE.replace("SELECT key", "SELECT id, key"), Replies::numbered, after, most);
    }

    record Numbered(long row, StoredReply reply) {}

    static Spent spent(Session session, long climb) throws SQLException {
        return session.query(
                        SPENT,
                        row ->
                                new Spent(
                                        row.getLong(1),
                                        (long) row.getDouble(2),
                                        row.getDouble(3),
                                        row.getLong(4)),
                        climb)
                .get(0);
    }

    private static Numbered numbered(ResultSet row) throws SQLException {
        return new Numbered(row.getLong(1), reply(row, 2));
    }

    private static StoredReply reply(ResultSet row) throws SQLException {
        return reply(row, 1);
    }

    private static StoredReply reply(ResultSet row, int first) throws SQLException {
        return new StoredReply(
                HexFormat.of().formatHex(row.getBytes(first)),
                row.getLong(first + 1),
                new ChatReply(
                        row.getString(first + 2),
                        calls(row.getBytes(first + 3)),
                        ChatReply.Finish.valueOf(row.getString(first + 4).toUpperCase(Locale.ROOT)),
                        Values.usage(row, first + 5),
                        Values.real(row, first + 9),
                        row.getString(first + 10)),
                row.getLong(first + 11),
                Values.real(row, first + 12));
    }

    /// Each text with its length in front.
    private static byte[] bytes(List<ToolCall> calls) {
        List<byte[]> texts = new ArrayList<>();
        for (ToolCall call : calls) {
            for (String text : List.of(call.id(), call.name(), call.arguments())) {
                texts.add(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(texts.stream().mapToInt(text -> 4 + text.length).sum());
        texts.forEach(text -> bytes.putInt(text.length).put(text));
        return bytes.array();
    }

    private static List<ToolCall> calls(byte @Nullable [] stored) {
        if (stored == null) {
            return List.of();
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        List<ToolCall> calls = new ArrayList<>();
        while (bytes.hasRemaining()) {
            calls.add(new ToolCall(text(bytes), text(bytes), text(bytes)));
        }
        return calls;
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
