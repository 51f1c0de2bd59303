package dev.gradus.models;

import dev.gradus.chat.Sampling.Effort;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the generations of OpenAI's models take, by name. Thinking models answer 400 to sampling
/// that they do not take, so it is left out: o1 to o4 and gpt-5 take no temperature at all; gpt-5.1
/// to 5.4 take one while they do not think, which is their default; later ones think by default.
final class OpenAiGenerations {
    private static final Pattern THINKING =
            Pattern.compile("(?:ft:)?(?:o(\\d)|gpt-(\\d+)(?:\\.(\\d+))?)(?![\\d.o]).*");

    private OpenAiGenerations() {}

    /// The word for an effort; some generations have none for the least.
    static String effort(String model, Effort effort) {
        if (effort != Effort.MINIMAL) {
            return effort.word();
        }
        double generation = generation(model);
        if (generation == 0) {
            return "low";
        }
        return generation > 5 ? "none" : effort.word();
    }

    /// True where temperature, top-p and log-probabilities are taken.
    static boolean takesSampling(String model, Optional<Effort> effort) {
        double generation = generation(model);
        if (generation < 0) {
            return true;
        }
        if (generation <= 5) {
            return false;
        }
        return effort.map(wanted -> wanted == Effort.MINIMAL).orElse(generation < 5.5);
    }

    /// True for models that only the responses API serves, and for those that think while they call
    /// tools only there (5.6 and later).
    static boolean needsResponses(String model) {
        double generation = generation(model);
        return generation >= 5.6
                || generation >= 0 && (model.contains("-pro") || model.contains("-codex"));
    }

    /// 5.2 for gpt-5.2, 0 for o1 to o9, -1 for models that do not think.
    private static double generation(String model) {
        Matcher matcher = THINKING.matcher(model);
        if (!matcher.matches() || model.contains("-chat")) {
            return -1;
        }
        if (matcher.group(1) != null) {
            return 0;
        }
        int major = Integer.parseInt(matcher.group(2));
        if (major < 5) {
            return -1;
        }
        String minor = matcher.group(3);
        return major + (minor == null ? 0 : Integer.parseInt(minor) / 10.0);
    }
}
