package dev.gradus.task;

import java.text.Normalizer;
import java.util.Arrays;

/// A text as the set of its pieces of four characters, after case, width, white space and
/// punctuation have been evened out. Pieces are 32-bit hashes in ascending order.
final class Shingles {
    private static final int PIECE = 4;

    private Shingles() {}

    /// NFKC, lower case, every run of white space and punctuation one space, apostrophes dropped so
    /// that `can't` is `cant`. A text of nothing but punctuation stays as it is.
    static String normalise(String text) {
        String compatible = ascii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder out = new StringBuilder(compatible.length());
        for (int i = 0; i < compatible.length(); ) {
            int point = compatible.codePointAt(i);
            i += Character.charCount(point);
            if (carriesMeaning(point)) {
                out.appendCodePoint(Character.toLowerCase(point));
            } else if (!apostrophe(point)
                    && !out.isEmpty()
                    && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        String normal = out.toString().strip();
        return normal.isEmpty() ? compatible.strip() : normal;
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static boolean apostrophe(int point) {
        return point == '\'' || point == '\u2019';
    }

    /// Letters, digits, marks and symbols: a currency sign or an emoji tells two messages apart.
    private static boolean carriesMeaning(int point) {
        if (Character.isLetterOrDigit(point)) {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CURRENCY_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.OTHER_SYMBOL,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> false;
        };
    }

    /// The distinct pieces of a normalised text with a space at each end, of which one in
    /// `2^sampling` is kept, always the same ones; never empty.
    static int[] of(String normal, int sampling) {
        int length = normal.length() + 2;
        int[] pieces = new int[Math.max(1, length - PIECE + 1)];
        int mask = (1 << sampling) - 1;
        int kept = 0;
        int smallest = Integer.MAX_VALUE;
        long window = 0;
        for (int i = 0; i < length; i++) {
            char next = i == 0 || i == length - 1 ? ' ' : normal.charAt(i - 1);
            window = window << 16 | next;
            if (i >= PIECE - 1 || i == length - 1) {
                int hash = mix(window);
                smallest = Math.min(smallest, hash);
                if ((hash & mask) == 0) {
                    pieces[kept++] = hash;
                }
            }
        }
        return kept == 0 ? new int[] {smallest} : distinct(pieces, kept);
    }

    private static int[] distinct(int[] pieces, int count) {
        Arrays.sort(pieces, 0, count);
        int unique = 1;
        for (int i = 1; i < count; i++) {
            if (pieces[i] != pieces[unique - 1]) {
                pieces[unique++] = pieces[i];
            }
        }
        return Arrays.copyOf(pieces, unique);
    }

    /// The finaliser of SplitMix64, upper half.
    private static int mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return (int) ((mixed ^ mixed >>> 31) >>> 32);
    }

    /// Shared pieces over the geometric mean of the two sizes, 0 to 1: the cosine of the two sets.
    /// Answers 0 as soon as `atLeast` is out of reach.
    static double cosine(int[] first, int[] second, double atLeast) {
        double mean = Math.sqrt((double) first.length * second.length);
        int needed = (int) Math.ceil(atLeast * mean - 1e-9);
        int spareFirst = first.length - needed;
        int spareSecond = second.length - needed;
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < first.length && j < second.length && spareFirst >= 0 && spareSecond >= 0) {
            if (first[i] == second[j]) {
                shared++;
                i++;
                j++;
            } else if (first[i] < second[j]) {
                i++;
                spareFirst--;
            } else {
                j++;
                spareSecond--;
            }
        }
        return shared < needed ? 0 : shared / mean;
    }
}
