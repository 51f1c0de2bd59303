package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What asking part by part adds to the page, and only it.
class AskedReportTest {
    private static final OptionalDouble MATTERS = OptionalDouble.of(0.02);

    @Test
    void tells_of_each_candidate_how_far_it_was_asked_and_what_decided() throws Exception {
        Document page = page("asked");

        assertThat(page.select("#asked h3").eachText())
                .containsExactly(
                        "prompt all 804 examples asked",
                        "examples 1,850 of 3,216 examples asked; 42 % saved",
                        "model 563 of 804 examples asked; 30 % saved",
                        "structure 1,367 of 3,216 examples asked; 57 % saved");
        assertThat(page.select("#asked .lead b").text())
                .isEqualTo("4,584 of 8,040 examples asked; 43 % saved");
        assertThat(page.select("#asked .step .say").eachText())
                .hasSize(10)
                .contains(
                        "gpt-4.1-mini sharper 10 shots diverse asked to the end, all 804",
                        "gpt-4.1-mini sharper 3 shots diverse stopped after 322 of 804 (part 4 of"
                                + " 10): at most +0.7 points over gpt-4.1-mini sharper (bound at"
                                + " 95 %), and 3 points matter",
                        "gpt-4.1-mini sharper 5 shots diverse stopped after 322 of 804 (part 4 of"
                                + " 10): at least 3.6 points below gpt-4.1-mini sharper 10 shots"
                                + " diverse (bound at 95 %), and 3 points matter");
    }

    @Test
    void draws_the_asked_share_the_parts_and_the_mark_where_it_stopped() {
        Element stopped = strip(asked(240, 800, 0.012));
        Element whole = strip(asked(800, 800, null));

        assertThat(stopped.attr("aria-label")).isEqualTo("240 of 800 examples asked");
        assertThat(stopped.select(".ask.some").attr("width")).isEqualTo("30%");
        assertThat(stopped.select(".ask.end").attr("x1")).isEqualTo("30%");
        assertThat(stopped.select(".ask.cut").eachAttr("x1"))
                .containsExactly("10%", "20%", "30%", "40%", "50%", "60%", "70%", "80%", "90%");
        assertThat(whole.select(".ask.whole").attr("width")).isEqualTo("100%");
        assertThat(whole.select(".ask.end")).isEmpty();
    }

    @Test
    void says_nothing_of_a_bound_where_asking_ended_without_one() {
        Map<String, Object> failed = Map.of("examples", 80, "of", 800, "part", 1, "parts", 10);

        assertThat(Asked.of(Node.root(Map.of("asked", failed))).words(MATTERS))
                .isEqualTo(
                        "stopped after 80 of 800 (part 1 of 10): nothing that it answered could be"
                                + " used");
    }

    @Test
    void a_score_of_a_stopped_candidate_says_of_how_many_examples_it_is() throws Exception {
        Document page = page("asked");

        assertThat(page.select("#ladder .step:has(.dot.some) .get").eachText())
                .hasSize(7)
                .allMatch(text -> text.matches(".* on \\d+ of 804 .*"));
        assertThat(page.select("#ladder .step:not(:has(.dot.some)) .get").eachText())
                .noneMatch(text -> text.contains(" of 804"));
        assertThat(
                        page.select("#calls .step").eachText().stream()
                                .filter(text -> text.matches(".* on \\d+ of 804")))
                .hasSize(7);
        assertThat(page.select("#ladder .track[aria-label$=on 322 of 804]")).hasSize(2);
    }

    @Test
    void a_stopped_candidate_stands_on_no_frontier_and_in_none_of_its_tables() throws Exception {
        Document page = page("asked");

        assertThat(page.select("#frontier circle title").eachText())
                .hasSize(4)
                .noneMatch(title -> title.contains("3 shots"));
        assertThat(page.select("#frontier .cards").text()).doesNotContain("3 shots");
        assertThat(page.select("#frontier figcaption").text())
                .contains("7 more were stopped before they were asked everything");
    }

    @Test
    void markdown_names_who_stopped_with_the_number_of_examples() throws Exception {
        assertThat(MarkdownReport.render(Fixture.read("asked")))
                .contains(
                        "Asked part by part: 4,584 of 8,040 examples asked; 43 % saved. Stopped, so"
                                + " that their scores are no estimates: gpt-4.1-mini sharper 3"
                                + " shots diverse (on 322 of 804)");
        assertThat(MarkdownReport.render(Fixture.read("chat"))).doesNotContain("Asked part");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "not-yet", "inconclusive", "fine-tune", "chat"})
    void draws_nothing_where_nobody_was_stopped(String name) throws Exception {
        Document page = page(name);

        assertThat(page.select("#asked, .ask, .dot.some")).isEmpty();
        assertThat(page.select("nav").text()).doesNotContain("How far asked");
    }

    @Test
    void draws_nothing_where_all_were_asked_to_the_end() throws Exception {
        Map<String, Object> whole =
                Paths.replace(
                        Fixture.read("asked"),
                        (path, v) -> path.endsWith("asked.examples") ? 804 : v);

        assertThat(HtmlReportTest.wellFormed(HtmlReport.render(whole)).select("#asked")).isEmpty();
    }

    private static Map<String, Object> asked(int examples, int of, Double atMost) {
        Map<String, Object> stop =
                atMost == null ? Map.of() : Map.of("title", "sharper", "atMost", atMost);
        return Map.of(
                "candidate",
                "a" + examples,
                "asked",
                Map.of("examples", examples, "of", of, "parts", 10, "stop", stop));
    }

    /// Beside a stopped one, as a rung without any is not drawn.
    private static Element strip(Map<String, Object> candidate) {
        List<Object> candidates = List.of(candidate, asked(80, 800, 0.0));
        Node doc = Node.root(Map.of("rungs", List.of(Map.of("candidates", candidates))));
        String strip = AskedChart.of(doc).getFirst().rows().getFirst().strip();
        return Jsoup.parseBodyFragment(strip).select("svg").first();
    }

    private static Document page(String name) throws Exception {
        return HtmlReportTest.wellFormed(HtmlReport.render(Fixture.read(name)));
    }
}
