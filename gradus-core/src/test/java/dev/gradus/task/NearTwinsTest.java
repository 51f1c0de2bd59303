package dev.gradus.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class NearTwinsTest {
    private record Row(String test, String train, double cosine) {}

    @Test
    void case_width_punctuation_and_white_space_do_not_tell_texts_apart() {
        TwinClusters found =
                NearTwins.find(
                        List.of(
                                "Where's my card?",
                                "  WHERE\u2019S   my card!!\n",
                                "\uff37here's my card",
                                "Where is my phone?"));

        assertThat(found.several()).containsExactly(List.of(0, 1, 2));
        assertThat(found.links())
                .containsExactly(new TwinClusters.Link(0, 1, 1), new TwinClusters.Link(0, 2, 1));
        assertThat(found.of(3)).isEqualTo(3);
    }

    @Test
    void signs_alone_are_compared_as_they_are() {
        assertThat(NearTwins.find(List.of("???", "!!!", "", "  ", "???", "\u20ac")).several())
                .containsExactly(List.of(0, 4), List.of(2, 3));
    }

    @Test
    void a_currency_sign_and_a_number_tell_short_texts_apart() {
        assertThat(NearTwins.find(List.of("pay 5 \u20ac", "pay 5 $", "pay 6 $")).several())
                .isEmpty();
    }

    @Test
    void near_twins_are_linked_with_their_similarity() {
        TwinClusters found =
                NearTwins.find(
                        List.of(
                                "I would like to revert a transaction I did this morning",
                                "How do I top up?",
                                "I would like help to revert a transaction I did this morning"));

        assertThat(found.several()).containsExactly(List.of(0, 2));
        assertThat(found.links()).hasSize(1);
        assertThat(found.links().getFirst().similarity())
                .isEqualTo(
                        cosineByHand(
                                " i would like to revert a transaction i did this morning ",
                                " i would like help to revert a transaction i did this morning "));
    }

    @Test
    void agrees_with_the_table_of_nearest_messages() throws IOException {
        List<Row> rows = rows();
        List<Optional<NearTwins.Twin>> nearest =
                NearTwins.across(
                        rows.stream().map(Row::test).toList(),
                        rows.stream().map(Row::train).toList());
        int[] close = {0, 0};
        int[] closer = {0, 0};
        int[] far = {0, 0};
        for (int i = 0; i < rows.size(); i++) {
            double cosine = rows.get(i).cosine();
            int[] band = cosine >= 0.95 ? closer : cosine >= 0.90 ? close : far;
            band[0] += nearest.get(i).isPresent() ? 1 : 0;
            band[1]++;
        }

        assertThat(closer).as("twins at a cosine of 0.95 or more").containsExactly(19, 23);
        assertThat(close).as("twins at 0.90 to 0.95").containsExactly(33, 47);
        assertThat(far).as("twins at 0.50 to 0.90").containsExactly(6, 63);
    }

    @Test
    void the_nearest_of_several_twins_is_named() {
        List<Optional<NearTwins.Twin>> nearest =
                NearTwins.across(
                        List.of("Where can the cards be delivered to?", "Nothing like it"),
                        List.of(
                                "Where can cards be delivered?",
                                "where can the cards be delivered",
                                "Where can the cards be delivered to"));

        assertThat(nearest)
                .containsExactly(Optional.of(new NearTwins.Twin(2, 1)), Optional.empty());
    }

    @Test
    void what_is_left_of_train_has_no_twin_of_a_test_text() throws IOException {
        List<Row> rows = rows();
        List<String> test = rows.stream().map(Row::test).toList();
        List<String> train = new ArrayList<>(rows.stream().map(Row::train).toList());
        train.add("Where can the cards be delivered to, please?");
        train.add(test.getFirst().toUpperCase(java.util.Locale.ROOT) + "!");

        List<Integer> left = NearTwins.apart(train, test);

        List<String> kept = left.stream().map(train::get).toList();
        assertThat(NearTwins.across(test, kept)).allMatch(Optional::isEmpty);
        assertThat(left).isSorted().doesNotContain(train.size() - 1).contains(train.size() - 2);
        // Those of the nearest messages that are twins, and no more.
        assertThat(train.size() - left.size()).isBetween(58, 75);
    }

    @Test
    void a_test_text_with_many_twins_takes_no_more_rounds_than_one_with_few() {
        List<String> train = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            train.add("Please send the new card of my account to the address in town number " + i);
        }
        train.add("Nothing like the others stands here");

        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () ->
                        assertThat(
                                        NearTwins.apart(
                                                train,
                                                List.of(
                                                        "Please send the new card of my account to"
                                                                + " the address in town")))
                                .containsExactly(3000));
    }

    @Test
    void a_quotation_is_found_whatever_case_and_punctuation_do() {
        String text = "Attend to tone. \"WHERE is my card\" asks for card_arrival.";

        assertThat(NearTwins.quoted(text, List.of("Where is my card?", "Where is my refund?")))
                .isEqualTo(1);
        assertThat(NearTwins.quoted(text, List.of("tone", "my card"))).isZero();
    }

    @Test
    void the_order_of_the_texts_changes_nothing() throws IOException {
        List<String> texts = new ArrayList<>();
        rows().forEach(row -> Collections.addAll(texts, row.test(), row.train()));
        TwinClusters found = NearTwins.find(texts);
        for (long seed = 1; seed <= 5; seed++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
            Collections.shuffle(order, new Random(seed));
            TwinClusters shuffled = NearTwins.find(order.stream().map(texts::get).toList());
            for (int i = 0; i < order.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(shuffled.of(i) == shuffled.of(j))
                            .as(
                                    "seed %d: '%s' with '%s'",
                                    seed, texts.get(order.get(i)), texts.get(order.get(j)))
                            .isEqualTo(found.of(order.get(i)) == found.of(order.get(j)));
                }
            }
        }
    }

    @Test
    void finds_every_pair_that_comparing_all_finds() throws IOException {
        List<String> texts = new ArrayList<>();
        rows().forEach(row -> Collections.addAll(texts, row.test(), row.train()));
        TwinClusters found = NearTwins.find(texts);
        List<int[]> pieces =
                texts.stream().map(text -> Shingles.of(Shingles.normalise(text), 0)).toList();
        int pairs = 0;
        int missed = 0;
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (Shingles.cosine(pieces.get(i), pieces.get(j), NearTwins.THRESHOLD) > 0) {
                    pairs++;
                    missed += found.of(i) == found.of(j) ? 0 : 1;
                }
            }
        }

        assertThat(pairs).isEqualTo(59);
        assertThat(missed).isZero();
    }

    @Test
    void a_hundred_thousand_texts_alike_or_almost_alike_take_no_quadratic_time() {
        String text =
                "Hello, my order number %d has not arrived yet, where is it and when will it come";
        List<String> alike =
                IntStream.range(0, 100_000).mapToObj(i -> text.formatted(i * 7919L)).toList();

        // Comparing all pairs would take hours; a loaded machine needs a few seconds.
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    assertThat(NearTwins.find(alike).several()).hasSize(1);
                    assertThat(NearTwins.find(Collections.nCopies(100_000, text)).several())
                            .hasSize(1);
                });
    }

    @Test
    void much_text_is_sampled_and_still_told_apart() {
        Random random = new Random(5);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 150_000; word++) {
                text.append((char) ('a' + random.nextInt(26)))
                        .append((char) ('a' + random.nextInt(26)))
                        .append((char) ('a' + random.nextInt(26)))
                        .append((char) ('a' + random.nextInt(26)))
                        .append((char) ('a' + random.nextInt(26)))
                        .append(' ');
            }
            texts.add(text.toString());
        }
        texts.add("Prologue. " + texts.get(7) + " The end.");

        assertThat(NearTwins.find(texts).several()).containsExactly(List.of(7, 50));
    }

    private static double cosineByHand(String first, String second) {
        List<String> a = pieces(first);
        List<String> b = pieces(second);
        long shared = a.stream().filter(b::contains).count();
        return shared / Math.sqrt((double) a.size() * b.size());
    }

    private static List<String> pieces(String text) {
        return IntStream.rangeClosed(0, text.length() - 4)
                .mapToObj(i -> text.substring(i, i + 4))
                .distinct()
                .toList();
    }

    private static List<Row> rows() throws IOException {
        try (InputStream in = NearTwinsTest.class.getResourceAsStream("banking77-nearest.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(cells -> new Row(cells[0], cells[1], Double.parseDouble(cells[2])))
                    .toList();
        }
    }
}
