package dev.gradus.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.task.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedMapTest {
    @Test
    void knows_every_key_and_no_other_in_the_lists_order() {
        for (int size : new int[] {0, 1, 2, 3, 1_000, 1_023, 1_024}) {
            Map<String, Example> plain = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                plain.put("id-" + i, Example.of("id-" + i, "message " + i, "x"));
            }
            Map<String, Example> packed = map(plain);
            assertThat(packed).isEqualTo(plain).hasSize(size);
            assertThat(packed.keySet()).containsExactlyElementsOf(plain.keySet());
            assertThat(packed.get("id-" + size)).isNull();
            assertThat(packed).doesNotContainKey("id-x");
            plain.forEach((key, value) -> assertThat(packed.get(key)).isEqualTo(value));
        }
    }

    @Test
    void keys_of_one_hash_are_kept_apart() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        Map<String, Example> plain = new LinkedHashMap<>();
        plain.put("Aa", Example.of("Aa", "one", "x"));
        plain.put("BB", Example.of("BB", "two", "x"));
        Map<String, Example> packed = map(plain);
        assertThat(packed.get("Aa").input()).isEqualTo("one");
        assertThat(packed.get("BB").input()).isEqualTo("two");
        assertThat(packed.get("C#")).isNull();
    }

    @Test
    void two_of_one_key_are_refused_by_name() {
        List<Example> twice =
                List.of(Example.of("same", "one", "x"), Example.of("same", "two", "x"));
        assertThatThrownBy(() -> new PackedMap<>(twice, Example::id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("same");
    }

    private static Map<String, Example> map(Map<String, Example> plain) {
        return new PackedMap<>(
                PackedList.of(Example.PACKED, List.copyOf(plain.values())), Example::id);
    }
}
