package dev.gradus.task;

import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.Printed;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;

/// SHA-256 over a sequence of canonical parts, each with its length in front so that no two
/// sequences collide by being joined. Hashes name things by content: examples, splits, candidates,
/// climbs. What an object prints is no content, so a hash takes `Canonical` and nothing else.
public final class ContentHash {
    /// Copied for every hash: a copy costs a third of asking the platform's providers anew.
    private static final MessageDigest FRESH = fresh();

    private final MessageDigest digest;

    public ContentHash() {
        this(copy(FRESH));
    }

    private ContentHash(MessageDigest digest) {
        this.digest = digest;
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError("the platform's SHA-256 can be copied", impossible);
        }
    }

    public ContentHash add(Canonical part) {
        byte[] bytes = part.bytes();
        return begin(bytes.length).add(bytes, 0, bytes.length);
    }

    /// A text of so many bytes comes next.
    ContentHash begin(int length) {
        digest.update(
                new byte[] {
                    (byte) (length >>> 24),
                    (byte) (length >>> 16),
                    (byte) (length >>> 8),
                    (byte) length
                });
        return this;
    }

    /// Bytes of the text that was begun.
    ContentHash add(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
        return this;
    }

    /// Another hash of what this one was given so far.
    ContentHash copy() {
        return new ContentHash(copy(digest));
    }

    /// 64 hexadecimal digits; this hash is spent afterwards.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String of(Canonical... parts) {
        ContentHash hash = new ContentHash();
        for (Canonical part : parts) {
            hash.add(part);
        }
        return hash.hex();
    }

    /// Of texts that are content, each a part of its own.
    public static String ofTexts(Collection<String> contents) {
        ContentHash hash = new ContentHash();
        contents.forEach(content -> hash.add(Canonical.text(content)));
        return hash.hex();
    }

    private static byte[] content(Example example) {
        ContentHash plain =
                new ContentHash()
                        .add(Canonical.text(example.input()))
                        .add(Canonical.text(example.expected()))
                        .add(Canonical.text(example.group().orElse("")));
        return example.variables().isEmpty()
                ? plain.digest.digest()
                : new ContentHash()
                        .add(Canonical.text(plain.hex()))
                        .add(Canonical.printed(columns(example.variables())))
                        .digest
                        .digest();
    }

    private static Printed columns(Map<String, String> variables) {
        return Printed.map(variables.keySet().stream().sorted().toList(), variables, Printed::text);
    }

    /// The content of a set of examples, whatever their order, ids and file: input, expected, group
    /// and the other columns that prompts read.
    public static String of(Collection<Example> examples) {
        // As bytes, which take a third of the memory of their digits and have the same order.
        byte[][] contents = examples.stream().map(ContentHash::content).toArray(byte[][]::new);
        Arrays.sort(contents, Arrays::compareUnsigned);
        ContentHash hash = new ContentHash();
        for (byte[] content : contents) {
            hash.add(Canonical.text(HexFormat.of().formatHex(content)));
        }
        return hash.hex();
    }
}
