package dev.gradus.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.Release.Act;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    @Test
    void nothing_is_live_before_the_first_promotion() {
        assertThat(Release.live(List.of())).isEmpty();
        assertThat(Release.live(List.of(act("a", Act.ROLLED_BACK)))).isEmpty();
    }

    @Test
    void a_rollback_brings_back_the_one_before() {
        Release first = act("a", Act.PROMOTED);
        Release second = act("b", Act.PROMOTED);

        assertThat(Release.live(List.of(first, second))).contains(second);
        assertThat(Release.live(List.of(first, second, act("b", Act.ROLLED_BACK)))).contains(first);
    }

    @Test
    void rolling_back_one_that_never_was_live_changes_nothing() {
        Release first = act("a", Act.PROMOTED);

        assertThat(Release.live(List.of(first, act("x", Act.ROLLED_BACK)))).contains(first);
    }

    @Test
    void a_candidate_promoted_twice_is_rolled_back_once() {
        Release first = act("a", Act.PROMOTED);
        Release again = act("a", Act.PROMOTED);

        assertThat(
                        Release.live(
                                List.of(
                                        first,
                                        act("b", Act.PROMOTED),
                                        again,
                                        act("a", Act.ROLLED_BACK))))
                .map(Release::candidate)
                .contains("b");
    }

    private static Release act(String candidate, Act act) {
        return new Release("task", candidate, candidate, act, "because", Instant.EPOCH);
    }
}
