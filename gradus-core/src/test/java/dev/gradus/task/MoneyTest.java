package dev.gradus.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.5         | 1,234.50 USD",
                "0              | 0.00 USD",
                "0.005          | 0.005000 USD",
                "0.0003125      | 0.0003125 USD",
                "0.000070041    | 0.00007004 USD",
                "-0.00000000644 | -0.00000000644 USD"
            })
    void writes_no_exponent(double amount, String words) {
        assertThat(Money.of(amount, "USD")).hasToString(words);
    }
}
