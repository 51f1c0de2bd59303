package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 7", "511, 5", "512, 8", "513, 6", "1025, 384"})
    void has_the_same_bits_alone_and_beside_others(int size, int dimensions) {
        Columns columns = Columns.of(Toy.directions(size, dimensions, 1));
        float[][] queries = Toy.directions(5, dimensions, 2);

        float[][] together = columns.products(queries);

        for (int q = 0; q < queries.length; q++) {
            assertThat(together[q]).isEqualTo(columns.products(queries[q]));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 7", "511, 5", "512, 8", "513, 6", "1025, 384"})
    void gives_the_dot_product_with_every_vector(int size, int dimensions) {
        float[][] rows = Toy.directions(size, dimensions, 1);
        float[][] queries = Toy.directions(3, dimensions, 2);

        float[][] products = Columns.of(rows).products(queries);

        for (int q = 0; q < queries.length; q++) {
            assertThat(products[q]).hasSize(size);
            for (int i = 0; i < size; i++) {
                double exact = 0;
                for (int d = 0; d < dimensions; d++) {
                    exact += (double) queries[q][d] * rows[i][d];
                }
                assertThat((double) products[q][i]).isCloseTo(exact, within(1e-6));
                assertThat((double) Kernel.dot(queries[q], rows[i])).isCloseTo(exact, within(1e-6));
            }
        }
    }
}
