package dev.gradus.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PartsTest {
    @Test
    void parts_are_ten_of_equal_size_and_grow_to_the_whole_in_its_order() {
        List<Example> examples = SimulatedTask.examples("dev", 1_003);
        Parts parts = Parts.of(examples, 1);

        assertThat(parts.count()).isEqualTo(10);
        Set<String> before = Set.of();
        for (int part = 1; part <= 10; part++) {
            List<Example> some = parts.upTo(part);
            assertThat(some).hasSizeBetween(part * 100, part * 101);
            assertThat(some).isSubsetOf(examples);
            assertThat(examples.stream().filter(some::contains).toList()).isEqualTo(some);
            Set<String> ids = some.stream().map(Example::id).collect(Collectors.toSet());
            assertThat(ids).containsAll(before);
            before = ids;
        }
        assertThat(parts.upTo(10)).isEqualTo(examples);
    }

    @Test
    void the_order_is_random_and_the_same_for_the_same_seed() {
        List<Example> examples = SimulatedTask.examples("dev", 400);

        assertThat(Parts.of(examples, 7).upTo(3)).isEqualTo(Parts.of(examples, 7).upTo(3));
        assertThat(Parts.of(examples, 7).upTo(3)).isNotEqualTo(Parts.of(examples, 8).upTo(3));
        assertThat(Parts.of(examples, 7).upTo(3)).isNotEqualTo(examples.subList(0, 120));
    }

    /// Also where the parts are not all of one size, and whatever the seed.
    @Test
    void the_look_is_told_by_how_many_were_asked() {
        List<Example> examples = SimulatedTask.examples("dev", 599);

        for (int part = 1; part < 10; part++) {
            int asked = Parts.of(examples, 7).upTo(part).size();
            assertThat(Parts.asked(examples, asked).interim().part()).isEqualTo(part);
        }
        assertThat(Parts.asked(examples, 130).interim().part())
                .as("no look was there")
                .isEqualTo(2);
    }

    @Test
    void few_examples_make_fewer_parts_and_too_few_make_one() {
        assertThat(Parts.of(SimulatedTask.examples("dev", 199), 1).count()).isEqualTo(9);
        assertThat(Parts.of(SimulatedTask.examples("dev", 40), 1).count()).isEqualTo(2);
        assertThat(Parts.of(SimulatedTask.examples("dev", 39), 1).count()).isEqualTo(1);
        assertThat(Parts.of(SimulatedTask.examples("dev", 39), 1).upTo(1)).hasSize(39);
    }

    @Test
    void groups_are_never_split_and_a_part_holds_twenty_of_them() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            // 106 conversations, of 4 to 10 examples each.
            int group = i * i % 211;
            Example one = Example.of("e" + i, "input " + i, "a");
            examples.add(
                    new Example(
                            one.id(),
                            one.input(),
                            one.expected(),
                            one.origin(),
                            one.verified(),
                            one.slices(),
                            Optional.of("conversation " + group),
                            one.source(),
                            one.variables()));
        }
        Parts parts = Parts.of(examples, 1);

        assertThat(parts.count()).isBetween(3, 5);
        Set<Optional<String>> closed = new HashSet<>();
        List<Example> before = List.of();
        for (int part = 1; part <= parts.count(); part++) {
            List<Example> known = before;
            Set<Optional<String>> now =
                    parts.upTo(part).stream()
                            .filter(one -> !known.contains(one))
                            .map(Example::group)
                            .collect(Collectors.toSet());
            assertThat(now).hasSizeGreaterThanOrEqualTo(20);
            assertThat(closed).noneMatch(now::contains);
            closed.addAll(now);
            before = parts.upTo(part);
        }
    }
}
