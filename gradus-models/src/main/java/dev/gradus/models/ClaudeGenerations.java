package dev.gradus.models;

import dev.gradus.chat.Sampling.Effort;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the generations of Claude take, by name: `claude-3-7-sonnet-latest` is 3.7,
/// `claude-sonnet-4-20250514` is 4.0, `claude-opus-4-6` is 4.6. A name without a number is taken
/// for the newest. What a generation does not take it answers with 400, so it is not sent.
///
/// @param version major and minor, as in 4.6
record ClaudeGenerations(double version) {
    private static final Pattern NUMBER =
            Pattern.compile("-(\\d{1,2})(?!\\d)(?:-(\\d{1,2})(?!\\d))?");
    private static final double NEWEST = 99;

    static ClaudeGenerations of(String model) {
        Matcher matcher = NUMBER.matcher(model);
        if (!matcher.find()) {
            return new ClaudeGenerations(NEWEST);
        }
        String minor = matcher.group(2);
        int major = Integer.parseInt(matcher.group(1));
        return new ClaudeGenerations(major + (minor == null ? 0 : Integer.parseInt(minor) / 10.0));
    }

    /// Holds an answer to a schema itself, since 4.5; before that, a tool is forced.
    boolean holdsToSchemas() {
        return version >= 4.5;
    }

    /// Thinks as much as it finds right, guided by an effort, since 4.6; before that, up to a
    /// budget of tokens, since 3.7.
    boolean thinksAdaptively() {
        return version >= 4.6;
    }

    boolean thinks() {
        return version >= 3.7;
    }

    /// Takes temperature and top-p, until 4.7.
    boolean takesSampling() {
        return version < 4.7;
    }

    /// What it may write where the caller sets no bound: the API asks for one.
    int usualMaxTokens() {
        return version < 3.5 ? 4_096 : 8_192;
    }

    /// Tokens to think with, for generations that take a budget; 1,024 is the least.
    static int budget(Effort effort) {
        return switch (effort) {
            case MINIMAL -> 0;
            case LOW -> 2_048;
            case MEDIUM -> 8_192;
            case HIGH -> 16_384;
        };
    }
}
