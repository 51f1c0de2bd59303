package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.Usage;
import dev.gradus.cost.Price;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookFileTest {
    private static final String TOP = "currency: USD\nas-of: 2026-11-20\nsource: our contract\n";
    private static final ModelName MINI = ModelName.parse("openai/gpt-5-mini");

    @TempDir private Path folder;

    @Test
    void every_shipped_row_has_a_price_a_day_and_a_source_and_covers_the_providers() {
        List<PriceRow> rows = PriceBookFile.shipped().rows();

        assertThat(rows).hasSizeBetween(200, 400);
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(row.price().promptPerMillion().orElse(0)).isPositive();
                    assertThat(row.price().completionPerMillion()).isPresent();
                    assertThat(row.price().source()).isNotBlank();
                    assertThat(row.price().asOf())
                            .isBetween(LocalDate.of(2026, 7, 24), LocalDate.of(2026, 11, 20));
                    assertThat(row.price().cachedPerMillion().orElse(0))
                            .isLessThanOrEqualTo(row.price().promptPerMillion().orElseThrow());
                });
        assertThat(rows.stream().map(row -> row.price().model().provider()).distinct())
                .contains(
                        "anthropic",
                        "azure",
                        "deepseek",
                        "gemini",
                        "groq",
                        "mistral",
                        "openai",
                        "openrouter",
                        "together");
    }

    @Test
    void a_call_costs_its_tokens_the_cached_ones_at_their_own_price() {
        Price price = PriceBookFile.shipped().price(MINI).orElseThrow();
        Usage usage =
                new Usage(
                        OptionalLong.of(1_000_000),
                        OptionalLong.of(400_000),
                        OptionalLong.of(100_000),
                        OptionalLong.of(60_000));

        assertThat(price.of(usage)).hasValue(0.6 * 0.25 + 0.4 * 0.025 + 0.1 * 2);
        assertThat(price.shutdown()).contains(LocalDate.of(2026, 12, 11));
        assertThat(price.contextTokens()).hasValue(272_000);
    }

    @Test
    void a_model_that_is_not_in_it_has_no_price_and_local_ones_have_none_either() {
        PriceBookFile book = PriceBookFile.shipped();

        assertThat(book.price(ModelName.parse("openai/gpt-99"))).isEmpty();
        assertThat(book.price(ModelName.parse("ollama/llama3.2"))).isEmpty();
        assertThat(book.price(ModelName.parse("embedded/minilm-l6-q"))).isEmpty();
    }

    @Test
    void a_recorded_model_costs_what_the_recorded_one_costs_and_a_tuned_one_as_its_base_tuned() {
        PriceBookFile book = PriceBookFile.shipped();

        assertThat(book.price(ModelName.parse("recorded/openai/gpt-5-mini")))
                .isEqualTo(book.price(MINI));
        assertThat(
                        book.price(ModelName.parse("openai/ft:gpt-4.1-2025-04-14:acme::Xy1"))
                                .orElseThrow()
                                .promptPerMillion())
                .hasValue(3);
        assertThat(book.price(ModelName.parse("openai/ft:gpt-99:acme::Xy1"))).isEmpty();
        assertThat(book.price(ModelName.parse("recorded/an-arm"))).isEmpty();
    }

    @Test
    void the_file_beside_the_task_wins_over_the_user_s_and_both_over_the_shipped_one()
            throws IOException {
        Path home =
                write(
                        "home/prices.yaml",
                        TOP
                                + "prices: { a/x: { prompt: 1, completion: 2 }, openai/gpt-5-mini: { prompt: 7 } }");
        Path task = write("task/prices.yaml", TOP + "prices: { a/x: { prompt: 3 } }");

        PriceBookFile book = PriceBookFile.standing(folder.resolve("task"), home);

        assertThat(book.price(ModelName.parse("a/x")).orElseThrow().promptPerMillion()).hasValue(3);
        assertThat(book.price(ModelName.parse("a/x")).orElseThrow().completionPerMillion())
                .isEmpty();
        assertThat(book.price(MINI).orElseThrow().promptPerMillion()).hasValue(7);
        assertThat(book.price(ModelName.parse("openai/gpt-5-nano"))).isPresent();
        assertThat(task).exists();
    }

    @Test
    void a_price_in_another_currency_than_the_task_s_is_refused_and_no_rate_is_guessed() {
        Path file = write("prices.yaml", TOP + "prices:\n  a/x: { prompt: 3 }\n");
        PriceBookFile book = PriceBookFile.read(file).in("EUR");

        assertThat(PriceBookFile.read(file).in("USD").price(ModelName.parse("a/x"))).isPresent();
        assertThatThrownBy(() -> book.price(ModelName.parse("a/x")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        file
                                + ":5:3: a/x is priced in USD, and the currency of the task is EUR."
                                + " Write currency: USD in gradus.yaml, or the model's price in EUR"
                                + " in a prices.yaml beside it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/x: { promt: 3 }|5:10: unknown key 'promt' in a/x (closest: 'prompt'). Rename it, or take it out.",
                "a/x: { prompt: -3 }|5:18: a/x.prompt is '-3'. Write an amount per million tokens, 0 to 100,000, or take it out where it is not known.",
                "a/x: { prompt: 0.00000025 }|5:18: a/x.prompt is '0.00000025', which looks like a price per token. Write the amount per million tokens.",
                "a/x: { prompt: 1e9 }|5:18: a/x.prompt is '1e9'. Write an amount per million tokens, 0 to 100,000, or take it out where it is not known.",
                "a/x: { batch: 2 }|5:17: a/x.batch is '2'. Write a share above 0 and at most 1, as in 0.5.",
                "a/x: { shutdown: soon }|5:20: a/x.shutdown is 'soon'. Write a day, as in 2026-11-20.",
                "a/x: { kind: speech }|5:16: a/x.kind is 'speech'. Write chat or embedding.",
                "a/x: 3|5:8: a/x is '3'. Write a mapping, as in { prompt: 0.25, completion: 2 }.",
                "gpt: { prompt: 3 }|5:3: 'gpt' is no model's name. Write provider/model, as in openai/gpt-5-mini.",
            })
    void each_wrong_value_is_named_with_its_place_and_what_is_wanted(String row, String message) {
        Path file = write("prices.yaml", TOP + "prices:\n  " + row + "\n");

        assertThatThrownBy(() -> PriceBookFile.read(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(file + ":" + message);
    }

    @Test
    void a_row_needs_a_day_and_a_source_its_own_or_the_file_s() {
        Path file = write("prices.yaml", "currency: USD\nprices:\n  a/x: { prompt: 3 }\n");

        assertThatThrownBy(() -> PriceBookFile.read(file))
                .hasMessage(
                        file
                                + ":3:8: a/x has no as-of, and the file has none for all. Write the"
                                + " day it was true, as in as-of: 2026-11-20, in the row or at the top.");
    }

    @Test
    void the_user_s_file_lies_in_the_home_folder_unless_gradus_home_says_otherwise() {
        Path home = Path.of("/home/u");

        assertThat(PriceBookFile.userFile(name -> Optional.empty(), home))
                .isEqualTo(Path.of("/home/u/.gradus/prices.yaml"));
        assertThat(
                        PriceBookFile.userFile(
                                name ->
                                        name.equals("GRADUS_HOME")
                                                ? Optional.of("/etc/gradus")
                                                : Optional.empty(),
                                home))
                .isEqualTo(Path.of("/etc/gradus/prices.yaml"));
    }

    private Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
