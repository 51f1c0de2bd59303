package dev.gradus.models;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// How long a provider asks to wait, in any of the ways they say it: `retry-after-ms`,
/// `Retry-After` in seconds or as a date (RFC 9110), the resets of OpenAI's and Anthropic's rate
/// limits, Gemini's `retryDelay`.
final class RetryAfter {
    private static final Duration MOST = Duration.ofDays(1);
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

    private RetryAfter() {}

    /// @param header the first value of a header by name; empty where it is not there
    /// @param error the error that the provider tells; may be missing
    static Optional<Duration> of(
            Function<String, Optional<String>> header, JsonNode error, Instant now) {
        return header.apply("retry-after-ms")
                .flatMap(RetryAfter::milliseconds)
                .or(() -> header.apply("retry-after").flatMap(text -> retryAfter(text, now)))
                .or(() -> resets(header, now))
                .or(() -> retryDelay(error))
                .map(RetryAfter::bounded);
    }

    private static Optional<Duration> retryAfter(String text, Instant now) {
        return seconds(text)
                .or(() -> {
                    try {
                        Instant at =
                                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                        .toInstant();
                        return Optional.of(Duration.between(now, at));
                    } catch (DateTimeException e) {
                        return Optional.empty();
                    }
                });
    }

    /// The longest of the limits that are used up, where the provider says which are; else of all.
    private static Optional<Duration> resets(
            Function<String, Optional<String>> header, Instant now) {
        Optional<Duration> usedUp = longest(header, now, true);
        return usedUp.isPresent() ? usedUp : longest(header, now, false);
    }

    private static Optional<Duration> longest(
            Function<String, Optional<String>> header, Instant now, boolean usedUpOnly) {
        return Stream.of("requests", "tokens", "input-tokens", "output-tokens")
                .flatMap(what ->
                        Stream.of(
                                limit(header, "x-ratelimit-", what, "", usedUpOnly),
                                limit(header, "anthropic-ratelimit-", "", what, usedUpOnly)))
                .flatMap(Optional::stream)
                .flatMap(text -> reset(text, now).stream())
                .max(Duration::compareTo);
    }

    /// OpenAI says `x-ratelimit-reset-requests`, Anthropic `anthropic-ratelimit-requests-reset`.
    private static Optional<String> limit(
            Function<String, Optional<String>> header,
            String prefix,
            String after,
            String before,
            boolean usedUpOnly) {
        boolean usedUp =
                header.apply(named(prefix, before, "remaining", after))
                        .map(String::strip)
                        .filter("0"::equals)
                        .isPresent();
        return usedUpOnly && !usedUp
                ? Optional.empty()
                : header.apply(named(prefix, before, "reset", after));
    }

    private static String named(String prefix, String before, String word, String after) {
        return prefix
                + (before.isEmpty() ? "" : before + "-")
                + word
                + (after.isEmpty() ? "" : "-" + after);
    }

    /// `6m0s`, `12ms`, `20` or `2026-01-01T00:00:00Z`.
    private static Optional<Duration> reset(String text, Instant now) {
        if (text.contains("T")) {
            try {
                return Optional.of(Duration.between(now, Instant.parse(text.strip())));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return seconds(text).or(() -> parts(text));
    }

    private static Optional<Duration> retryDelay(JsonNode error) {
        return error.path("details").values().stream()
                .map(detail -> Json.text(detail, "retryDelay"))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .flatMap(RetryAfter::parts);
    }

    private static Optional<Duration> parts(String text) {
        Matcher part = PART.matcher(text.strip());
        double millis = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            millis +=
                    Double.parseDouble(part.group(1))
                            * switch (part.group(2)) {
                                case "ms" -> 1;
                                case "s" -> 1_000;
                                case "m" -> 60_000;
                                case "h" -> 3_600_000;
                                default -> 86_400_000;
                            };
            end = part.end();
        }
        return end == 0 || end != text.strip().length()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) Math.min(millis, 1e12)));
    }

    private static Optional<Duration> seconds(String text) {
        return number(text).map(value -> Duration.ofMillis((long) (value * 1_000)));
    }

    private static Optional<Duration> milliseconds(String text) {
        return number(text).map(value -> Duration.ofMillis((long) value.doubleValue()));
    }

    private static Optional<Double> number(String text) {
        return text.strip().matches("\\d{1,9}(\\.\\d{1,9})?")
                ? Optional.of(Double.parseDouble(text.strip()))
                : Optional.empty();
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
