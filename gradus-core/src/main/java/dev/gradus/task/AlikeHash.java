package dev.gradus.task;

import dev.gradus.canonical.Canonical;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `ContentHash.of(head, body, tail)` for many bodies that begin alike, as the requests of one
/// prompt do: what they share is hashed once for every length of body (the length stands in front
/// of it) and not once for every body. Of two kilobytes of prompt before a short message that
/// leaves a thirtieth to hash. Thread-safe.
public final class AlikeHash {
    /// A shorter beginning is hashed faster than its state is copied.
    private static final int WORTHWHILE = 512;

    private static final int MOST_LENGTHS = 4_096;

    private volatile Start start = new Start(new byte[0], new byte[0]);
    private volatile byte[] last = {};

    /// What bodies begin with, and the hash up to there by the body's length.
    private record Start(byte[] head, byte[] shared, Map<Integer, ContentHash> byLength) {
        Start(byte[] head, byte[] shared) {
            this(head, shared, new ConcurrentHashMap<>());
        }

        /// How much of the body is what bodies begin with.
        int common(byte[] body) {
            int differs = Arrays.mismatch(shared, body);
            return differs < 0 ? shared.length : differs;
        }

        ContentHash upTo(int length) {
            ContentHash known = byLength.get(length);
            if (known == null) {
                known = begun(head).begin(length).add(shared, 0, shared.length);
                if (byLength.size() < MOST_LENGTHS) {
                    byLength.put(length, known);
                }
            }
            return known.copy();
        }
    }

    /// 64 hexadecimal digits.
    public String of(Canonical head, Canonical body, Canonical tail) {
        byte[] first = head.bytes();
        byte[] bytes = body.bytes();
        Start known = fitting(first, bytes);
        int from = known.shared.length;
        ContentHash hash = from > 0 ? known.upTo(bytes.length) : begun(first).begin(bytes.length);
        return hash.add(bytes, from, bytes.length - from).add(tail).hex();
    }

    private static ContentHash begun(byte[] head) {
        return new ContentHash().begin(head.length).add(head, 0, head.length);
    }

    /// A beginning that this body has; cut to what is shared where the known one goes too far, and
    /// found anew, from this body and the last, where there is another prompt.
    private Start fitting(byte[] head, byte[] body) {
        Start known = start;
        int common = Arrays.equals(known.head, head) ? known.common(body) : 0;
        if (common > 0 && common == known.shared.length) {
            return known;
        }
        byte[] before = last;
        last = body;
        byte[] shared = known.shared;
        if (common < WORTHWHILE) {
            int differs = Arrays.mismatch(before, body);
            common = differs < 0 ? before.length : differs;
            shared = before;
        }
        if (common < WORTHWHILE) {
            return new Start(head, new byte[0]);
        }
        Start cut = new Start(head, Arrays.copyOf(shared, common));
        start = cut;
        return cut;
    }
}
