package dev.gradus.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerLawTest {
    private static final double[] SIZES = {200, 400, 800};

    @ParameterizedTest
    @CsvSource({"0.10, 2.0, 0.5", "0.00, 0.9, 0.2", "0.05, 30, 1.0", "0.30, 500, 1.7"})
    void a_curve_that_is_a_power_law_is_found_again(double a, double b, double c) {
        double[] errors = new double[SIZES.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = a + b * Math.pow(SIZES[i], -c);
        }

        PowerLaw law = new PowerLaw.Fitter(SIZES).fine(errors);

        assertThat(law.a()).isCloseTo(a, within(2e-4));
        assertThat(law.c()).isCloseTo(c, within(2e-3 * Math.max(1, c)));
        assertThat(law.error(3200)).isCloseTo(a + b * Math.pow(3200, -c), within(2e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.2, 0.2, 0.2", "0.1, 0.2, 0.3, 0.2", "0, 0, 0, 0", "1, 1, 1, 1"})
    void an_error_that_does_not_fall_is_flat(double first, double second, double third, double at) {
        PowerLaw law = new PowerLaw.Fitter(SIZES).fine(new double[] {first, second, third});

        assertThat(law.flat()).isTrue();
        assertThat(law.c()).isZero();
        assertThat(law.error(8000)).isCloseTo(at, within(1e-12));
    }

    @Test
    void whatever_was_measured_the_curve_is_a_share_and_never_rises() {
        long seed = 31;
        SplittableRandom random = new SplittableRandom(seed);
        PowerLaw.Fitter fitter = new PowerLaw.Fitter(SIZES);
        for (int i = 0; i < 3_000; i++) {
            double[] errors = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
            for (PowerLaw law : new PowerLaw[] {fitter.fine(errors), fitter.coarse(errors)}) {
                double before = 1;
                for (int n : new int[] {1, 10, 100, 200, 800, 8_000, 1_000_000}) {
                    double error = law.error(n);
                    assertThat(error)
                            .as("seed %d, case %d at %d: %s", seed, i, n, law)
                            .isBetween(0.0, before);
                    before = error;
                }
            }
        }
    }

    @Test
    void the_coarse_fit_is_near_the_fine_one() {
        double[] errors = {0.21, 0.16, 0.13};
        PowerLaw.Fitter fitter = new PowerLaw.Fitter(SIZES);

        assertThat(fitter.coarse(errors).error(1600))
                .isCloseTo(fitter.fine(errors).error(1600), within(1e-3));
    }
}
