package dev.gradus.answer.internal;

import dev.gradus.spi.GradusException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression whose search is given up after 20 million looks at a character (0.1 to 0.4
/// s), so that a pattern that backtracks without end stops instead. Counted, not timed: the same
/// text and pattern end the same way on every machine. Java's syntax: look-ahead and
/// back-references work, which a linear-time engine such as RE2 does not have.
public final class BoundedPattern {
    private static final int LOOKS = 20_000_000;
    private static final int LONGEST = 10_000;
    private final Pattern pattern;

    /// @throws GradusException.Data where the pattern cannot be read
    public BoundedPattern(String regex) {
        if (regex.length() > LONGEST) {
            throw new GradusException.Data(
                    "a pattern has at most 10,000 characters, not " + regex.length() + ".");
        }
        try {
            this.pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new GradusException.Data(
                    "the pattern "
                            + Quoted.of(regex)
                            + " cannot be read: "
                            + wrong.getDescription()
                            + " near place "
                            + (wrong.getIndex() + 1)
                            + ". Correct it; the syntax is that of java.util.regex.");
        }
    }

    /// True where the pattern is found anywhere in the text.
    ///
    /// @throws GradusException.Data where the search is given up
    public boolean found(String text) {
        try {
            return pattern.matcher(new Counted(text, new int[1])).find();
        } catch (GivenUp endless) {
            throw wrong(
                    "was given up after 20 million steps",
                    text,
                    "Avoid repeats inside repeats, as in (a+)+.");
        } catch (StackOverflowError deep) {
            throw wrong(
                    "nests too deeply",
                    text,
                    "Make repeated groups possessive, as in (?:a|b)*+ instead of (?:a|b)*.");
        }
    }

    private GradusException.Data wrong(String what, String text, String advice) {
        return new GradusException.Data(
                "the pattern "
                        + Quoted.of(pattern.pattern())
                        + " "
                        + what
                        + " on a text of "
                        + text.length()
                        + " characters. "
                        + advice);
    }

    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super(null, null, false, false);
        }
    }

    private record Counted(CharSequence text, int[] looks) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++looks[0] > LOOKS) {
                throw new GivenUp();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), looks);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
