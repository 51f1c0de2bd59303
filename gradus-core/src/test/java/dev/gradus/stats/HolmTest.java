package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HolmTest {
    @Test
    void steps_down_and_keeps_the_order_given() {
        // By the definition: 5*0.001, 4*0.01, 3*0.02, 2*0.03 -> max with 0.06, 1*0.9
        assertThat(Holm.adjust(0.02, 0.001, 0.9, 0.01, 0.03))
                .containsExactly(new double[] {0.06, 0.005, 0.9, 0.04, 0.06}, within(1e-15));
        assertThat(Holm.rejected(new double[] {0.02, 0.001, 0.9, 0.01, 0.03}, 0.05))
                .containsExactly(false, true, false, true, false);
    }

    @Test
    void one_test_is_left_alone_and_none_is_fine() {
        assertThat(Holm.adjust(0.03)).containsExactly(0.03);
        assertThat(Holm.adjust()).isEmpty();
        assertThat(Holm.adjust(0.6, 0.7)).containsExactly(1, 1);
    }

    @Test
    void what_is_no_p_value_is_refused() {
        assertThatThrownBy(() -> Holm.adjust(0.1, Double.NaN))
                .hasMessage("p[1] must lie in [0.0, 1.0], but is NaN");
    }

    @Test
    void a_false_claim_is_as_rare_as_promised() {
        long seed = 8;
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = 20_000;
        int falseClaims = 0;
        for (int i = 0; i < rounds; i++) {
            // Two true effects, three null tests of which two always agree
            double shared = random.nextDouble();
            double[] p = {1e-9, 1e-7, shared, shared, random.nextDouble()};
            boolean[] rejected = Holm.rejected(p, 0.05);
            falseClaims += rejected[2] || rejected[4] ? 1 : 0;
        }
        // Bound 0.05; here the truth is 1-(1-0.05/3)(1-0.05/3 or more): clearly above 0.03
        assertThat(falseClaims / (double) rounds).as("seed %d", seed).isBetween(0.028, 0.05);
    }
}
