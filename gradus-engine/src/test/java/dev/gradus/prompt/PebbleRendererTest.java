package dev.gradus.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PebbleRendererTest {
    private final PebbleRenderer renderer = new PebbleRenderer();

    @Test
    void fills_in_values_and_keeps_every_line_end_of_the_text() {
        assertThat(render("{{ a }}\nb\n\n{{ a }}{{ b }}\n", Map.of("a", "x", "b", 2)))
                .isEqualTo("x\nb\n\nx2\n");
    }

    @Test
    void a_line_of_tags_alone_vanishes_and_no_two_lines_of_text_are_joined() {
        String template =
                "{% if yes %}\n  {% for x in xs %}\n- {{ x }}{% if x == 'b' %}!{% endif %}\n"
                        + "  {%- endfor %}\n{% endif %}\nend\n";
        assertThat(render("{% for x in xs %}\n- {{ x }}\n{% endfor %}\nend", list()))
                .isEqualTo("- a\n- b\nend");
        assertThat(render("a{% if yes %}b{% endif %}\nc", list())).isEqualTo("ab\nc");
        assertThat(render("{# note #}\nc", list())).isEqualTo("c");
        assertThat(render(template, list())).isEqualTo("- a- b!end\n");
    }

    @Test
    void what_is_filled_in_is_data_and_never_a_template() {
        assertThat(render("{{ x }}", Map.of("x", "{{ 7 * 7 }}{% if x %}<&>\"'")))
                .isEqualTo("{{ 7 * 7 }}{% if x %}<&>\"'");
    }

    @Test
    void means_what_jinja_means() {
        Map<String, Object> values = new LinkedHashMap<>(list());
        values.put("none_yet", List.of());
        values.put("map", new LinkedHashMap<>(Map.of("k", "v")));
        assertThat(render("{% if xs and not none_yet %}1{% elif yes %}2{% endif %}", values))
                .isEqualTo("1");
        assertThat(render("{% if none_yet or '' %}1{% elif yes %}2{% else %}3{% endif %}", values))
                .isEqualTo("2");
        assertThat(
                        render(
                                "{% for x in xs %}{{ loop.index }}/{{ loop.length }} {% endfor %}",
                                values))
                .isEqualTo("1/2 2/2 ");
        assertThat(render("{% if 'a' in xs and 'z' not in xs %}in{% endif %}", values))
                .isEqualTo("in");
        assertThat(render("{% for k in map %}{{ k }}={{ map[k] }}{% endfor %}", values))
                .isEqualTo("k=v");
        assertThat(render("{{ xs | join(', ') | upper | replace('A', 'C') }}", values))
                .isEqualTo("C, B");
        assertThat(render("{{ xs | length }}{{ map | tojson }}{{ xs[-1] }}", values))
                .isEqualTo("2{\"k\":\"v\"}b");
        assertThat(
                        render(
                                "{% set order = 'o' ~ 1 %}{{ order }}{{ missing | default('d') }}",
                                values))
                .isEqualTo("o1d");
        assertThat(render("{% if missing is defined %}1{% else %}0{% endif %}", values))
                .isEqualTo("0");
        assertThat(render("{% raw %}{{ x }}{% endraw %}", values)).isEqualTo("{{ x }}");
    }

    @Test
    void an_unknown_variable_is_named_with_its_line_and_the_closest() {
        assertThatThrownBy(() ->
                        renderer.render(
                                "sys.txt", "a\n{{ inptu }}", Map.of("input", "x", "brief", "y")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "sys.txt:2: unknown variable 'inptu' (closest: 'input'). Known here: brief,"
                                + " input.");
        assertThatThrownBy(() ->
                        render(
                                "{% for l in ls %}\n{% if yes %}\n{{ l.descripton }}\n{% endif %}{% endfor %}",
                                Map.of("yes", true, "ls", List.of(Map.of("description", "d")))))
                .hasMessage(
                        "prompt template:3: unknown field 'descripton' (closest: 'description')."
                                + " Known here: description.");
    }

    @Test
    void reaches_no_file_no_class_and_no_method() {
        assertRefused("{% include '/etc/passwd' %}", "no tag 'include'");
        assertRefused("{% import '/etc/passwd' %}", "no tag 'import'");
        assertRefused("{% extends '/etc/passwd' %}", "no tag 'extends'");
        assertRefused("{% macro m() %}{% endmacro %}", "no tag 'macro'");
        assertRefused("{{ s.getClass() }}", "calls a method");
        assertRefused("{{ s.class }}", "unknown field 'class'");
        assertRefused("{{ s.length }}", "unknown field 'length'");
        assertRefused("{{ xs.size() }}", "calls a method");
        assertRefused("{{ range(1, 1000000000) }}", "range");
        assertRefused("{{ 1..1000000000 }}", "");
        assertRefused("{{ i18n('messages', 'x') }}", "i18n");
        assertRefused("{{ '%1000000000s' | format(s) }}", "format");
        assertRefused("{{ s", "1");
        assertRefused("{% if s %}x", "'if' is not closed");
    }

    @Test
    void work_and_text_are_bounded() {
        String big = "x".repeat(700_000);
        List<Integer> many = IntStream.range(0, 1000).boxed().toList();
        Map<String, Object> values = Map.of("big", big, "many", many);
        assertThatThrownBy(() -> render("{{ big }}{{ big }}", values))
                .hasMessageContaining("longer than 1,048,576 characters");
        assertThatThrownBy(() -> render("{% set y = big ~ big %}", values))
                .hasMessageContaining("grows beyond");
        assertThatThrownBy(() -> render("{% set y = big + big %}", values))
                .hasMessageContaining("grows beyond");
        assertThatThrownBy(() -> render("{{ big | replace('x', big) }}", values))
                .hasMessageContaining("grows beyond");
        assertThatThrownBy(() ->
                        render(
                                "{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}",
                                values))
                .hasMessageContaining("more than 100,000 times");
        assertThatThrownBy(() ->
                        render("{% set y = [1] %}" + "{% set y = [y, y] %}".repeat(60), values))
                .hasMessageContaining("more than 100,000 items");
        assertThatThrownBy(() -> render("{{ " + "[".repeat(100_000) + " }}", values))
                .isInstanceOf(GradusException.Data.class);
        assertThatThrownBy(() -> render("x".repeat(300_000), values))
                .hasMessageContaining("at most 262,144 characters");
    }

    @Test
    void knows_the_variables_that_a_template_reads() {
        assertThat(
                        renderer.variables(
                                """
                                {{ brief | default(other, x=1) }} {% for l in labels %}{{ l.name }}{{ loop.index }}
                                {% endfor %}{% set z = input %}{{ z }}{% if context is defined and 'a' in map[key] %}
                                {% endif %}{% raw %}{{ no }}{% endraw %}{# {{ no }} #}
                                """))
                .containsExactlyInAnyOrder(
                        "brief", "other", "labels", "input", "context", "map", "key");
    }

    @Test
    void many_threads_render_at_once() {
        Map<String, Long> seen = new ConcurrentHashMap<>();
        IntStream.range(0, 2000)
                .parallel()
                .forEach(i ->
                        seen.merge(
                                render("{% set y = x ~ 'é' %}{{ y }}" + i % 5, Map.of("x", i % 7))
                                        .replaceAll("\\D", ""),
                                1L,
                                Long::sum));
        assertThat(seen.keySet())
                .isEqualTo(
                        IntStream.range(0, 35)
                                .mapToObj(i -> "" + i % 7 + i % 5)
                                .collect(Collectors.toSet()));
    }

    private static Map<String, Object> list() {
        return Map.of("yes", true, "xs", List.of("a", "b"));
    }

    private String render(String template, Map<String, ?> values) {
        return renderer.render(template, values);
    }

    private void assertRefused(String template, String words) {
        assertThatThrownBy(() -> render(template, Map.of("s", "text", "xs", List.of("a"))))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(words);
    }
}
