package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OBrienFlemingTest {
    /// Jennison and Turnbull, Group Sequential Methods (2000), table 2.3: two-sided 0.05 is 0.025
    /// here but for the chance of crossing both sides, which is below 1e-6.
    @ParameterizedTest
    @CsvSource({"1, 1.960", "2, 1.977", "3, 2.004", "4, 2.024", "5, 2.040", "10, 2.087"})
    void constants_are_those_of_the_tables(int parts, double constant) {
        assertThat(OBrienFleming.of(parts, 0.025).constant()).isCloseTo(constant, within(6e-4));
    }

    @Test
    void one_part_is_one_test() {
        assertThat(OBrienFleming.of(1, 0.01).nominal(1)).isCloseTo(0.01, within(1e-6));
    }

    @Test
    void early_looks_are_strict_and_the_last_is_nearly_a_single_test() {
        OBrienFleming ten = OBrienFleming.of(10, 0.01);

        assertThat(ten.nominal(1)).isLessThan(1e-10);
        assertThat(ten.nominal(5)).isBetween(1e-4, 1e-3);
        assertThat(ten.nominal(10)).isBetween(0.007, 0.01);
        for (int part = 2; part <= 10; part++) {
            assertThat(ten.nominal(part)).isGreaterThan(ten.nominal(part - 1));
        }
    }

    @Test
    void a_motion_crosses_as_often_as_promised() {
        OBrienFleming ten = OBrienFleming.of(10, 0.05);
        SplittableRandom random = new SplittableRandom(1979);
        int runs = 40_000;
        int crossed = 0;
        for (int run = 0; run < runs; run++) {
            double height = 0;
            boolean over = false;
            for (int part = 1; part <= 10; part++) {
                height += random.nextGaussian() / Math.sqrt(10);
                over |= height >= ten.constant();
            }
            crossed += over ? 1 : 0;
        }
        assertThat((double) crossed / runs).isCloseTo(0.05, within(0.005));
    }

    @Test
    void refuses_what_is_no_plan() {
        assertThatThrownBy(() -> OBrienFleming.of(0, 0.05)).hasMessageContaining("parts is 0");
        assertThatThrownBy(() -> OBrienFleming.of(10, 0.5)).hasMessageContaining("alpha is 0.5");
        assertThatThrownBy(() -> OBrienFleming.of(10, 0.05).nominal(11))
                .hasMessageContaining("part is 11");
    }
}
