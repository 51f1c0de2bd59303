package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.judge.JudgedPair.Rule;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o-2024-08-06,openai/gpt-4o,2024-08-06",
        "claude-3-5-sonnet-20241022,claude-3-5-sonnet,2024-10-22",
        "mistral-large-2407,mistral-large,2024-07-01",
        "gemini-2.5-flash-preview-2025-09,gemini-2.5-flash-preview,2025-09-01",
        "deepseek@2025.03.24,deepseek,2025-03-24"
    })
    void reads_the_date_in_a_name(String model, String family, LocalDate date) {
        assertThat(ModelVersion.of(model)).isEqualTo(new ModelVersion(family, Optional.of(date)));
    }

    @ParameterizedTest
    @CsvSource({"gpt-4-0613", "gpt-4-1106-preview", "llama-3.1-70b", "qwen2.5-72b", "yi-34b-2048"})
    void takes_no_other_number_for_a_date(String model) {
        assertThat(ModelVersion.of(model).date()).isEmpty();
    }

    @Test
    void holds_each_version_against_the_one_before_it_and_counts_those_without_a_date() {
        JudgeReport report =
                new Rows()
                        .arm("t", "other", "base", "baseline", Rows.right(50, 100))
                        .arm("t", "gpt-4o-2024-08-06", "p", "", Rows.right(60, 100))
                        .arm("t", "gpt-4o-2024-05-13", "p", "", Rows.right(59, 100))
                        .arm("t", "gpt-4o-2024-11-20", "p", "", Rows.right(58, 100))
                        .arm("t", "gpt-4o", "p", "", Rows.right(57, 100))
                        .judge();

        assertThat(report.comparisons())
                .filteredOn(pair -> pair.rule() == Rule.VERSION)
                .extracting(pair -> pair.baseline() + " < " + pair.candidate())
                .containsExactly(
                        "gpt-4o-2024-05-13 / p < gpt-4o-2024-08-06 / p",
                        "gpt-4o-2024-08-06 / p < gpt-4o-2024-11-20 / p");
        assertThat(report.recorded().left().undated()).isEqualTo(1);
    }
}
