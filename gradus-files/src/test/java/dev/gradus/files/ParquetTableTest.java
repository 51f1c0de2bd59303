package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.score.RecordedOutcome;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that pyarrow, Polars, DuckDB and Hugging Face's datasets wrote (`make.py` beside them).
class ParquetTableTest {
    private static final Path FILES = Path.of("src/test/resources/dev/gradus/files/parquet");

    @TempDir private Path folder;

    private static List<String> column(String file, String... names) {
        List<String> texts = new ArrayList<>();
        Table.open(InputFile.at(FILES.resolve(file)))
                .rows(
                        Arrays.stream(names)
                                .map(name -> new Table.Column(name, false, true, "Fix it."))
                                .toList(),
                        (row, cells) -> texts.add(row + "|" + String.join("|", cells)));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"types-pyarrow.parquet", "types-pyarrow-lz4.parquet"})
    void reads_every_value_by_its_logical_type(String file) {
        assertThat(column(file, "text", "category", "truth"))
                .containsExactly("1|a|x|true", "2|b\n\u00e9|y|false", "3||x|");
        assertThat(column(file, "float", "half"))
                .as("NaN is no value")
                .containsExactly("1|0.25|0.5", "2||1.0", "3||");
        assertThat(column(file, "uint8", "uint32", "uint64"))
                .containsExactly("1|255|4294967295|18446744073709551615", "2|0|0|0", "3|||");
        assertThat(column(file, "decimal", "wide"))
                .containsExactly("1|0.25|12345678901234567890.123", "2|-12.50|0.001", "3||");
        assertThat(column(file, "date", "time"))
                .containsExactly("1|2026-01-02|09:30:00", "2|1969-12-31|00:00:00.000005", "3||");
        assertThat(column(file, "local", "instant"))
                .containsExactly(
                        "1|2026-01-02T10:00:00|2026-01-02T10:00:00Z",
                        "2|2026-01-02T10:00:01.0005|",
                        "3||");
        assertThat(column(file, "binary")).containsExactly("1|plain", "2|ff00", "3|");
        assertThat(column(file, "labels", "messages"))
                .containsExactly(
                        "1|[\"a\",\"b\"]|[{\"role\":\"user\",\"content\":\"hi\"}]",
                        "2|[]|[]",
                        "3||");
    }

    @Test
    void reads_what_polars_and_duckdb_write() {
        assertThat(
                        column(
                                "types-polars.parquet",
                                "text",
                                "category",
                                "uint64",
                                "decimal",
                                "date",
                                "time",
                                "local",
                                "labels"))
                .containsExactly(
                        "1|a|x|18446744073709551615|0.25|2026-01-02|09:30:00|2026-01-02T10:00:00|[\"a\",\"b\"]",
                        "2|b|y|0|-12.50||||[]");
        assertThat(
                        column(
                                "types-duckdb.parquet",
                                "text",
                                "category",
                                "uint64",
                                "decimal",
                                "date",
                                "time",
                                "local",
                                "labels",
                                "uuid",
                                "json"))
                .containsExactly(
                        "1|a|x|18446744073709551615|0.25|2026-01-02|09:30:00|2026-01-02T10:00:00|[\"a\",\"b\"]|6ba7b810-9dad-11d1-80b4-00c04fd430c8|{\"k\": 1}",
                        "2|b|y|0|-12.50||||[]||");
    }

    @Test
    void a_class_label_is_its_name_and_minus_one_is_none() {
        assertThat(column("labels-datasets.parquet", "text", "label"))
                .containsExactly("1|late card|card_arrival", "2|lost card|lost_card", "3|unsure|");
    }

    @Test
    void gives_its_rows_in_order_and_all_its_columns() {
        assertThat(column("rows.parquet", "label", "text"))
                .containsExactly("1|x|a", "2|y|b\n\u00e9");
        assertThat(Table.open(InputFile.at(FILES.resolve("rows.parquet"))).columns())
                .containsExactly("text", "number", "label");
    }

    /// Costs and times as decimals are those as floating-point numbers.
    @Test
    void a_decimal_has_its_scale() {
        List<RecordedOutcome> plain = OutcomesFile.read(FILES.resolve("plain.parquet")).outcomes();
        List<RecordedOutcome> decimal = OutcomesFile.read(FILES.resolve("cost.parquet")).outcomes();

        assertThat(plain.getFirst().costUsd()).isEqualTo(OptionalDouble.of(0.001));
        assertThat(plain.getFirst().latencyMs()).isEqualTo(OptionalDouble.of(812));
        assertThat(decimal)
                .extracting(RecordedOutcome::costUsd, RecordedOutcome::latencyMs)
                .containsExactlyElementsOf(
                        plain.stream()
                                .map(one ->
                                        org.assertj.core.groups.Tuple.tuple(
                                                one.costUsd(), one.latencyMs()))
                                .toList());
        assertThat(OutcomesFile.read(FILES.resolve("goldpred.parquet")).outcomes())
                .hasSize(80)
                .allMatch(one -> one.correct().equals(OptionalDouble.of(1)));
        assertThat(column("gold.parquet", "answer").subList(0, 3))
                .containsExactly("1|0.25", "2|0.50", "3|0.75");
    }

    @ParameterizedTest
    @CsvSource({"dupdate.parquet, item '2026-01-02'", "dupts.parquet, item '2026-01-02T10:00:00'"})
    void a_day_and_a_time_are_called_what_they_are(String file, String named) {
        assertThatThrownBy(() -> OutcomesFile.read(FILES.resolve(file)))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(named);
    }

    @Test
    void gzip_is_read_and_brotli_is_named() {
        assertThat(OutcomesFile.read(FILES.resolve("gzip.parquet")).outcomes()).isNotEmpty();
        assertThatThrownBy(() -> OutcomesFile.read(FILES.resolve("brotli.parquet")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "brotli.parquet: the file is packed with brotli, which is not read. Write it again, uncompressed or with snappy, gzip, zstd or lz4.");
    }

    @Test
    void what_is_asked_for_and_is_not_there_is_named() throws IOException {
        assertThatThrownBy(() -> rows("rows-null.parquet", "label", false))
                .hasMessage(
                        "rows-null.parquet:2: column 'label' is null in this row. Write its text, or take the row out.");
        assertThatThrownBy(() -> rows("rows.parquet", "lable", false))
                .hasMessage(
                        "rows.parquet:1: there is no column 'lable' (closest: 'label'); the columns are 'text', 'number', 'label'. Fix it.");
        assertThatThrownBy(() -> rows("types-pyarrow.parquet", "labels", false))
                .hasMessageContaining("column 'labels' holds lists or structures");
        Path text = Files.writeString(folder.resolve("text.parquet"), "text,label\na,b\n");
        assertThatThrownBy(() -> Table.open(InputFile.at(text)).columns())
                .hasMessageContaining("this is not a Parquet file");
        byte[] whole = Files.readAllBytes(FILES.resolve("rows.parquet"));
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, 400));
        assertThatThrownBy(() -> Table.open(InputFile.at(cut)).columns())
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith("cut.parquet: ");
    }

    private static void rows(String file, String column, boolean nested) {
        Table.open(InputFile.at(FILES.resolve(file)))
                .rows(
                        List.of(new Table.Column(column, true, nested, "Fix it.")),
                        (row, cells) -> {});
    }
}
