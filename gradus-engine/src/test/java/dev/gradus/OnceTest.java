package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.chat.Usage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnceTest {
    @Test
    void of_several_equal_objects_the_first_is_kept() {
        Once once = new Once();
        Usage first = once.of(Usage.of(400, 3));
        assertThat(once.of(Usage.of(400, 3))).isSameAs(first);
        assertThat(once.of(Usage.of(400, 4))).isEqualTo(Usage.of(400, 4)).isNotSameAs(first);
    }

    @Test
    void where_all_differ_only_the_first_4096_are_remembered() {
        Once once = new Once();
        Optional<String> early = once.of(Optional.of("text 0"));
        for (int i = 1; i < 5_000; i++) {
            once.of(Optional.of("text " + i));
        }
        assertThat(once.of(Optional.of("text 0"))).isSameAs(early);
        Optional<String> late = Optional.of("text 4999");
        assertThat(once.of(late)).isSameAs(late);
        assertThat(once.of(Optional.of("text 4999"))).isEqualTo(late).isNotSameAs(late);
    }
}
