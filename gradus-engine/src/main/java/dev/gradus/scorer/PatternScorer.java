package dev.gradus.scorer;

import dev.gradus.answer.internal.BoundedPattern;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import java.util.regex.Pattern;

/// 1 where the pattern is found in the answer. `{{expected}}` in it stands for the expected text,
/// quoted.
final class PatternScorer implements Scorer {
    private static final Pattern EXPECTED = Pattern.compile("\\{\\{\\s*expected\\s*}}");
    private final String template;
    private final boolean perExample;
    private final BoundedPattern fixed;

    PatternScorer(String template) {
        this.template = template;
        this.perExample = EXPECTED.matcher(template).find();
        this.fixed = pattern("");
    }

    @Override
    public double score(Example example, String answer) {
        BoundedPattern pattern = perExample ? pattern(example.expected().strip()) : fixed;
        return pattern.found(answer) ? 1 : 0;
    }

    private BoundedPattern pattern(String expected) {
        return new BoundedPattern(EXPECTED.matcher(template).replaceAll(found -> quoted(expected)));
    }

    private static String quoted(String expected) {
        return java.util.regex.Matcher.quoteReplacement("(?:" + Pattern.quote(expected) + ")");
    }
}
