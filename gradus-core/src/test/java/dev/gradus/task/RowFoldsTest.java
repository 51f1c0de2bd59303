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
import org.junit.jupiter.api.Test;

class RowFoldsTest {
    private static final AnswerShape LABELS =
            new AnswerShape.Labels(
                    List.of(Label.of("a", "one"), Label.of("b", "two"), Label.of("c", "three")));

    @Test
    void under_100_rows_nothing_is_cut_and_from_100_on_a_test_is() {
        Splits few = Splitter.cutUnlessFew(LABELS, rows(99), Optional.empty(), 1).splits();
        Splits enough = Splitter.cutUnlessFew(LABELS, rows(100), Optional.empty(), 1).splits();
        Splits given = Splitter.cutUnlessFew(LABELS, rows(60), Optional.of(other(20)), 1).splits();

        assertThat(few.few()).isTrue();
        assertThat(few.train()).hasSize(99);
        assertThat(few.dev()).isEqualTo(few.train());
        assertThat(few.test()).isEmpty();
        assertThat(enough.few()).isFalse();
        assertThat(enough.test()).hasSizeBetween(15, 25);
        assertThat(given.few()).as("a test file was given").isFalse();
        assertThat(given.test()).hasSize(20);
    }

    @Test
    void every_label_is_there_twice_in_what_teaches_each_fold() {
        for (int n = 9; n < 100; n += 10) {
            Splits few = Splitter.cutUnlessFew(LABELS, rows(n), Optional.empty(), 1).splits();
            RowFolds folds = few.folds().orElseThrow();

            assertThat(folds.lacking(few.train(), List.of("a", "b", "c"))).as("%d", n).isEmpty();
            for (int fold = 0; fold < folds.count(); fold++) {
                Map<String, Integer> taught = new HashMap<>();
                for (int row : folds.teaching(fold)) {
                    taught.merge(few.train().get(row).expected(), 1, Integer::sum);
                }
                assertThat(taught.values()).hasSize(3).allMatch(count -> count >= 2);
            }
        }
    }

    @Test
    void a_label_that_stands_once_twice_or_nowhere_names_the_rows_that_it_lacks() {
        List<Example> rows = new ArrayList<>(rows(30));
        rows.removeIf(row -> row.expected().equals("c"));
        rows.add(Example.of("c1", "a rare thing happened here", "c"));
        Splits once = Splitter.cutUnlessFew(LABELS, rows, Optional.empty(), 1).splits();
        rows.add(Example.of("c2", "quite another one of the rare", "c"));
        Splits twice = Splitter.cutUnlessFew(LABELS, rows, Optional.empty(), 1).splits();

        assertThat(lacking(once, "a", "b", "c")).containsExactly(Map.entry("c", 2));
        assertThat(lacking(twice, "a", "b", "c")).containsExactly(Map.entry("c", 1));
        assertThat(lacking(twice, "a", "b", "c", "d"))
                .containsExactly(Map.entry("c", 1), Map.entry("d", 3));
    }

    @Test
    void rows_without_labels_lack_only_where_next_to_none_are_there() {
        List<Example> two =
                List.of(Example.of("1", "first of all", "x"), Example.of("2", "and then", "y"));

        assertThat(
                        Splitter.cutUnlessFew(new AnswerShape.Text(), two, Optional.empty(), 1)
                                .splits()
                                .folds()
                                .orElseThrow()
                                .lacking(two, List.of()))
                .containsExactly(Map.entry("", 1));
    }

    @Test
    void groups_and_near_twins_share_a_fold_whatever_the_order_of_the_rows() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            Example one =
                    Example.of("r" + i, "input number " + i * 7919 % 1000, i % 2 == 0 ? "a" : "b");
            rows.add(
                    new Example(
                            one.id(),
                            i % 8 == 0
                                    ? "please cancel my card today, thanks a lot " + i / 40
                                    : one.input(),
                            one.expected(),
                            one.origin(),
                            one.verified(),
                            one.slices(),
                            Optional.of("conversation " + i / 3),
                            one.source()));
        }
        Map<String, Integer> folds = foldsById(rows);
        Map<String, Set<Integer>> byGroup = new HashMap<>();
        Map<String, Set<Integer>> byText = new HashMap<>();
        for (Example row : rows) {
            byGroup.computeIfAbsent(row.group().orElseThrow(), g -> new HashSet<>())
                    .add(folds.get(row.id()));
            byText.computeIfAbsent(row.input(), t -> new HashSet<>()).add(folds.get(row.id()));
        }
        assertThat(byGroup.values()).allMatch(one -> one.size() == 1);
        assertThat(byText.values()).allMatch(one -> one.size() == 1);

        List<Example> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(3));
        Map<String, Integer> again = foldsById(shuffled);
        for (Example one : rows) {
            for (Example two : rows) {
                assertThat(folds.get(one.id()).equals(folds.get(two.id())))
                        .isEqualTo(again.get(one.id()).equals(again.get(two.id())));
            }
        }
    }

    @Test
    void no_row_and_one_row_are_refused_in_words() {
        assertThatThrownBy(() -> cutText(List.of()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "there is no example to measure by. Add examples, each with its right answer.");
        assertThatThrownBy(() -> cutText(List.of(Example.of("1", "only this", "x"))))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("there is one example, and one says nothing of other inputs");
    }

    private static void cutText(List<Example> rows) {
        Splitter.cutUnlessFew(new AnswerShape.Text(), rows, Optional.empty(), 1);
    }

    private static Map<String, Integer> lacking(Splits splits, String... labels) {
        return splits.folds().orElseThrow().lacking(splits.train(), List.of(labels));
    }

    private static Map<String, Integer> foldsById(List<Example> rows) {
        Splits splits = Splitter.cutUnlessFew(LABELS, rows, Optional.empty(), 1).splits();
        Map<String, Integer> folds = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            folds.put(splits.dev().get(row).id(), splits.folds().orElseThrow().foldOf().get(row));
        }
        return folds;
    }

    private static List<Example> rows(int count) {
        return rows("row", count);
    }

    private static List<Example> other(int count) {
        return rows("test", count);
    }

    private static List<Example> rows(String name, int count) {
        Random random = new Random(5);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 8; word++) {
                text.append(Integer.toString(random.nextInt(1_000_000), 36)).append(' ');
            }
            rows.add(Example.of(name + i, text.toString(), List.of("a", "b", "c").get(i % 3)));
        }
        return rows;
    }
}
