package dev.gradus.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitterTest {
    private static final AnswerShape LABELS =
            new AnswerShape.Labels(List.of(Label.of("a"), Label.of("b")));

    @Test
    void every_example_stands_in_exactly_one_split_and_no_cluster_straddles() {
        for (long seed = 1; seed <= 20; seed++) {
            List<Example> examples = examples(seed, 600);
            Splits splits = Splitter.split(LABELS, examples, Optional.empty(), seed);
            assertThat(ids(splits.train(), splits.dev(), splits.test()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(ids(examples));
            Map<String, Split> place = places(splits);
            TwinClusters twins = NearTwins.find(examples.stream().map(Example::input).toList());
            for (int i = 0; i < examples.size(); i++) {
                assertThat(place.get(examples.get(i).id()))
                        .as("seed %d: twins %d and %d", seed, i, twins.of(i))
                        .isEqualTo(place.get(examples.get(twins.of(i)).id()));
            }
            Map<String, Set<Split>> groups = new HashMap<>();
            examples.forEach(example ->
                    example.group()
                            .ifPresent(group ->
                                    groups.computeIfAbsent(group, g -> new HashSet<>())
                                            .add(place.get(example.id()))));
            assertThat(groups.values())
                    .as("seed %d", seed)
                    .allMatch(splitsOf -> splitsOf.size() == 1);
        }
    }

    @Test
    void each_label_gives_its_share_to_dev_and_test() {
        for (long seed = 1; seed <= 20; seed++) {
            List<Example> examples = distinct(seed, 1_000);
            Splits splits = Splitter.split(LABELS, examples, Optional.empty(), seed);
            Map<String, Long> all = byLabel(examples);
            for (List<Example> part : List.of(splits.dev(), splits.test())) {
                Map<String, Long> counts = byLabel(part);
                all.forEach((label, n) ->
                        assertThat(counts.getOrDefault(label, 0L).doubleValue())
                                .as("label %s of %d", label, n)
                                .isBetween(0.2 * n - 0.5, 0.2 * n + 0.5));
            }
        }
    }

    @Test
    void the_order_of_the_rows_changes_nothing() {
        List<Example> examples = examples(3, 500);
        Splits splits = Splitter.split(LABELS, examples, Optional.empty(), 9);
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(4));

        assertThat(places(Splitter.split(LABELS, shuffled, Optional.empty(), 9)))
                .isEqualTo(places(splits));
    }

    @Test
    void another_seed_gives_other_splits() {
        List<Example> examples = distinct(3, 500);

        assertThat(places(Splitter.split(LABELS, examples, Optional.empty(), 1)))
                .isNotEqualTo(places(Splitter.split(LABELS, examples, Optional.empty(), 2)));
    }

    @Test
    void a_few_more_rows_move_a_few_others() {
        List<Example> examples = distinct(3, 1_000);
        Map<String, Split> before =
                places(Splitter.split(LABELS, examples.subList(0, 990), Optional.empty(), 1));
        Map<String, Split> after = places(Splitter.split(LABELS, examples, Optional.empty(), 1));

        assertThat(before.keySet().stream().filter(id -> before.get(id) != after.get(id)).count())
                .isLessThanOrEqualTo(20);
    }

    @Test
    void a_label_with_one_or_two_examples_stays_in_train() {
        List<Example> examples = new ArrayList<>(distinct(3, 300));
        examples.add(Example.of("lone", "Does the moon have an account with you", "lone"));
        examples.add(Example.of("two-1", "Please close everything of mine at once", "two"));
        examples.add(Example.of("two-2", "Goodbye forever from your late customer", "two"));
        for (long seed = 1; seed <= 10; seed++) {
            Splits splits = Splitter.split(LABELS, examples, Optional.empty(), seed);

            assertThat(ids(splits.train())).contains("lone", "two-1", "two-2");
        }
    }

    @Test
    void a_test_file_of_the_user_is_not_altered_and_its_twins_are_named() {
        List<Example> examples = distinct(5, 200);
        List<Example> test =
                new ArrayList<>(distinct(6, 30).stream().map(e -> renamed(e, "t")).toList());
        test.add(
                Example.of(
                        "copy",
                        examples.get(7).input().toUpperCase(java.util.Locale.ROOT) + "!",
                        "a"));

        Splits splits = Splitter.split(LABELS, examples, Optional.of(test), 1);

        assertThat(splits.test()).isEqualTo(test);
        assertThat(splits.testGiven()).isTrue();
        assertThat(splits.testTwins()).containsExactly("copy");
        assertThat(splits.train().size() + splits.dev().size()).isEqualTo(200);
        assertThat(splits.dev()).hasSizeBetween(37, 43);
    }

    @Test
    void free_text_answers_are_split_without_regard_to_the_answer() {
        List<Example> examples =
                distinct(5, 100).stream().map(e -> Example.of(e.id(), e.input(), e.id())).toList();

        Splits splits = Splitter.split(new AnswerShape.Text(), examples, Optional.empty(), 1);

        assertThat(splits.dev()).hasSize(20);
        assertThat(splits.test()).hasSize(20);
    }

    @Test
    void too_few_examples_are_refused() {
        refused(
                distinct(5, 30),
                Optional.empty(),
                "30 examples leave 7 for dev and 7 for test; at"
                        + " least 10 are needed. Give 50 examples or more, at least 3 of each label.");
    }

    @Test
    void too_few_test_examples_are_refused() {
        refused(
                distinct(5, 100),
                Optional.of(distinct(6, 4).stream().map(e -> renamed(e, "t")).toList()),
                "the test file has 4 examples; a score needs at least 10. Add test examples, or leave"
                        + " `test` out and one is cut.");
    }

    @Test
    void copies_that_leave_nothing_for_dev_are_named() {
        List<Example> examples =
                IntStream.range(0, 80)
                        .mapToObj(i ->
                                Example.of(
                                        "e" + i,
                                        "Where is my card" + "!".repeat(i % 4),
                                        i == 0 ? "a" : "b"))
                        .toList();
        refused(
                examples,
                Optional.empty(),
                "80 examples leave 0 for dev and 0 for test; at least 10"
                        + " are needed. Give 50 examples or more, at least 3 of each label. 80 of them are"
                        + " one group or near copies of 'Where is my card', and those stay on one side"
                        + " together.");
    }

    @Test
    void one_label_is_refused() {
        List<Example> examples =
                distinct(5, 100).stream()
                        .map(e ->
                                new Example(
                                        e.id(),
                                        e.input(),
                                        "refund",
                                        e.origin(),
                                        true,
                                        Map.of(),
                                        Optional.empty(),
                                        new Example.Source("train.csv", 2)))
                        .toList();
        refused(
                examples,
                Optional.empty(),
                "train.csv: all 100 examples have the label 'refund'."
                        + " Nothing can be told apart: add examples of the other labels.");
    }

    @Test
    void an_id_that_stands_twice_is_refused_with_both_places() {
        List<Example> examples = new ArrayList<>(distinct(5, 100));
        examples.add(
                new Example(
                        "17",
                        "x",
                        "a",
                        Example.Origin.HUMAN,
                        true,
                        Map.of(),
                        Optional.empty(),
                        new Example.Source("train.csv", 9)));
        examples.add(
                new Example(
                        "17",
                        "y",
                        "a",
                        Example.Origin.HUMAN,
                        true,
                        Map.of(),
                        Optional.empty(),
                        new Example.Source("train.csv", 41)));
        refused(
                examples,
                Optional.empty(),
                "train.csv:41: id '17' already stands at train.csv:9."
                        + " Give each example an id of its own.");
    }

    private static void refused(List<Example> examples, Optional<List<Example>> test, String text) {
        assertThatThrownBy(() -> Splitter.split(LABELS, examples, test, 1))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(text);
    }

    /// Random words: no near twins.
    private static List<Example> distinct(long seed, int size) {
        Random random = new Random(seed);
        return IntStream.range(0, size)
                .mapToObj(i -> Example.of("e" + i, sentence(random), label(random)))
                .toList();
    }

    /// One in four almost repeats an earlier one; one in five belongs to one of 40 groups.
    private static List<Example> examples(long seed, int size) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String input =
                    random.nextInt(4) == 0 && i > 0
                            ? examples.get(random.nextInt(i)).input()
                                    + (random.nextBoolean() ? "!" : " ok")
                            : sentence(random);
            Optional<String> group =
                    random.nextInt(5) == 0
                            ? Optional.of("g" + random.nextInt(40))
                            : Optional.empty();
            examples.add(
                    new Example(
                            "e" + i,
                            input,
                            label(random),
                            Example.Origin.HUMAN,
                            true,
                            Map.of(),
                            group,
                            new Example.Source("train.csv", i + 2)));
        }
        return examples;
    }

    private static String sentence(Random random) {
        return Stream.generate(() ->
                        random.ints(5, 'a', 'z' + 1)
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining()))
                .limit(8)
                .collect(Collectors.joining(" "));
    }

    private static String label(Random random) {
        return List.of("a", "a", "a", "b", "b", "c").get(random.nextInt(6));
    }

    private static Example renamed(Example example, String prefix) {
        return Example.of(prefix + example.id(), example.input(), example.expected());
    }

    @SafeVarargs
    private static List<String> ids(List<Example>... parts) {
        return Stream.of(parts).flatMap(List::stream).map(Example::id).toList();
    }

    private static Map<String, Split> places(Splits splits) {
        Map<String, Split> places = new HashMap<>();
        for (Split split : Split.values()) {
            splits.of(split).forEach(example -> places.put(example.id(), split));
        }
        return places;
    }

    private static Map<String, Long> byLabel(List<Example> examples) {
        return examples.stream()
                .collect(Collectors.groupingBy(Example::expected, Collectors.counting()));
    }
}
