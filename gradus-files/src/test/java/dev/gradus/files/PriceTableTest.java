package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.cost.Price;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceTableTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
    private static final String TABLE =
            """
            {
            "gpt-5-mini": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 3e-07,
              "output_cost_per_token": 2e-06, "cache_read_input_token_cost": 2.5e-08,
              "input_cost_per_token_batches": 1.5e-07, "max_input_tokens": 272000, "deprecation_date": "2026-12-11",
              "supported_modalities": ["text"] },
            "together_ai/some/model": { "litellm_provider": "together_ai", "mode": "chat",
              "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
            "embed": { "litellm_provider": "mistral", "mode": "embedding", "input_cost_per_token": 1e-07 },
            "free": { "litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0 },
            "unsaid": { "litellm_provider": "groq", "mode": "chat" },
            "bedrock/x": { "litellm_provider": "bedrock", "mode": "chat", "input_cost_per_token": 1e-06 },
            "dall-e": { "litellm_provider": "openai", "mode": "image_generation" },
            "broken": { "litellm_provider": "groq", "mode": "chat", "input_cost_per_token": "cheap" },
            "negative": { "litellm_provider": "groq", "mode": "chat", "input_cost_per_token": -1e-06 },
            "deepseek-chat": { "litellm_provider": "deepseek", "mode": "chat",
              "input_cost_per_token": 9e-06, "output_cost_per_token": 9e-06 },
            "deepseek/deepseek-chat": { "litellm_provider": "deepseek", "mode": "chat",
              "input_cost_per_token": 2.8e-07, "output_cost_per_token": 4.2e-07 }
            }
            """;

    @TempDir private Path folder;

    @Test
    void takes_the_rows_of_providers_that_can_be_called_and_counts_or_names_the_others()
            throws IOException {
        PriceTable table = PriceTable.read(write("t.json", TABLE), Optional.of(DAY));

        assertThat(table.rows().stream().map(row -> row.price().model().toString()))
                .containsExactlyInAnyOrder(
                        "openai/gpt-5-mini",
                        "together/some/model",
                        "mistral/embed",
                        "deepseek/deepseek-chat");
        assertThat(table.otherProviders()).isEqualTo(Map.of("bedrock", 1));
        assertThat(table.otherKinds()).isEqualTo(1);
        assertThat(table.unpriced()).isEqualTo(2);
        assertThat(table.doubles()).isEqualTo(1);
        assertThat(table.leftOut().stream().map(FileNote::toString))
                .containsExactly(
                        "t.json:13: 'broken': input_cost_per_token is 'cheap', and a number is"
                                + " wanted. The row is left out.",
                        "t.json:14: 'negative': input_cost_per_token is '-1e-06', and a price"
                                + " per token is 0 to 0.1. The row is left out.");
    }

    @Test
    void prices_per_token_become_prices_per_million_to_the_digit() throws IOException {
        PriceBookFile book =
                PriceBookFile.of(PriceTable.read(write("t.json", TABLE), Optional.of(DAY)).rows());
        Price mini = book.price(ModelName.parse("openai/gpt-5-mini")).orElseThrow();

        assertThat(mini.promptPerMillion()).hasValue(0.3);
        assertThat(mini.cachedPerMillion()).hasValue(0.025);
        assertThat(mini.completionPerMillion()).hasValue(2);
        assertThat(mini.batchFactor()).hasValue(0.5);
        assertThat(mini.shutdown()).contains(LocalDate.of(2026, 12, 11));
        assertThat(mini.asOf()).isEqualTo(DAY);
        assertThat(
                        book.price(ModelName.parse("mistral/embed"))
                                .orElseThrow()
                                .completionPerMillion())
                .hasValue(0);
        assertThat(
                        book.price(ModelName.parse("deepseek/deepseek-chat"))
                                .orElseThrow()
                                .promptPerMillion())
                .as("the row with the provider in its name counts")
                .hasValue(0.28);
    }

    @Test
    void a_table_without_a_day_is_of_the_day_on_which_its_file_was_changed() throws IOException {
        Path file = write("t.json", TABLE);
        Files.setLastModifiedTime(
                file, java.nio.file.attribute.FileTime.from(Instant.parse("2026-03-04T12:00:00Z")));

        assertThat(PriceTable.read(file, Optional.empty()).rows())
                .allSatisfy(row -> assertThat(row.price().asOf()).isEqualTo("2026-03-04"));
    }

    @Test
    void changes_are_told_apart() throws IOException {
        PriceBookFile before =
                book(
                        "a/same: { prompt: 1, completion: 1 }, a/dearer: { prompt: 1, completion: 1 }, a/cheaper: { prompt: 2, completion: 2 }, a/both: { prompt: 1, completion: 2 }, a/gone: { prompt: 1 }, b/other: { prompt: 1 }");
        PriceBookFile after =
                book(
                        "a/same: { prompt: 1, completion: 1 }, a/dearer: { prompt: 1, completion: 2 }, a/cheaper: { prompt: 1, completion: 2 }, a/both: { prompt: 2, completion: 1 }, a/new: { prompt: 1 }");

        PriceChanges changes = PriceChanges.between(before, after);

        assertThat(changes.same()).isEqualTo(1);
        assertThat(changes.added().stream().map(price -> price.model().model()))
                .containsExactly("new");
        assertThat(changes.dearer().stream().map(change -> change.model().model()))
                .containsExactly("dearer");
        assertThat(changes.cheaper().stream().map(change -> change.model().model()))
                .containsExactly("cheaper");
        assertThat(changes.otherwise().stream().map(change -> change.model().model()))
                .containsExactly("both");
        assertThat(changes.gone().stream().map(price -> price.model().model()))
                .containsExactly("gone");
    }

    @Test
    void what_is_written_reads_back_as_it_was_with_what_only_the_older_book_knew()
            throws IOException {
        PriceBookFile shipped = PriceBookFile.shipped();
        String text = PriceText.of(shipped.rows(), shipped, "again");

        PriceBookFile again = PriceBookFile.read(write("again.yaml", text));

        assertThat(again.rows().stream().map(PriceRow::price))
                .containsExactlyElementsOf(shipped.rows().stream().map(PriceRow::price).toList());
        PriceBookFile newer = book("openai/gpt-5-mini: { prompt: 1, completion: 1 }");
        Price merged =
                PriceBookFile.read(write("new.yaml", PriceText.of(newer.rows(), shipped, "new")))
                        .price(ModelName.parse("openai/gpt-5-mini"))
                        .orElseThrow();
        assertThat(merged.promptPerMillion()).hasValue(1);
        assertThat(merged.shutdown()).contains(LocalDate.of(2026, 12, 11));
        assertThat(merged.cachedPerMillion()).isEmpty();
    }

    @Test
    void bad_rows_of_our_own_form_are_named_and_left_out() throws IOException {
        Path file =
                write(
                        "mine.yaml",
                        "currency: USD\nas-of: 2026-11-20\nsource: here\nprices:\n  a/x: { prompt: 1 }\n  a/y: { prompt: much }\n");

        PriceTable table = PriceTable.read(file, Optional.empty());

        assertThat(table.rows()).hasSize(1);
        assertThat(table.leftOut())
                .containsExactly(
                        new FileNote(
                                "mine.yaml:6:18",
                                "a/y.prompt is 'much'. Write an amount per million tokens, 0 to"
                                        + " 100,000, or take it out where it is not known."));
    }

    @Test
    void what_is_no_table_is_refused() throws IOException {
        Map<String, String> texts =
                Map.of(
                        "list.json",
                        "list.json: this is no table of models by name. Hand in a JSON object as litellm publishes it.",
                        "empty.json",
                        "empty.json: there is no price of a chat or embedding model in it that can be used. Hand in a table of models by name.",
                        "table.txt",
                        "table.txt: this is no price table that is read. Hand in a .json of litellm's form, or a .yaml like prices.yaml.");
        write("list.json", "[]");
        write("cut.json", "{\"a\": {\"mode\":");
        write("empty.json", "{}");
        write("table.txt", "x");

        for (String name : List.of("list.json", "empty.json", "table.txt")) {
            assertThatThrownBy(() -> PriceTable.read(folder.resolve(name), Optional.empty()))
                    .hasMessage(texts.get(name));
        }
        assertThatThrownBy(() -> PriceTable.read(folder.resolve("cut.json"), Optional.empty()))
                .hasMessageStartingWith("cut.json:1:")
                .hasMessageContaining("this is not JSON: ")
                .hasMessageEndingWith(". Fetch the file again.");
    }

    private PriceBookFile book(String rows) throws IOException {
        return PriceBookFile.read(
                write(
                        "book.yaml",
                        "currency: USD\nas-of: 2026-11-20\nsource: here\nprices: { "
                                + rows
                                + " }\n"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
