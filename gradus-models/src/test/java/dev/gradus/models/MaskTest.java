package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    private final Mask mask = new Mask(List.of(Secret.of("pass"), Secret.of("pass-and-more")));

    @Test
    void what_is_secret_is_starred_the_longest_first() {
        assertThat(mask.hide("a pass-and-more, a pass")).isEqualTo("a ***, a ***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Incorrect API key provided: sk-proj-abc***xyz. See | Incorrect API key provided: ***"
                        + " See",
                "key AIzaSyA1234567890 is bad | key *** is bad",
                "sent Bearer abc.def | sent ***",
                "{\"x-api-key\": \"short\"} | {\"***\"}",
                "Authorization=abc | ***",
                "a task-like word and a keyboard | a task-like word and a keyboard"
            })
    void what_looks_like_a_key_is_starred_too(String said, String hidden) {
        assertThat(mask.hide(said)).isEqualTo(hidden);
    }

    @Test
    void a_secret_says_nothing_of_itself() {
        assertThat(Secret.of("pass").toString()).isEqualTo("(secret)");
    }
}
