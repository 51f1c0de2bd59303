package dev.gradus.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeMap;

/// SHA-256 over a sequence of texts, each with its length in front so that no two sequences collide
/// by being joined. Hashes name things by content: examples, splits, candidates.
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

    public ContentHash add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
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

    public static String of(String... texts) {
        ContentHash hash = new ContentHash();
        for (String text : texts) {
            hash.add(text);
        }
        return hash.hex();
    }

    private static byte[] content(Example example) {
        ContentHash plain =
                new ContentHash()
                        .add(example.input())
                        .add(example.expected())
                        .add(example.group().orElse(""));
        return example.variables().isEmpty()
                ? plain.digest.digest()
                : new ContentHash()
                        .add(plain.hex())
                        .add(new TreeMap<>(example.variables()).toString())
                        .digest
                        .digest();
    }

    /// The content of a set of examples, whatever their order, ids and file: input, expected, group
    /// and the other columns that prompts read.
    public static String of(Collection<Example> examples) {
        // As bytes, which take a third of the memory of their digits and have the same order.
        byte[][] contents = examples.stream().map(ContentHash::content).toArray(byte[][]::new);
        Arrays.sort(contents, Arrays::compareUnsigned);
        ContentHash hash = new ContentHash();
        for (byte[] content : contents) {
            hash.add(HexFormat.of().formatHex(content));
        }
        return hash.hex();
    }
}
