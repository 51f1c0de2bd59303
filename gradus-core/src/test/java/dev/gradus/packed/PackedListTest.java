package dev.gradus.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Usage;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PackedListTest {
    @Test
    void examples_come_back_equal_whatever_they_hold() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 127, 128, 129, 1_000}) {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                examples.add(example(i, random));
            }
            List<Example> packed = packed(examples);
            assertThat(packed).as("seed %d, %d examples", seed, size).isEqualTo(examples);
            assertThat(packed).hasSameHashCodeAs(examples);
        }
    }

    @Test
    void a_list_of_up_to_4096_stays_objects_and_a_longer_one_is_packed() {
        for (int size : new int[] {0, 1, 4_096, 4_097, 5_000}) {
            PackedList.Builder<Example> builder = new PackedList.Builder<>(Example.PACKED);
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                examples.add(Example.of("id-" + i, "message " + i, "x"));
                builder.add(examples.getLast());
            }
            List<Example> built = builder.build();
            assertThat(built).isEqualTo(examples).hasSize(builder.size());
            assertThat(built instanceof PackedList).isEqualTo(size > 4_096);
        }
    }

    @Test
    void long_elements_lie_in_blocks_of_their_own_and_are_found_at_random_too() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String text = "word ".repeat(i % 7 == 0 ? 20_000 : 5) + i;
            examples.add(Example.of("id-" + i, text, "x"));
        }
        List<Example> packed = packed(examples);
        for (int i : new int[] {299, 0, 7, 6, 8, 128, 127, 298, 1, 13, 14, 15}) {
            assertThat(packed.get(i)).as("%d", i).isEqualTo(examples.get(i));
        }
        assertThat(packed).isEqualTo(examples);
    }

    @Test
    void outcomes_come_back_equal_with_all_that_is_unknown_still_unknown() {
        List<Outcome> outcomes =
                List.of(
                        Outcome.missing("a", "timeout: no reply in 60 s"),
                        Outcome.scored("b", "", 0),
                        Outcome.scored("c", "refund", 1),
                        new Outcome(
                                "d",
                                Optional.of("\ud83d half a character \u0000"),
                                OptionalDouble.of(1.0 / 3),
                                OptionalDouble.of(Double.MIN_VALUE),
                                OptionalLong.of(Long.MAX_VALUE),
                                OptionalLong.of(0),
                                OptionalDouble.of(0),
                                Optional.empty(),
                                new Usage(
                                        OptionalLong.of(1_000_000),
                                        OptionalLong.empty(),
                                        OptionalLong.of(0),
                                        OptionalLong.of(127))));
        assertThat(PackedList.of(Outcome.PACKED, outcomes)).isEqualTo(outcomes);
    }

    @Test
    void a_place_outside_is_refused_and_nothing_can_be_changed() {
        List<Example> packed = packed(List.of(Example.of("a", "x", "y")));
        assertThatThrownBy(() -> packed.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packed.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(packed::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> packed.set(0, packed.get(0)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void threads_that_read_at_random_all_see_what_is_there() throws Exception {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            examples.add(Example.of("id-" + i, "message " + i, "label " + i % 7));
        }
        List<Example> packed = packed(examples);
        Callable<Boolean> reader =
                () -> {
                    List<Integer> places = new ArrayList<>();
                    for (int i = 0; i < examples.size(); i++) {
                        places.add(i);
                    }
                    Collections.shuffle(places);
                    return places.stream().allMatch(i -> packed.get(i).equals(examples.get(i)));
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> one : threads.invokeAll(Collections.nCopies(8, reader))) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    /// What a gate of 200,000 messages keeps: as objects it is 230 bytes an example and 70 an
    /// outcome.
    @Test
    void a_short_message_with_its_outcome_takes_less_than_65_bytes() {
        Random random = new Random(7);
        List<String> vocabulary = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            vocabulary.add(Integer.toString(random.nextInt(1 << 25), 36));
        }
        List<Example> examples = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 11; word++) {
                // Words are as unevenly common as those of a language.
                double drawn = random.nextDouble();
                text.append(vocabulary.get((int) (2_000 * drawn * drawn * drawn))).append(' ');
            }
            examples.add(
                    new Example(
                            "cases-" + i,
                            text.toString(),
                            "label " + random.nextInt(77),
                            Example.Origin.HUMAN,
                            true,
                            Map.of(),
                            Optional.empty(),
                            new Example.Source("cases.csv", i + 2)));
            outcomes.add(
                    new Outcome(
                            "cases-" + i,
                            Optional.of("label " + random.nextInt(77)),
                            OptionalDouble.of(random.nextInt(2)),
                            OptionalDouble.empty(),
                            OptionalLong.of(50_000_000 + random.nextInt(5_000_000)),
                            OptionalLong.empty(),
                            OptionalDouble.of(0.000125),
                            Optional.empty(),
                            Usage.of(310, 4)));
        }
        double each =
                (double)
                                (packed(examples).bytes()
                                        + PackedList.of(Outcome.PACKED, outcomes).bytes())
                        / n;
        assertThat(each).isBetween(30.0, 65.0);
    }

    @Test
    void what_carries_lists_of_them_keeps_them_packed() {
        List<Example> examples = packed(List.of(Example.of("a", "x", "y")));
        List<Outcome> outcomes =
                PackedList.of(Outcome.PACKED, List.of(Outcome.scored("a", "y", 1)));
        assertThat(new Splits(List.of(), examples, List.of(), false, Set.of()).dev())
                .isSameAs(examples);
        assertThat(new Run(candidate(), Split.DEV, outcomes, "USD").outcomes()).isSameAs(outcomes);
        List<Example> objects = new ArrayList<>(examples);
        assertThat(PackedList.copyOf(objects)).isNotSameAs(objects).isEqualTo(objects);
    }

    private static Candidate candidate() {
        return new Candidate.Prompted(
                ModelName.parse("openai/gpt-5-mini"),
                new Prompt("own", "", "{{ input }}"),
                new Shots.None(),
                Structure.none(),
                new AnswerShape.Text(),
                Sampling.standard());
    }

    private static PackedList<Example> packed(List<Example> examples) {
        return PackedList.of(Example.PACKED, examples);
    }

    private static Example example(int i, Random random) {
        return new Example(
                "id-" + i,
                text(random),
                random.nextBoolean() ? "label " + random.nextInt(5) : text(random),
                Example.Origin.values()[random.nextInt(3)],
                random.nextBoolean(),
                random.nextBoolean() ? Map.of() : Map.of("language", text(random), "x", ""),
                Optional.of("group " + i).filter(group -> random.nextBoolean()),
                new Example.Source("cases.csv", random.nextLong(1L << 40)),
                random.nextBoolean() ? Map.of() : Map.of("context", text(random)));
    }

    /// Of every kind: empty, Latin-1, wide, halves of characters, and now and then long.
    private static String text(Random random) {
        int length = random.nextInt(50) == 0 ? random.nextInt(40_000) : random.nextInt(40);
        int most = new int[] {0x7f, 0xff, 0xffff}[random.nextInt(3)];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(most + 1));
        }
        return text.toString();
    }
}
