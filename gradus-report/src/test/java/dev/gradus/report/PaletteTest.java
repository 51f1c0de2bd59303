package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The colours of the style sheet against WCAG 2.2, and through the eyes of the colour-blind.
class PaletteTest {
    /// Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color
    /// vision deficiency", IEEE TVCG 15 (2009), severity 1.0, in linear RGB.
    private static final Map<String, double[][]> BLINDNESS =
            Map.of(
                    "protanopia",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
                    "deuteranopia",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968},
                        {0.280085, 0.672501, 0.047413},
                        {-0.011820, 0.042940, 0.968881}
                    });

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void text_has_a_contrast_of_at_least_4_5(int theme) {
        Map<String, double[]> colours = theme(theme);
        for (String ground : List.of("paper", "card", "faint")) {
            for (String ink : List.of("ink", "soft", "good", "bad", "unsure")) {
                assertContrast(colours, ink, ground, 4.5);
            }
        }
        for (String tone : List.of("good", "bad", "unsure", "sealed")) {
            assertContrast(colours, tone, tone + "-wash", 4.5);
        }
        assertContrast(colours, "on-good", "good", 4.5);
        assertContrast(colours, "soft", "sealed-wash", 4.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void marks_have_a_contrast_of_at_least_3(int theme) {
        Map<String, double[]> colours = theme(theme);
        for (String mark : List.of("good", "other", "sealed", "ink")) {
            assertContrast(colours, mark, "paper", 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void good_and_bad_stay_apart_for_the_colour_blind(int theme) {
        Map<String, double[]> colours = theme(theme);
        BLINDNESS.forEach((name, matrix) ->
                assertThat(
                                distance(
                                        seen(matrix, colours.get("good")),
                                        seen(matrix, colours.get("bad"))))
                        .as(name)
                        .isGreaterThan(40));
    }

    private static void assertContrast(
            Map<String, double[]> colours, String ink, String ground, double least) {
        double first = luminance(colours.get(ink)) + 0.05;
        double second = luminance(colours.get(ground)) + 0.05;
        assertThat(Math.max(first, second) / Math.min(first, second))
                .as(ink + " on " + ground)
                .isGreaterThanOrEqualTo(least);
    }

    /// The n-th block of variables: light, dark, print.
    private static Map<String, double[]> theme(int n) {
        Matcher block = Pattern.compile(":root \\{(.*?)}", Pattern.DOTALL).matcher(Page.STYLE);
        for (int i = 0; i <= n; i++) {
            assertThat(block.find()).isTrue();
        }
        Map<String, double[]> colours = new HashMap<>();
        Matcher colour = Pattern.compile("--([a-z-]+): #([0-9a-f]{6})").matcher(block.group(1));
        while (colour.find()) {
            colours.put(colour.group(1), linear(Integer.parseInt(colour.group(2), 16)));
        }
        return colours;
    }

    private static double[] linear(int rgb) {
        double[] linear = new double[3];
        for (int i = 0; i < 3; i++) {
            double channel = ((rgb >> (16 - 8 * i)) & 255) / 255.0;
            linear[i] =
                    channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
        }
        return linear;
    }

    private static double luminance(double[] linear) {
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static double[] seen(double[][] matrix, double[] colour) {
        double[] seen = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                seen[row] += matrix[row][column] * colour[column];
            }
            seen[row] = Math.clamp(seen[row], 0, 1);
        }
        return seen;
    }

    /// CIE 1976 colour difference.
    private static double distance(double[] first, double[] second) {
        double[] a = lab(first);
        double[] b = lab(second);
        return Math.sqrt(
                Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static double[] lab(double[] c) {
        double x = cube((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
        double y = cube(luminance(c));
        double z = cube((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double cube(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
    }
}
