package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
    private static final int MOST_BYTES = 300_000;

    @ParameterizedTest
    @MethodSource("dev.gradus.report.Fixture#all")
    void is_well_formed_and_small_and_loads_nothing(String name) throws Exception {
        String html = HtmlReport.render(Fixture.read(name));
        Document page = wellFormed(html);

        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
        assertThat(page.select("[src], link, iframe, object, embed, form")).isEmpty();
        assertThat(page.select("a[href]").eachAttr("href")).allMatch(to -> to.startsWith("#"));
        assertThat(html)
                .doesNotContain("http:", "https:", "url(", "@import", "NaN", "OptionalDouble");
        for (String to : page.select("nav a").eachAttr("href")) {
            assertThat(page.select(to)).as(to).hasSize(1);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void counts_wrong_answers_only_where_the_score_counts_them() throws Exception {
        Document counted = wellFormed(HtmlReport.render(Fixture.read("stop")));
        assertThat(counted.select("#economics th").eachText())
                .contains("wrong answers", "number of wrong answers");

        Map<String, Object> graded = new LinkedHashMap<>(Fixture.read("stop"));
        Map<String, Object> goal = new LinkedHashMap<>((Map<String, Object>) graded.get("goal"));
        goal.put("scoreName", "macro-f1");
        graded.put("goal", goal);
        Document page = wellFormed(HtmlReport.render(graded));
        assertThat(page.select("#economics th").eachText())
                .contains("short of a full score")
                .doesNotContain("wrong answers", "number of wrong answers");
        assertThat(page.select("#economics caption").text())
                .contains("does not say how many answers are wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "not-yet", "inconclusive", "fine-tune"})
    void puts_the_verdict_first_and_the_method_last(String name) throws Exception {
        Document page = wellFormed(HtmlReport.render(Fixture.read(name)));

        List<String> sections =
                new ArrayList<>(
                        List.of(
                                "verdict",
                                "winner",
                                "ladder",
                                "frontier",
                                "gates",
                                "economics",
                                "confusion",
                                "confidence",
                                "findings",
                                "questions",
                                "method",
                                "words"));
        if (name.equals("fine-tune")) { // the one with a pilot's forecast
            sections.add(sections.indexOf("confusion"), "forecast");
        }
        assertThat(page.select("main > section").eachAttr("id")).isEqualTo(sections);
        assertThat(page.select("h1").text())
                .isEqualTo(
                        Map.of(
                                        "stop", "Stop here",
                                        "not-yet", "Not yet",
                                        "inconclusive", "Inconclusive",
                                        "fine-tune", "Fine-tune")
                                .get(name));
    }

    @Test
    void shows_every_rung_in_order_with_its_status() throws Exception {
        Document page = wellFormed(HtmlReport.render(Fixture.read("stop")));

        assertThat(page.select(".rung .name").eachText())
                .containsExactly(
                        "brief",
                        "prompt",
                        "examples",
                        "classifier",
                        "model",
                        "structure",
                        "retrieval",
                        "tools",
                        "cascade",
                        "gap",
                        "tune");
        assertThat(page.select(".rung > .row:first-child .chip").eachText())
                .containsExactly(
                        "✓done",
                        "✓gain",
                        "✓gain",
                        "✓gain",
                        "·no gain that matters",
                        "·not applicable",
                        "·not applicable",
                        "·not applicable",
                        "·no gain that matters",
                        "✓done",
                        "·not reached");
        assertThat(page.select(".step.kept .title").eachText())
                .containsExactly(
                        "minilm-l6-q label-names",
                        "minilm-l6-q label-descriptions",
                        "minilm-l6-q retrieved shots, k=10",
                        "minilm-l6-q linear");
    }

    @Test
    void keeps_the_sealed_test_apart_from_dev() throws Exception {
        Document page = wellFormed(HtmlReport.render(Fixture.read("stop")));

        assertThat(page.select(".sealed .get b").eachText()).containsExactly("92.6 %", "92.1 %");
        assertThat(page.select(".step .sealed, .step .mark")).isEmpty();
    }

    /// A misspelt key would show "unknown" for ever; so each value must move the page.
    @ParameterizedTest
    @ValueSource(strings = {"stop", "chat", "asked", "judge-full"})
    void shows_every_value_of_the_document(String name) throws Exception {
        Map<String, Object> document = full(name);
        String page = HtmlReport.render(document);
        Set<String> unseen = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (String leaf : Paths.leaves(document).keySet()) {
            Map<String, Object> changed =
                    Paths.replace(document, (path, v) -> path.equals(leaf) ? other(path, v) : v);
            boolean moved = leaf.equals("schema") || !HtmlReport.render(changed).equals(page);
            (moved ? seen : unseen).add(leaf.replaceAll("\\[\\d+]", ""));
        }
        unseen.removeAll(seen);
        // The winner of evidence mode repeats its arm, which is shown whole.
        unseen.removeIf(path -> name.startsWith("judge") && path.startsWith("winner."));
        if (!name.startsWith("judge")
                && !name.equals("stop")) { // states no traffic, so there is no curve and no horizon
            unseen.removeIf(path -> path.startsWith("economics."));
        }
        if (name.equals("asked")) { // what a climb wrote; the others were made to be shown whole
            unseen.removeIf(path -> !path.contains(".asked."));
        }
        // Either said by a value beside them, in words, or a level that the captions give as 95 %.
        unseen.removeAll(
                Set.of(
                        "gates.pass",
                        "rungs.candidates.asked.stop.than",
                        "gap.level",
                        "rungs.candidates.comparison.pGreater",
                        "winner.devScore.method",
                        "goal.matters",
                        "economics.candidates.candidate",
                        "economics.choice.basis",
                        "economics.choice.candidate",
                        "economics.tuning.gainNeeded",
                        "comparisons.difference.level",
                        "rungs.candidates.comparison.candidate",
                        "rungs.candidates.comparison.difference.level",
                        "sealedTest.withoutTwins.score.level",
                        "sealedTest.withoutTwins.score.missing",
                        "winner.devScore.level",
                        "winner.devScore.missing"));
        assertThat(unseen).isEmpty();
    }

    /// Every value that any fixture has, in one document.
    @SuppressWarnings("unchecked")
    private static Map<String, Object> full(String name) throws Exception {
        Map<String, Object> document = Fixture.read(name);
        if (name.equals("stop")) {
            document.put("todo", List.of("first", "second"));
            ((Map<String, Object>) document.get("sealedTest")).put("moreRows", 1450);
            ((Map<String, Object>) document.get("options")).put("skip", List.of("tools"));
            ((Map<String, Object>) document.get("options")).put("only", List.of("prompt"));
        }
        return document;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "chat", "asked", "judge-full"})
    void survives_any_value_being_unknown(String name) throws Exception {
        Map<String, Object> document = Fixture.read(name);
        for (String leaf : Paths.leaves(document).keySet()) {
            if (!leaf.equals("schema")) {
                String page =
                        HtmlReport.render(
                                Paths.replace(document, (path, v) -> path.equals(leaf) ? null : v));
                assertThat(page.strip().endsWith("</html>")).as(leaf).isTrue();
            }
        }
        Document unknown =
                wellFormed(
                        HtmlReport.render(
                                Paths.replace(
                                        document, (path, v) -> path.equals("schema") ? v : null)));
        assertThat(unknown.body().text()).doesNotContain("null", "NaN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradus.verdict/1", "gradus.judge/1"})
    void says_what_is_absent_when_nothing_but_the_schema_is_given(String schema) {
        Document page = wellFormed(HtmlReport.render(Map.of("schema", schema)));

        assertThat(page.select("h1").text()).isEqualTo("No verdict");
        assertThat(page.select("#gates .lead").eachText()).contains("No gate was computed.");
        assertThat(page.select("#economics .lead").text()).startsWith("Not computed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "chat", "asked", "judge-full"})
    void survives_every_list_being_empty(String name) throws Exception {
        Map<String, Object> document = Fixture.read(name);
        document.replaceAll((key, value) -> value instanceof List ? List.of() : value);

        wellFormed(HtmlReport.render(document));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "not-yet", "chat", "asked", "judge-full"})
    void lets_no_text_of_the_data_become_markup(String name) throws Exception {
        String attack =
                "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'`${}";
        Map<String, Object> document = Fixture.read(name);
        Map<String, Object> hostile =
                Paths.replace(
                        document,
                        (path, v) ->
                                v instanceof String s && !path.equals("schema") ? s + attack : v);

        Document calm = wellFormed(HtmlReport.render(document));
        Document page = wellFormed(HtmlReport.render(hostile));

        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("style")).hasSize(1);
        assertThat(page.select("img")).isEmpty();
        assertThat(attributes(page)).isSubsetOf(attributes(calm));
        assertThat(page.select("h1").text()).contains("<script>alert(1)</script>");
    }

    static List<String> attributes(Document page) {
        return page.getAllElements().stream()
                .flatMap(element -> element.attributes().asList().stream())
                .map(attribute -> attribute.getKey())
                .distinct()
                .toList();
    }

    @Test
    void shows_marks_that_would_turn_a_line_round() throws Exception {
        String page = HtmlReport.render(with("headline", "abc\u202Edef\u0007"));

        assertThat(page).contains("abc[U+202E]def[U+0007]").doesNotContain("\u202E");
    }

    @Test
    void cuts_a_huge_cell_and_says_so() throws Exception {
        String page = HtmlReport.render(with("headline", "x".repeat(10_000)));

        assertThat(wellFormed(page).select(".headline").text())
                .isEqualTo("x".repeat(600) + " … [cut: 9,400 more characters]");
    }

    @Test
    void lets_nothing_run_and_nothing_load() throws Exception {
        Document page = wellFormed(HtmlReport.render(Fixture.read("stop")));

        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none';")
                .doesNotContain("script-src");
    }

    @Test
    void does_not_say_the_verdict_twice() throws Exception {
        String page = HtmlReport.render(with("headline", "Stop here: minilm is enough."));

        assertThat(wellFormed(page).select(".headline").text()).isEqualTo("Minilm is enough.");
    }

    @Test
    @SuppressWarnings("unchecked")
    void holds_forty_candidates_and_two_hundred_labels() throws Exception {
        Map<String, Object> document = Fixture.read("stop");
        List<Map<String, Object>> rungs = (List<Map<String, Object>>) document.get("rungs");
        List<Object> many = (List<Object>) rungs.get(3).get("candidates");
        for (int i = 0; i < 40; i++) {
            Map<String, Object> candidate = new LinkedHashMap<>((Map<String, Object>) many.get(0));
            candidate.put("candidate", "id" + i);
            many.add(candidate);
        }
        Map<String, Object> confusion = (Map<String, Object>) document.get("confusion");
        List<Object> pairs = new ArrayList<>((List<Object>) confusion.get("pairs"));
        while (pairs.size() < 200) {
            pairs.add(pairs.get(pairs.size() % 4));
        }
        confusion.put("pairs", pairs);
        String html = HtmlReport.render(document);
        Document page = wellFormed(html);

        assertThat(page.select(".step")).hasSize(49);
        assertThat(page.select("#confusion .pair")).hasSize(20);
        assertThat(page.select("#confusion").text()).contains("180 more pairs");
        assertThat(html.length()).isLessThan(MOST_BYTES);
    }

    @Test
    void refuses_a_document_of_another_schema() {
        assertThatThrownBy(() -> HtmlReport.render(Map.of("schema", "gradus.runs/1")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "schema is 'gradus.runs/1'; the report is drawn from gradus.verdict/1 or"
                                + " gradus.judge/1. Give it the file that `gradus climb --json` or"
                                + " `gradus judge --json` wrote.");
    }

    @Test
    void names_the_path_of_a_value_of_the_wrong_kind() throws Exception {
        Map<String, Object> document = Fixture.read("stop");
        Map<String, Object> wrong =
                Paths.replace(
                        document,
                        (path, v) ->
                                path.equals("rungs[1].candidates[0].score.value") ? "high" : v);

        assertThatThrownBy(() -> HtmlReport.render(wrong))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "rungs[1].candidates[0].score.value is 'high'; a finite number or null belongs"
                                + " there. Write the document again with `gradus climb --json`.");
    }

    private static Map<String, Object> with(String key, Object value) throws Exception {
        Map<String, Object> document = Fixture.read("stop");
        document.put(key, value);
        return document;
    }

    /// Another value of the same kind that is also written differently.
    static Object other(String path, Object value) {
        return switch (value) {
            case Boolean flag -> !flag;
            case Number number when path.endsWith("coverage") || path.endsWith("accuracy") ->
                    number.doubleValue() / 2;
            case Number number -> number.doubleValue() * 3 + 1;
            default -> value + "x";
        };
    }

    static Document wellFormed(String html) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = Jsoup.parse(html, "", parser);
        assertThat(parser.getErrors())
                .as(html.substring(0, Math.min(200, html.length())))
                .isEmpty();
        for (Element svg : page.select("svg[role=img]")) {
            assertThat(svg.attr("aria-label")).isNotBlank();
        }
        return page;
    }
}
