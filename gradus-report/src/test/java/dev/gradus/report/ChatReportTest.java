package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What climbs with chat models and judges add to the page, and only they.
class ChatReportTest {

    @Test
    void tells_shape_tokens_and_repeats_of_every_candidate_that_called_a_chat_model()
            throws Exception {
        Document page = page(Fixture.read("chat"));

        assertThat(page.select("#calls .lead").text())
                .isEqualTo(
                        "The whole climb took 4,197 calls, 1,972,590 tokens, 0.861 USD and 12"
                                + " calls of unknown price. On dev: did the answer have the shape"
                                + " that the task asks for, and how good was it then?");
        assertThat(page.select("#calls .row").eachText())
                .containsExactly(
                        "gpt-5-mini baseline a call reads 412 tokens (257 cached) and writes 41.2"
                                + " (36 thinking); means of 2,010 calls asked 3 times each, 2,010"
                                + " examples: 77.1 % right every time; the score varies by"
                                + " 30.0 points between examples and by 12.0 between answers to one"
                                + " (standard deviations) 91 % right shape score then 87.1 %",
                        "gpt-5-mini sharper a call reads 655 tokens and writes 5; means of 1,999"
                                + " calls 96.5 % right shape score then 87.4 %",
                        "gpt-5-mini sharper 2 shots diverse schema repaired a call reads 655 tokens"
                                + " and writes 5; means of 1,999 calls asked 3 times each, 2,010"
                                + " examples: 90.2 % right every time; the score varies by"
                                + " 25.0 points between examples and by 7.0 between answers to one"
                                + " (standard deviations) 100 % right shape score then 92.8 %");
    }

    @Test
    void draws_right_then_wrong_then_misshapen_answers() {
        String bar = ShapeBar.of(Node.root(Map.of("share", 0.9, "scoreGivenValid", 0.8)));

        assertThat(bar)
                .isEqualTo(
                        "<svg class=\"track\" role=\"img\" aria-label=\"Right shape 90\u00a0%,"
                                + " score then 80.0\u00a0%\"><rect class=\"part right\" x=\"0%\""
                                + " width=\"72%\" y=\"12\" height=\"18\"/><rect class=\"part"
                                + " wrong\" x=\"72%\" width=\"18%\" y=\"12\" height=\"18\"/><rect"
                                + " class=\"part misshapen\" x=\"90%\" width=\"10%\" y=\"12\""
                                + " height=\"18\"/></svg>");
        assertThat(ShapeBar.of(Node.root(Map.of("share", 0.9)))).isEmpty();
        assertThat(ShapeBar.of(Node.root(Map.of("share", 0))))
                .contains("class=\"part misshapen\" x=\"0%\" width=\"100%\"");
    }

    @Test
    void puts_what_speaks_against_a_score_beside_the_score() throws Exception {
        Document page = page(Fixture.read("chat"));

        assertThat(page.select("#ladder .step:has(.chip:contains(doubtful))").eachText())
                .containsExactly(
                        "gpt-5-mini baseline✓kept: better better by 20.8 points [+18.1, +23.4]"
                                + " against minilm-l6-q label-names !doubtful scores rise with the"
                                + " length of the answers (rank correlation above 0.41): the judge"
                                + " may favour length 79.3 %,"
                                + " interval 77.5 % to 81.0 % 79.3 % 77.5 % to 81.0 % 0.0205 USD / 1,000");
    }

    @Test
    void sets_the_corrected_score_against_what_the_judge_gave() throws Exception {
        Document page = page(Fixture.read("chat"));

        assertThat(page.select("#judge dd").eachText())
                .containsExactly(
                        "openai/gpt-5 ✓calibrated",
                        "60",
                        "kappa 0.710",
                        "92.7 % (91.7 % to 93.6 %, 95 % interval)",
                        "90.2 % (87.1 % to 93.3 %, 95 % interval, the calibration's own error"
                                + " included)");
        assertThat(page.select("#judge li").text())
                .isEqualTo(
                        "!doubtful the judge and the candidate are of one family: it may favour its"
                                + " own");
        assertThat(page.select("#winner .tiles > div").first().text())
                .isEqualTo(
                        "Accuracy on the sealed test 90.2 % 87.1 % to 93.3 %,"
                                + " 95 % interval 3,080 examples the judge's bias taken out; it gave 92.7 %"
                                + " (91.7 % to 93.6 %)");
    }

    @Test
    void says_that_a_judge_nobody_checked_passes_nothing() throws Exception {
        Map<String, Object> document = Fixture.read("chat");
        Map<String, Object> judge = new LinkedHashMap<>();
        judge.put("model", "openai/gpt-5");
        judge.put("labels", 4);
        judge.put("kappa", null);
        judge.put("calibrated", false);
        judge.put("corrected", null);
        document.put("judge", judge);

        assertThat(page(document).select("#judge dd").eachText())
                .containsExactly(
                        "openai/gpt-5 ?not calibrated",
                        "4",
                        "kappa unknown",
                        "92.7 % (91.7 % to 93.6 %, 95 % interval)",
                        "unknown: the judge passes no goal and no gate");
    }

    @Test
    void shows_the_prompt_of_the_winner() throws Exception {
        Document page = page(Fixture.read("chat"));
        Element prompt = page.select("#winner details.prompt").first();

        assertThat(prompt.select("summary").text()).isEqualTo("Its prompt");
        assertThat(prompt.select("dt").eachText())
                .containsExactly(
                        "Model",
                        "Prompt",
                        "Shape of the answer",
                        "What it must satisfy besides",
                        "Sampling",
                        "Shots");
        assertThat(prompt.select("dd").eachText())
                .containsExactly(
                        "openai/gpt-5-mini",
                        "sharper",
                        "by the provider's structured output; an answer in the wrong shape is sent"
                                + " back once",
                        "regex: ^[a-z_]+$",
                        "maxTokens: 1024 temperature: 0.0 topP: 0.9 effort: low seed: 7 stop: -"
                                + " \"\\n\\n\" logProbabilities: true",
                        "2, the same in every prompt (diverse)");
        assertThat(prompt.select("h3").eachText())
                .containsExactly("System message", "User message", "Shots");
        assertThat(prompt.select("h3 + pre").last().wholeText()).isEqualTo("{{ input }}");
        assertThat(prompt.select("h3 + pre").first().wholeText())
                .startsWith("You label inputs. {{ brief }}\n\nThe labels:\n{% for label")
                .endsWith("{% endif %}\n");
        assertThat(prompt.select("blockquote").eachText())
                .containsExactly(
                        "Where is the card I ordered? → card_arrival",
                        "My card was swallowed by the machine. → card_swallowed");
        assertThat(page.select("#winner details:not(.prompt) pre").text())
                .startsWith("kind: prompted\nmodel: openai/gpt-5-mini\nlabels:\n  -\n");
    }

    @Test
    void keeps_a_prompt_that_a_model_wrote_as_text() throws Exception {
        String attack = "</pre><script>alert(1)</script>\u202E {{ input }} <b onclick=x>";
        Map<String, Object> hostile =
                Paths.replace(
                        Fixture.read("chat"),
                        (path, v) ->
                                path.matches("winner.definition.prompt.(system|user)")
                                        ? attack
                                        : v);
        Document page = page(hostile);

        assertThat(page.select("script, [onclick]")).isEmpty();
        assertThat(page.select("details.prompt h3 + pre").eachText())
                .containsOnly("</pre><script>alert(1)</script>[U+202E] {{ input }} <b onclick=x>");
    }

    @Test
    @SuppressWarnings("unchecked")
    void shows_the_prompt_of_each_step_of_a_cascade() throws Exception {
        Map<String, Object> document = Fixture.read("chat");
        Map<String, Object> winner = (Map<String, Object>) document.get("winner");
        winner.put(
                "definition",
                Map.of(
                        "kind",
                        "cascade",
                        "threshold",
                        0.62,
                        "first",
                        Map.of("kind", "encoded", "method", "linear"),
                        "second",
                        winner.get("definition")));

        assertThat(page(document).select("#winner details.prompt > summary").eachText())
                .containsExactly("Its prompt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "not-yet", "inconclusive", "fine-tune"})
    void says_nothing_of_chat_models_where_none_was_called(String name) throws Exception {
        Document page = page(Fixture.read(name));

        assertThat(page.select("#calls, #judge, details.prompt")).isEmpty();
        assertThat(page.select("nav").text()).doesNotContain("Chat models", "Judge");
    }

    @Test
    void takes_an_unknown_price_for_no_price_of_zero() {
        Map<String, Object> cost = new LinkedHashMap<>();
        cost.put("calls", 12);
        cost.put("tokens", 3400);
        cost.put("callMoney", Map.of("amount", 0.0, "currency", "USD"));
        cost.put("callsOfUnknownCost", 12);

        assertThat(new ChatCalls(Node.root(cost), List.of()).spent())
                .isEqualTo("12 calls, 3,400 tokens, at an unknown price");
    }

    private static Document page(Map<String, Object> document) {
        return HtmlReportTest.wellFormed(HtmlReport.render(document));
    }
}
