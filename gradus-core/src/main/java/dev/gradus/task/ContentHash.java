package dev.gradus.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/// SHA-256 over a sequence of texts, each with its length in front so that no two sequences collide
/// by being joined. Hashes name things by content: examples, splits, candidates.
public final class ContentHash {
    private final MessageDigest digest;

    public ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    public ContentHash add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        digest.update(
                new byte[] {
                    (byte) (length >>> 24),
                    (byte) (length >>> 16),
                    (byte) (length >>> 8),
                    (byte) length
                });
        digest.update(bytes);
        return this;
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

    private static String content(Example example) {
        String plain = of(example.input(), example.expected(), example.group().orElse(""));
        return example.variables().isEmpty()
                ? plain
                : of(plain, new java.util.TreeMap<>(example.variables()).toString());
    }

    /// The content of a set of examples, whatever their order, ids and file: input, expected, group
    /// and the other columns that prompts read.
    public static String of(Collection<Example> examples) {
        ContentHash hash = new ContentHash();
        examples.stream().map(ContentHash::content).sorted().forEach(hash::add);
        return hash.hex();
    }
}
