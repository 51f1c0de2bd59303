package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RungWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompt-optimised|prompt",
                "finetuned+validator|structure,tune",
                "finetuned-stronger+validator|model,structure,tune",
                "5_shots|examples",
                "RAG|retrieval",
                "baseline|",
                "whatever|"
            })
    void reads_the_levers_that_a_recorded_rung_names(String rung, String levers) {
        String[] expected = levers == null ? new String[0] : levers.split(",");
        assertThat(RungWords.of(rung)).containsExactlyElementsOf(Arrays.asList(expected));
    }
}
