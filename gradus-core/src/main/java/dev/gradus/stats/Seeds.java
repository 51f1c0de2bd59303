package dev.gradus.stats;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/// Derives one random stream per purpose from the one seed of a run.
///
/// A purpose is a stable text such as `"sign-flip rung=prompt candidate=3f2a"`. Since each stream
/// depends on its own purpose only, adding, removing or reordering tests moves no other p-value.
/// The seed is the first 8 bytes of SHA-256 over the 8 bytes of the run's seed (big-endian) and the
/// purpose in UTF-8: the same on every machine and Java release.
public final class Seeds {
    private Seeds() {}

    /// The seed for `purpose` under `runSeed`.
    public static long seed(long runSeed, String purpose) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(runSeed).flip());
        return ByteBuffer.wrap(digest.digest(purpose.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    /// A fresh generator for `purpose` under `runSeed`. Not thread-safe; ask for one per thread
    /// with a purpose of its own. This package draws from it through `nextLong()` only, whose
    /// stream is fixed by its specification (SplitMix64).
    public static SplittableRandom generator(long runSeed, String purpose) {
        return new SplittableRandom(seed(runSeed, purpose));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
