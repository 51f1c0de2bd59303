package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientReadingTest {
    private final LenientReading labels =
            new LenientReading(List.of("card_lost", "refund?", "C++", "C#", "возврат"));
    private final LenientReading numbers = new LenientReading(List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Card Lost|card_lost|true",
                "'card_lost.\n\nWait, let me think'|card_lost|true",
                "refund|refund?|true",
                "ВОЗВРАТ|возврат|true",
                "card|card_lost|false",
                "the label is card_lost|card_lost|false",
                "C++|C++|false",
                "refund|card_lost|false"
            })
    void reads_a_label_whatever_its_case_and_punctuation(
            String answer, String gold, boolean means) {
        assertThat(labels.means(answer, gold)).isEqualTo(means);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,000|3000|true",
                "$18.00|18|true",
                "42.|42|true",
                "-200|200|false",
                "3.6|36|false",
                "about 18|18|false",
                "eighteen|eighteen|false"
            })
    void reads_a_number_whatever_its_separators(String answer, String gold, boolean means) {
        assertThat(numbers.means(answer, gold)).isEqualTo(means);
    }
}
