package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The section "Fine-tuning" of a climb's page. Its whole text stands in `NAME.txt` and its
/// Markdown in `NAME.md`; after a wanted change: `./mvnw -pl gradus-report -am test
/// -Dgradus.golden=rewrite`, then read the difference.
class TuningReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/gradus/report");
    private static final int MOST_BYTES = 300_000;
    private static final String ATTACK =
            "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'`${}";

    private static String page(String name) throws Exception {
        return page(name, Fixture.read(name));
    }

    private static String page(String name, Map<String, Object> tuning) throws Exception {
        return HtmlReport.render(Fixture.read(Fixture.climbOf(name)), Optional.of(tuning));
    }

    private static Element section(String name) throws Exception {
        return HtmlReportTest.wellFormed(page(name)).selectFirst("#tuning");
    }

    @ParameterizedTest
    @MethodSource("dev.gradus.report.Fixture#tunings")
    void says_the_same_as_the_golden_text(String name) throws Exception {
        StringBuilder text = new StringBuilder();
        words(section(name), text);

        golden(name + ".txt", text.toString());
    }

    @ParameterizedTest
    @MethodSource("dev.gradus.report.Fixture#tunings")
    void says_the_same_in_markdown_as_the_golden_text(String name) throws Exception {
        golden(name + ".md", MarkdownReport.render(Fixture.read(name)));
    }

    private static void golden(String file, String text) throws Exception {
        Path path = GOLDEN.resolve(file);
        if ("rewrite".equals(System.getProperty("gradus.golden"))) {
            Files.writeString(path, text);
        }
        assertThat(text).isEqualTo(Files.readString(path));
    }

    /// A line for whatever stands apart; a plot is its name.
    private static void words(Element part, StringBuilder out) {
        Set<String> alone =
                Set.of(
                        "h2",
                        "h3",
                        "p",
                        "li",
                        "dt",
                        "dd",
                        "td",
                        "th",
                        "caption",
                        "summary",
                        "figcaption",
                        "blockquote");
        if (part.tagName().equals("svg")) {
            if (part.hasAttr("aria-label")) {
                out.append("[plot: ").append(part.attr("aria-label")).append("]\n");
            }
        } else if (alone.contains(part.tagName()) || part.childrenSize() == 0) {
            out.append(part.hasText() ? part.text() + "\n" : "");
        } else {
            part.children().forEach(child -> words(child, out));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.gradus.report.Fixture#tunings")
    void is_well_formed_and_small_and_loads_nothing(String name) throws Exception {
        String html = page(name);
        Document page = HtmlReportTest.wellFormed(html);

        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
        assertThat(page.select("[src], link, iframe, object, embed, form, script")).isEmpty();
        assertThat(html)
                .doesNotContain("http:", "https:", "url(", "NaN", "OptionalDouble", "Infinity");
        for (String to : page.select("a[href]").eachAttr("href")) {
            assertThat(page.select(to)).as(to).hasSize(1);
        }
    }

    @Test
    void a_page_without_a_tuning_has_no_such_section_and_shows_the_forecast() throws Exception {
        Document page = HtmlReportTest.wellFormed(HtmlReport.render(Fixture.read("fine-tune")));

        assertThat(page.select("#tuning")).isEmpty();
        assertThat(page.select("#forecast .said").first().text())
                .startsWith("On all 8,002 train examples, tuning is forecast to gain +1.7 points")
                .contains("it gains at least +0.7 points: the lower bound");
        assertThat(page.select("#forecast circle.kept")).hasSize(4);
    }

    @Test
    @SuppressWarnings("unchecked") // as the fixture has it
    void a_pilot_at_a_provider_is_drawn_against_the_best_below_and_names_its_models()
            throws Exception {
        Map<String, Object> document = new LinkedHashMap<>(Fixture.read("tune-promoted"));
        Map<String, Object> forecast =
                new LinkedHashMap<>((Map<String, Object>) document.get("forecast"));
        forecast.put("against", "the best candidate below");
        forecast.put("notes", List.of("on 62 examples: openai/ft:a:b:talk-p62:1, by job ftjob-1"));
        document.put("forecast", forecast);
        Element tuning =
                HtmlReportTest.wellFormed(page("tune-promoted", document)).selectFirst("#tuning");

        assertThat(tuning.select(".said").text())
                .contains("points over the best candidate below (")
                .doesNotContain("frozen");
        assertThat(tuning.select(".legend").text()).contains("best candidate below");
        assertThat(tuning.select("circle.other")).hasSizeGreaterThan(2);
        assertThat(tuning.text()).contains("openai/ft:a:b:talk-p62:1, by job ftjob-1");
    }

    @Test
    void a_forecast_that_may_lose_claims_no_gain() throws Exception {
        assertThat(section("tune-rolled-back").select(".said").first().text())
                .contains("is \u22124.7 points: a gain is not shown");
    }

    @Test
    void a_refusal_lists_the_gates_that_do_not_pass_in_their_order() throws Exception {
        Element section = section("tune-refused");

        assertThat(section.select("h2 .chip").text()).isEqualTo("?refused");
        assertThat(section.select("table").first().select("td.key").eachText())
                .containsExactly(
                        "Evaluation set",
                        "Gap large",
                        "Cause",
                        "Stable task",
                        "Pays back",
                        "Forgetting suite");
        assertThat(section.select("svg[role=img]")).isEmpty();
    }

    @Test
    void an_override_is_named_with_the_gates_that_it_passes_over() throws Exception {
        Element section = section("tune-rolled-back");

        assertThat(section.select("blockquote").text())
                .isEqualTo(
                        "The board wants to see it once before the autumn release; ticket"
                                + " OPS-4471.");
        assertThat(section.select("table").first().select("td.key").eachText())
                .containsExactly("Labelled examples", "Pays back");
    }

    @Test
    void says_where_the_rest_of_the_page_is_of_another_climb() throws Exception {
        assertThat(section("tune-rolled-back").text())
                .contains("after climb 2", "The rest of this page is of another climb, 3.");
        assertThat(section("tune-promoted").text()).doesNotContain("another climb");
    }

    @Test
    void shows_no_path_of_the_machine() throws Exception {
        for (String name : Fixture.tunings()) {
            assertThat(page(name)).doesNotContain("/home/someone", ".gradus/adapters");
            assertThat(MarkdownReport.render(Fixture.read(name))).doesNotContain("/home/someone");
        }
        assertThat(Tuning.folder("C:\\gradus\\v3\\")).isEqualTo("v3");
    }

    @Test
    void a_slice_that_nothing_was_measured_of_has_no_dot_and_no_difference() throws Exception {
        Element section = section("tune-rolled-back");
        Element spam = section.select(".step:has(.title:matchesOwn(spam))").first();

        assertThat(spam.select("circle, .whisker, .bound")).isEmpty();
        assertThat(spam.select(".get b").text()).isEqualTo("unknown");
    }

    @Test
    void a_slice_is_kept_where_its_bound_is_right_of_the_margin() throws Exception {
        for (String name : List.of("tune-promoted", "tune-rolled-back")) {
            for (Element strip : section(name).select("svg:has(.bound)")) {
                boolean kept = strip.select(".bound.kept").size() == 1;
                double bound = percent(strip.select(".bound").first());
                assertThat(bound > percent(strip.select(".goal").first())).isEqualTo(kept);
            }
        }
    }

    private static double percent(Element line) {
        return Double.parseDouble(line.attr("x1").replace("%", ""));
    }

    @Test
    void the_band_of_the_curve_holds_the_curve_and_its_points_stand_in_pairs() throws Exception {
        Element plot =
                section("tune-promoted").select("svg[aria-label^=Score against examples]").first();

        assertThat(plot.select("path.area").attr("d")).endsWith(" Z");
        assertThat(plot.select("circle.kept title").eachText())
                .containsExactly(
                        "tuned, 1,600 examples: 90.1 %, interval 88.6 % to 91.5 %",
                        "tuned, 3,200 examples: 92.1 %, interval 90.6 % to 93.3 %",
                        "tuned, 6,400 examples: 93.5 %, interval 92.2 % to 94.6 %");
        assertThat(plot.select("circle.other")).hasSize(3);
        assertThat(plot.text()).contains("all of train: 8,002");
    }

    @Test
    void every_other_seed_is_a_hollow_dot_at_the_epoch_that_it_kept() throws Exception {
        Element plot =
                section("tune-promoted").select("svg[aria-label^=Score on the held-out]").first();

        assertThat(plot.select("circle.other title").eachText())
                .containsExactly(
                        "seed -4417209346657712030: 93.0 %", "seed 903381172635516437: 93.3 %");
        assertThat(plot.select("circle.kept")).hasSize(8);
        assertThat(plot.text()).contains("kept: epoch 5");
    }

    /// A misspelt key would show "unknown" for ever; so each value must move the page.
    @Test
    void shows_every_value_of_the_document() throws Exception {
        Map<String, Object> document = Fixture.read("tune-promoted");
        document.put("override", "for once");
        String page = page("tune-promoted", document);
        Set<String> unseen = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (String leaf : Paths.leaves(document).keySet()) {
            if (Set.of("schema", "task").contains(leaf)) {
                continue;
            }
            Map<String, Object> changed =
                    Paths.replace(
                            document,
                            (path, v) -> path.equals(leaf) ? HtmlReportTest.other(path, v) : v);
            boolean moved = !page("tune-promoted", changed).equals(page);
            (moved ? seen : unseen).add(leaf.replaceAll("\\[\\d+]", ""));
        }
        unseen.removeAll(seen);
        // The best below and the candidates' costs stand on the page already, in their own
        // sections.
        unseen.removeIf(path -> path.startsWith("best.") || path.startsWith("economics."));
        // Said by a value beside them, or a level that the captions give as 95 %.
        unseen.removeIf(path -> path.startsWith("comparison.") && path.endsWith(".candidate"));
        unseen.removeIf(path -> path.endsWith(".difference.level"));
        unseen.removeIf(path -> path.startsWith("tuned.score."));
        unseen.removeAll(
                Set.of(
                        "gates.pass",
                        "comparison.frozen.baseline",
                        "tuned.latencyMs.p95Upper",
                        "forecast.sizes.frozen.n",
                        "forecast.sizes.tuned.n",
                        "forecast.curve.ahead.frozen.n"));
        assertThat(unseen).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.gradus.report.Fixture#tunings")
    void survives_any_value_being_unknown(String name) throws Exception {
        Map<String, Object> document = Fixture.read(name);
        for (String leaf : Paths.leaves(document).keySet()) {
            if (!leaf.equals("schema")) {
                Map<String, Object> some =
                        Paths.replace(document, (path, v) -> path.equals(leaf) ? null : v);
                assertThat(page(name, some).strip().endsWith("</html>")).as(leaf).isTrue();
                assertThat(MarkdownReport.render(some)).as(leaf).startsWith("## ");
            }
        }
        Map<String, Object> nothing =
                Paths.replace(document, (path, v) -> path.equals("schema") ? v : null);
        assertThat(HtmlReportTest.wellFormed(page(name, nothing)).body().text())
                .doesNotContain("null", "NaN");
        assertThat(MarkdownReport.render(nothing)).doesNotContain("null");
        HtmlReportTest.wellFormed(page(name, Map.of("schema", "gradus.tune/1")));
    }

    @ParameterizedTest
    @MethodSource("dev.gradus.report.Fixture#tunings")
    void lets_no_text_of_the_data_become_markup(String name) throws Exception {
        Map<String, Object> document = Fixture.read(name);
        document.put("override", "for once");
        Map<String, Object> hostile =
                Paths.replace(
                        document,
                        (path, v) ->
                                v instanceof String s && !Set.of("schema", "task").contains(path)
                                        ? s + ATTACK
                                        : v);

        Document calm = Jsoup.parse(page(name, document));
        Document page = HtmlReportTest.wellFormed(page(name, hostile));

        assertThat(page.select("script, img")).isEmpty();
        assertThat(page.select("style")).hasSize(1);
        assertThat(HtmlReportTest.attributes(page)).isSubsetOf(HtmlReportTest.attributes(calm));
        assertThat(page.select("blockquote").eachText()).anyMatch(text -> text.contains(ATTACK));
        assertThat(MarkdownReport.render(hostile)).doesNotContain("<script", "<img");
    }

    @Test
    void lets_no_name_of_a_task_become_markup() throws Exception {
        Map<String, Object> verdict = Fixture.read("fine-tune");
        Map<String, Object> tuning = Fixture.read("tune-promoted");
        verdict.put("task", ATTACK);
        tuning.put("task", ATTACK);

        Document page = HtmlReportTest.wellFormed(HtmlReport.render(verdict, Optional.of(tuning)));

        assertThat(page.select("script, img")).isEmpty();
        assertThat(page.title()).contains(ATTACK);
        assertThat(MarkdownReport.render(tuning).lines().findFirst().orElseThrow())
                .contains("&lt;script&gt;");
    }

    @Test
    void refuses_a_tuning_of_another_task_or_schema_and_one_beside_recorded_outcomes()
            throws Exception {
        Map<String, Object> verdict = Fixture.read("fine-tune");
        Map<String, Object> tuning = Fixture.read("tune-promoted");
        tuning.put("task", "spam");

        assertThatThrownBy(() -> HtmlReport.render(verdict, Optional.of(tuning)))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "the tuning is of the task 'spam' and the verdict of the task"
                                + " 'card-support'. Give it two documents of one task.");
        assertThatThrownBy(() -> HtmlReport.render(verdict, Optional.of(verdict)))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("the tuning's schema is 'gradus.verdict/1'");
        assertThatThrownBy(() ->
                        HtmlReport.render(
                                Fixture.read("judge"), Optional.of(Fixture.read("tune-promoted"))))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("stands on the page of a climb");
    }

    @Test
    void names_the_path_of_a_value_of_the_wrong_kind() throws Exception {
        Map<String, Object> wrong =
                Paths.replace(
                        Fixture.read("tune-promoted"),
                        (path, v) -> path.equals("training.epochs[1].loss") ? "high" : v);

        assertThatThrownBy(() -> page("tune-promoted", wrong))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "tuning.training.epochs[1].loss is 'high'; a finite number or null belongs"
                                + " there. Write the document again with `gradus tune --json`.");
    }
}
