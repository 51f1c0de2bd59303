package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InterimTest {
    @Test
    void all_data_at_once_leave_levels_as_they_are() {
        assertThat(Interim.once().level(0.99)).isEqualTo(0.99);
        assertThat(Interim.once().twoSided(0.95)).isEqualTo(0.95);
        assertThat(Interim.once().p(0.03)).isEqualTo(0.03);
        assertThat(Interim.once().pTwoSided(0.03)).isEqualTo(0.03);
    }

    /// The boundary of alpha 0.01 at part 5 of 10: c / sqrt(0.5), with c = 2.43.
    @Test
    void a_repeated_p_value_is_alpha_on_the_boundary() {
        for (int part : new int[] {2, 5, 10}) {
            double z = OBrienFleming.of(10, 0.01).constant() * Math.sqrt(10.0 / part);

            assertThat(new Interim(part, 10).p(Normal.upperTail(z))).isCloseTo(0.01, within(1e-5));
            assertThat(Normal.quantile(new Interim(part, 10).level(0.99)))
                    .isCloseTo(Math.min(z, 7.03), within(0.01));
        }
        assertThat(OBrienFleming.of(10, 0.01).constant()).isCloseTo(2.43, within(0.01));
    }

    @Test
    void what_is_no_evidence_stays_none_and_overwhelming_evidence_stays_overwhelming() {
        assertThat(new Interim(3, 10).p(1)).isEqualTo(1);
        assertThat(new Interim(3, 10).p(0.9)).isGreaterThan(0.9).isLessThanOrEqualTo(1);
        assertThat(new Interim(9, 10).p(1e-200)).isPositive().isLessThan(1e-100);
        assertThat(new Interim(1, 10).level(0.9999)).isLessThan(1);
    }

    @Test
    void repeated_p_values_fall_as_p_falls_without_a_jump() {
        Interim look = new Interim(10, 10);
        double before = look.p(0.999999);
        for (double z = -4.7; z < 12; z += 0.1) {
            double now = look.p(Normal.upperTail(z));
            assertThat(now).as("z %f", z).isLessThanOrEqualTo(before + 1e-9);
            assertThat(now).as("z %f", z).isGreaterThanOrEqualTo(Normal.upperTail(z) * 0.999);
            before = now;
        }
    }

    /// Whoever looks after every part and stops where it suits errs as often as promised.
    @Test
    void the_least_of_ten_repeated_p_values_is_below_alpha_as_often_as_alpha() {
        SplittableRandom random = new SplittableRandom(1989);
        int runs = 2_000;
        int below = 0;
        int left = 0;
        for (int run = 0; run < runs; run++) {
            double height = 0;
            double highest = Double.NEGATIVE_INFINITY;
            double least = 1;
            boolean over = false;
            for (int part = 1; part <= 10; part++) {
                height += random.nextGaussian() / Math.sqrt(10);
                double z = height / Math.sqrt(part / 10.0);
                over |= z > Normal.quantile(new Interim(part, 10).level(0.95));
                if (height > highest) {
                    highest = height;
                    least = new Interim(part, 10).p(Normal.upperTail(z));
                }
            }
            below += least <= 0.05 ? 1 : 0;
            left += over ? 1 : 0;
        }
        assertThat(Share.clopperPearsonLower(below, runs, 0.95)).isLessThanOrEqualTo(0.05);
        assertThat(Share.clopperPearsonUpper(below, runs, 0.95)).isGreaterThan(0.045);
        assertThat(left).isEqualTo(below);
    }

    @Test
    void refuses_what_is_no_look() {
        assertThatThrownBy(() -> new Interim(0, 10)).hasMessageContaining("part is 0");
        assertThatThrownBy(() -> new Interim(11, 10)).hasMessageContaining("part is 11");
        assertThatThrownBy(() -> new Interim(1, 0)).hasMessageContaining("parts is 0");
    }
}
