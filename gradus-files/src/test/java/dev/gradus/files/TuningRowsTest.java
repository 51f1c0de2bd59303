package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.cost.BaseModelLife;
import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts;
import dev.gradus.cost.TuningFacts.Intake;
import dev.gradus.cost.TuningFacts.Method;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningRowsTest {
    private static final String TOP = "currency: USD\nas-of: 2026-11-20\nsource: our contract\n";

    @TempDir private Path folder;

    @Test
    void the_shipped_table_says_when_openai_closes_and_that_it_fails_the_gate() {
        Price price = price(PriceBookFile.shipped(), "openai/gpt-4o-2024-08-06");
        TuningFacts facts = price.tuningFacts();

        assertThat(facts.intake()).isEqualTo(Intake.SOME);
        assertThat(facts.closes()).contains(LocalDate.of(2027, 1, 6));
        assertThat(facts.minimumExamples()).hasValue(10);
        assertThat(facts.trainingPerMillion()).hasValue(25);
        assertThat(facts.source()).contains("developers.openai.com/api/docs/deprecations");
        assertThat(BaseModelLife.of(price, LocalDate.of(2026, 11, 27), 12).why())
                .startsWith("openai/gpt-4o-2024-08-06 is shut down on 2027-01-14, within");
        assertThat(BaseModelLife.of(price, LocalDate.of(2026, 11, 27), 1).state())
                .isEqualTo(BaseModelLife.State.UNKNOWN);
    }

    @Test
    void every_shipped_fact_has_a_day_and_a_source_and_what_is_not_certain_is_absent() {
        PriceBookFile book = PriceBookFile.shipped();

        assertThat(book.prices())
                .extracting(Price::tuningFacts)
                .filteredOn(facts -> !facts.equals(TuningFacts.unknown()))
                .hasSizeGreaterThan(20)
                .allSatisfy(facts -> {
                    assertThat(facts.asOf()).isPresent();
                    assertThat(facts.source()).isNotBlank();
                });
        assertThat(price(book, "openai/gpt-4.1-2025-04-14").tuningFacts().trainingPerMillion())
                .isEmpty();
        assertThat(price(book, "anthropic/claude-haiku-4-5").tuningFacts())
                .isEqualTo(TuningFacts.unknown());
        assertThat(price(book, "together/openai/gpt-oss-20b").tuningFacts().intake())
                .isEqualTo(Intake.UNKNOWN);
    }

    @Test
    void the_user_s_table_wins_by_row_and_a_model_s_row_over_its_provider_s_by_fact() {
        Path file =
                write(
                        TOP
                                + "tuning:\n"
                                + "  acme: { intake: yes, minimum-examples: 20, methods: [sft, dpo] }\n"
                                + "  acme/big: { training: 8, closes: 2027-06-01, end: none-announced }\n"
                                + "  openai/gpt-4o-2024-08-06: { intake: yes }\n"
                                + "prices: { acme/big: { prompt: 1 } }\n");
        PriceBookFile book = PriceBookFile.read(file).over(PriceBookFile.shipped());

        TuningFacts big = price(book, "acme/big").tuningFacts();
        assertThat(big.intake()).isEqualTo(Intake.YES);
        assertThat(big.minimumExamples()).hasValue(20);
        assertThat(big.methods()).isEqualTo(List.of(Method.SFT, Method.DPO));
        assertThat(big.trainingPerMillion()).hasValue(8);
        assertThat(big.noEndAnnounced()).isTrue();
        assertThat(big.closes()).contains(LocalDate.of(2027, 6, 1));
        TuningFacts own = price(book, "openai/gpt-4o-2024-08-06").tuningFacts();
        assertThat(own.intake()).isEqualTo(Intake.YES);
        assertThat(own.trainingPerMillion()).isEmpty();
        assertThat(own.closes()).contains(LocalDate.of(2027, 1, 6));
    }

    @Test
    void a_price_of_training_in_another_currency_than_the_model_s_is_unknown() {
        Path file =
                write(
                        "currency: EUR\nas-of: 2026-11-20\nsource: x\n"
                                + "prices: { openai/gpt-4o-2024-08-06: { prompt: 2 } }\n");
        TuningFacts facts =
                price(
                                PriceBookFile.read(file).over(PriceBookFile.shipped()),
                                "openai/gpt-4o-2024-08-06")
                        .tuningFacts();

        assertThat(facts.trainingPerMillion()).isEmpty();
        assertThat(facts.intake()).isEqualTo(Intake.SOME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme: { intake: maybe }|5:19: tuning.acme.intake is 'maybe'. Write yes, some, no or unknown.",
                "acme: { methods: [rlhf] }|5:21: tuning.acme.methods[0] is 'rlhf'. Write sft, dpo or reinforcement.",
                "acme: { training: -1 }|5:21: tuning.acme.training is '-1'. Write an amount per million tokens trained on, 0 to 100,000.",
                "acme: { closes: soon }|5:19: tuning.acme.closes is 'soon'. Write a day, as in 2026-11-20.",
                "acme: { end: never }|5:16: tuning.acme.end is 'never'. Write none-announced, or the day as shutdown of the price or as closes.",
                "acme: { trainning: 1 }|5:11: unknown key 'trainning' in tuning.acme (closest: 'training'). Rename it, or take it out.",
                "acme/: { training: 1 }|5:3: 'acme/' is no provider and no model. Write provider or provider/model, as in openai or openai/gpt-4o-2024-08-06.",
            })
    void each_wrong_value_is_named_with_its_place_and_what_is_wanted(String row, String message) {
        Path file = write(TOP + "tuning:\n  " + row + "\nprices: {}\n");

        assertThatThrownBy(() -> PriceBookFile.read(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(file + ":" + message);
    }

    private static Price price(PriceBookFile book, String model) {
        return book.price(ModelName.parse(model)).orElseThrow();
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("prices.yaml"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
