package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after | 7 | PT7S",
                "retry-after | 1.5 | PT1.5S",
                "retry-after | Fri, 20 Nov 2026 10:00:30 GMT | PT30S",
                "retry-after | Fri, 20 Nov 2026 09:00:00 GMT | PT0S",
                "retry-after | 999999999 | PT24H",
                "retry-after-ms | 120 | PT0.12S",
                "x-ratelimit-reset-requests | 1m2.5s | PT1M2.5S",
                "x-ratelimit-reset-tokens | 12ms | PT0.012S",
                "anthropic-ratelimit-requests-reset | 2026-11-20T10:00:05Z | PT5S"
            })
    void every_way_to_say_it_is_read(String header, String value, Duration wanted) {
        assertThat(of(Map.of(header, value), "{}")).contains(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after | soon",
                "retry-after | -3",
                "retry-after | 99999999999999999999",
                "retry-after-ms | ",
                "x-ratelimit-reset-requests | 5 parsecs",
                "anthropic-ratelimit-tokens-reset | Tomorrow"
            })
    void what_says_nothing_is_nothing(String header, String value) {
        assertThat(of(Map.of(header, value == null ? "" : value), "{}")).isEmpty();
    }

    @Test
    void the_limit_that_is_used_up_counts() {
        assertThat(
                        of(
                                Map.of(
                                        "x-ratelimit-remaining-requests", "0",
                                        "x-ratelimit-reset-requests", "2s",
                                        "x-ratelimit-remaining-tokens", "100",
                                        "x-ratelimit-reset-tokens", "6m0s"),
                                "{}"))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void gemini_says_it_in_its_error() {
        String error =
                """
                {"code":429,"status":"RESOURCE_EXHAUSTED","details":[
                {"@type":"type.googleapis.com/google.rpc.Help"},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}\
                """;
        assertThat(of(Map.of(), error)).contains(Duration.ofMillis(34_500));
    }

    private static Optional<Duration> of(Map<String, String> headers, String error) {
        return RetryAfter.of(
                name -> Optional.ofNullable(headers.get(name)), Json.MAPPER.readTree(error), NOW);
    }
}
