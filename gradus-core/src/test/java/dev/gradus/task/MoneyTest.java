package dev.gradus.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0.00 USD",
                "0.5 | 0.50 USD",
                "1168800 | 1,168,800.00 USD",
                "0.0003125 | 0.0003125 USD",
                "0.009999999999999998 | 0.01 USD",
                "0.00006906123 | 0.00006906 USD",
                "-0.00000012346 | -0.0000001235 USD",
            })
    void reads_as_people_write_it(double amount, String text) {
        assertThat(Money.of(amount, "USD")).hasToString(text);
    }

    @Test
    void never_adds_two_currencies() {
        assertThatThrownBy(() -> Money.of(1, "USD").plus(Money.of(1, "EUR")))
                .hasMessageContaining("EUR cannot be set against one in USD");
    }
}
