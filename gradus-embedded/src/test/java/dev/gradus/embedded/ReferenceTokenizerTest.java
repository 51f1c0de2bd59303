package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Token ids are those of the reference, Python's `tokenizers`, on the same tokenizer file.
class ReferenceTokenizerTest {
    private static ReferenceTokenizer minilm;
    private static ReferenceTokenizer bge;

    @BeforeAll
    static void open() throws IOException {
        minilm = Sample.tokenizer("minilm-l6-q");
        bge = Sample.tokenizer("bge-small-q");
    }

    @AfterAll
    static void close() {
        minilm.close();
        bge.close();
    }

    static Stream<Arguments> reference() {
        return Stream.of(
                arguments(
                        "How do I locate my card?",
                        new long[] {101, 2129, 2079, 1045, 12453, 2026, 4003, 1029, 102}),
                arguments("", new long[] {101, 102}),
                arguments("   ", new long[] {101, 102}),
                arguments(
                        "Caf\u00e9 Z\u00fcrich \u00c0\u00c9\u00ce\u00d5\u00dc \u00f1",
                        new long[] {101, 7668, 10204, 29347, 3695, 2226, 1050, 102}),
                arguments(
                        "\u4f60\u597d\uff0c\u4e16\u754c card",
                        new long[] {101, 100, 100, 1989, 1745, 100, 4003, 102}),
                arguments(
                        "I \u2764\ufe0f my card \ud83d\ude00\ud83e\uddd1\u200d\ud83d\udcbb!",
                        new long[] {101, 1045, 100, 2026, 4003, 100, 999, 102}),
                arguments(
                        "It's \"quoted\" \u2014 isn\u2019t it\u2026 (50%)?",
                        new long[] {
                            101, 2009, 1005, 1055, 1000, 9339, 1000, 1517, 3475, 1521, 1056, 2009,
                            1529, 1006, 2753, 1003, 1007, 1029, 102
                        }),
                arguments(
                        "line one\nline two\ttab\r\nend",
                        new long[] {101, 2240, 2028, 2240, 2048, 21628, 2203, 102}),
                arguments(
                        "[CLS] text [SEP] more [MASK] [PAD] [UNK] [cls]",
                        new long[] {
                            101, 101, 3793, 102, 2062, 103, 0, 100, 1031, 18856, 2015, 1033, 102
                        }),
                arguments(
                        "\u00c5ngstr\u00f6m \ufb01ne \u2460 \u2167 \u00bd \u00df \u0130stanbul \u03a3\u0391\u03a3",
                        new long[] {
                            101, 17076, 15687, 1984, 2638, 100, 100, 1092, 1096, 9960, 1173, 14608,
                            29733, 102
                        }),
                arguments("a\u0000b\u200bc\u00add\ufffde", new long[] {101, 5925, 3207, 102}),
                arguments(
                        "na\u00efve nai\u0308ve e\u0301",
                        new long[] {101, 15743, 15743, 1041, 102}),
                arguments("x".repeat(101), new long[] {101, 100, 102}),
                arguments(
                        "pneumonoultramicroscopicsilicovolcanoconiosis",
                        new long[] {
                            101, 1052, 2638, 2819, 17175, 11314, 6444, 2594, 7352, 26461, 27572,
                            11261, 6767, 15472, 6761, 8663, 10735, 2483, 102
                        }),
                arguments(
                        "$1,234.56 \u20ac50 \u00a320 \u00a5100 a+b=c x^2 ~`|",
                        new long[] {
                            101, 1002, 1015, 1010, 22018, 1012, 5179, 1574, 12376, 21853, 2692,
                            1071, 18613, 1037, 1009, 1038, 1027, 1039, 1060, 1034, 1016, 1066, 1036,
                            1064, 102
                        }),
                arguments(
                        "\u0928\u092e\u0938\u094d\u0924\u0947 \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u041f\u0440\u0438\u0432\u0435\u0442 \u0401\u043b\u043a\u0430 \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
                        new long[] {
                            101, 1327, 29867, 29874, 29859, 100, 1194, 16856, 10325, 25529, 15290,
                            22919, 1185, 29436, 28598, 1295, 17149, 29820, 29816, 25573, 1266,
                            29799, 29792, 29800, 102
                        }),
                arguments(
                        "https://example.com/a?b=c&d=e#f user@mail.com",
                        new long[] {
                            101, 16770, 1024, 1013, 1013, 2742, 1012, 4012, 1013, 1037, 1029, 1038,
                            1027, 1039, 1004, 1040, 1027, 1041, 1001, 1042, 5310, 1030, 5653, 1012,
                            4012, 102
                        }),
                arguments(
                        "\ud55c\uad6d\uc5b4 \u30ab\u30bf\u30ab\u30ca \u3072\u3089\u304c\u306a",
                        new long[] {
                            101, 1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008, 1700, 30235,
                            30226, 30241, 1673, 30211, 30177, 30193, 102
                        }),
                arguments(
                        "\u00a0nbsp\u2003em\u3000ideographic\u0085nel",
                        new long[] {101, 1050, 5910, 2361, 7861, 8909, 8780, 14773, 11877, 102}),
                arguments(
                        "don't can't I'm we're",
                        new long[] {
                            101, 2123, 1005, 1056, 2064, 1005, 1056, 1045, 1005, 1049, 2057, 1005,
                            2128, 102
                        }));
    }

    @ParameterizedTest
    @MethodSource("reference")
    void gives_the_token_ids_of_the_reference(String text, long[] ids) {
        assertThat(minilm.tokenize(text).ids()).isEqualTo(ids);
        assertThat(bge.tokenize(text).ids()).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "253, 255, false, 255, false",
        "254, 256, false, 256, false",
        "255, 256, true, 257, false",
        "510, 256, true, 512, false",
        "511, 256, true, 512, true"
    })
    void cuts_where_the_model_ends_and_says_so(
            int words, int inMinilm, boolean cutByMinilm, int inBge, boolean cutByBge) {
        String text = "card ".repeat(words);

        Tokens short256 = minilm.tokenize(text);
        Tokens long512 = bge.tokenize(text);

        assertThat(short256.count()).isEqualTo(inMinilm);
        assertThat(short256.truncated()).isEqualTo(cutByMinilm);
        assertThat(short256.ids()).endsWith(102L);
        assertThat(long512.count()).isEqualTo(inBge);
        assertThat(long512.truncated()).isEqualTo(cutByBge);
        assertThat(long512.ids()).endsWith(102L);
    }

    @Test
    void reads_a_text_that_was_cut_inside_a_character() {
        String grin = "\uD83D\uDE00";

        assertThat(minilm.tokenize("card " + grin.charAt(0)).ids())
                .isEqualTo(minilm.tokenize("card").ids());
        assertThat(minilm.tokenize(grin.charAt(1) + " card").ids())
                .isEqualTo(minilm.tokenize("card").ids());
        assertThat(minilm.tokenize("card " + grin).count()).isEqualTo(4);
    }

    @Test
    void puts_the_prefix_before_the_text() throws IOException {
        try (ReferenceTokenizer prefixed =
                ReferenceTokenizer.open(
                        ClassPath.find("all-minilm-l6-v2-q-tokenizer.json").orElseThrow(),
                        "query: ",
                        256)) {
            assertThat(prefixed.tokenize("my card").ids())
                    .isEqualTo(minilm.tokenize("query: my card").ids());
        }
    }
}
