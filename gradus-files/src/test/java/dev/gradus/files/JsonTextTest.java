package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void writes_a_tree_in_its_order_with_what_is_unknown_as_null() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("z", List.of(1, 2L, 0.5, true));
        tree.put("a", Optional.empty());
        tree.put("cost", OptionalDouble.empty());
        tree.put("p", OptionalDouble.of(1e-30));
        tree.put("text", "a\n\"b\"");

        assertThat(JsonText.write(tree))
                .isEqualTo(
                        "{\"z\":[1,2,0.5,true],\"a\":null,\"cost\":null,\"p\":1.0E-30,\"text\":\"a\\n\\\"b\\\"\"}");
    }

    @Test
    void indents_by_two_spaces() {
        assertThat(JsonText.writePretty(Map.of("a", List.of(1, 2))))
                .isEqualTo("{\n  \"a\" : [\n    1,\n    2\n  ]\n}\n");
    }

    @Test
    void reads_back_what_it_wrote() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("list", Arrays.asList(1L, null, "x", Map.of("deep", 2.5)));
        tree.put("truth", false);

        assertThat(JsonText.parseObject(JsonText.write(tree), "tree")).isEqualTo(tree);
        assertThat(JsonText.parseObject(JsonText.writePretty(tree), "tree")).isEqualTo(tree);
    }

    @Test
    void refuses_to_write_a_number_that_json_does_not_have() {
        assertThatThrownBy(() -> JsonText.write(Map.of("p", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no JSON value: NaN");
    }

    @Test
    void names_line_and_column_of_what_is_no_json() {
        assertThatThrownBy(() -> JsonText.parse("{\n  \"a\": tru\n}", "verdict.json"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "verdict.json:2:8: this is not JSON: Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false'). Fix the line.");
        assertThatThrownBy(() -> JsonText.parse("{\"a\": 1, \"a\": 2}", "x"))
                .hasMessage(
                        "x:1:13: this is not JSON: Duplicate Object property \"a\". Fix the line.");
        assertThatThrownBy(() -> JsonText.parse("{} {}", "x"))
                .hasMessage("x:1:4: more follows after the first value. Take it out.");
        assertThatThrownBy(() -> JsonText.parse(" ", "x"))
                .hasMessage("x: there is no JSON in it. Write a JSON value.");
        assertThatThrownBy(() -> JsonText.parseObject("[1]", "x"))
                .hasMessage("x:1:1: a JSON object is wanted here. Write { ... }.");
    }
}
