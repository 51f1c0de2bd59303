package dev.gradus.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static void lose(Losses losses, Kind kind, int times) {
        for (int i = 0; i < times; i++) {
            losses.lost(new CallFailure(kind, "m: " + kind));
        }
    }

    @Test
    void twenty_in_a_row_are_enough_and_a_reply_begins_anew() {
        Losses losses = new Losses(false);
        lose(losses, Kind.REJECTED, 19);
        assertThatCode(losses::refuseWhereHopeless).doesNotThrowAnyException();
        lose(losses, Kind.UNAVAILABLE, 1);
        assertThatThrownBy(losses::refuseWhereHopeless).hasMessageContaining("20 calls before it");
        losses.answered();
        assertThatCode(losses::refuseWhereHopeless).doesNotThrowAnyException();
    }

    /// A climb that goes on asks what was lost before and nothing else: one input in ten that the
    /// provider will not take is no model that is down.
    @Test
    void requests_that_are_not_taken_say_nothing_of_a_model_that_answered_others() {
        Losses before = new Losses(true);
        lose(before, Kind.REJECTED, 200);
        assertThatCode(before::refuseWhereHopeless).doesNotThrowAnyException();

        Losses within = new Losses(false);
        within.answered();
        lose(within, Kind.REJECTED, 200);
        assertThatCode(within::refuseWhereHopeless).doesNotThrowAnyException();
        lose(within, Kind.TIMEOUT, 20);
        assertThatThrownBy(within::refuseWhereHopeless).isInstanceOf(CallFailure.class);
    }

    @Test
    void every_twentieth_is_asked_to_see_whether_the_model_is_back() {
        Losses losses = new Losses(false);
        lose(losses, Kind.UNAVAILABLE, 20);
        int asked = 0;
        for (int i = 0; i < 100; i++) {
            try {
                losses.refuseWhereHopeless();
                asked++;
            } catch (CallFailure refused) {
                assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
            }
        }
        assertThat(asked).isEqualTo(5);
    }
}
