package dev.gradus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// JUnit XML and Markdown of verdicts and gates.
class CiReportTest {
    private static final Map<String, Object> GATE =
            Map.of(
                    "schema", "gradus.gate/1",
                    "task", "tickets",
                    "status", "worse",
                    "headline", "Worse by 3.1 points: a <b>bold</b> & \"quoted\" | claim @team",
                    "comparison",
                            Map.of(
                                    "n", 2001L,
                                    "candidateOnly", 4L,
                                    "baselineOnly", 66L,
                                    "difference",
                                            Map.of("value", -0.031, "low", -0.04, "high", -0.02)),
                    "checks",
                            List.of(
                                    Map.of(
                                            "what", "score",
                                            "need", "not worse than 0.92",
                                            "have", "0.889\u0000",
                                            "status", "missed"),
                                    Map.of("what", "p95", "status", "inconclusive")));

    @Test
    void a_gate_that_failed_is_a_failure_and_what_is_open_is_skipped() throws Exception {
        Document xml = parse(JunitReport.render(GATE));

        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("gradus.tickets");
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message"))
                .isEqualTo("Worse by 3.1 points: a <b>bold</b> & \"quoted\" | claim @team");
        assertThat(((Element) xml.getElementsByTagName("failure").item(1)).getAttribute("message"))
                .isEqualTo("need not worse than 0.92; have 0.889[U+0000]");
    }

    /// It ends with an exit code of its own, so it is neither passed nor failed nor skipped.
    @Test
    void what_is_inconclusive_is_an_error() throws Exception {
        Document xml =
                parse(
                        JunitReport.render(
                                Map.of(
                                        "schema", "gradus.gate/1",
                                        "task", "t",
                                        "status", "inconclusive",
                                        "headline", "Inconclusive: too few")));

        Element error = (Element) xml.getElementsByTagName("error").item(0);
        assertThat(error.getAttribute("type")).isEqualTo("inconclusive");
        assertThat(error.getAttribute("message")).isEqualTo("Inconclusive: too few");
        assertThat(xml.getElementsByTagName("skipped").getLength()).isZero();
        Element failed =
                (Element) parse(JunitReport.failed("a < b")).getElementsByTagName("error").item(0);
        assertThat(failed.getAttribute("message")).isEqualTo("a < b");
    }

    @Test
    void every_verdict_is_well_formed_xml_with_as_many_cases_as_it_says() throws Exception {
        for (String name : List.of("stop", "not-yet", "inconclusive", "fine-tune")) {
            Document xml = parse(JunitReport.render(Fixture.read(name)));
            Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
            assertThat(xml.getElementsByTagName("testcase").getLength())
                    .isEqualTo(Integer.parseInt(suite.getAttribute("tests")))
                    .isGreaterThan(5);
            assertThat(suite.getAttribute("failures").equals("0"))
                    .as(name)
                    .isEqualTo(!name.equals("not-yet"));
        }
    }

    @Test
    void markdown_says_what_the_judge_is_worth() {
        Map<String, Object> verdict =
                Map.of(
                        "schema", "gradus.verdict/1",
                        "task", "tickets",
                        "status", "stop",
                        "winner", Map.of("score", Map.of("value", 0.73, "low", 0.7, "high", 0.76)),
                        "judge",
                                Map.of(
                                        "model",
                                        "openai/gpt-5",
                                        "labels",
                                        40L,
                                        "kappa",
                                        0.81,
                                        "calibrated",
                                        true,
                                        "corrected",
                                        Map.of("value", 0.7, "low", 0.65, "high", 0.75),
                                        "flags",
                                        List.of("it may favour *length*")));
        assertThat(MarkdownReport.render(verdict))
                .contains(
                        """
                        Judged by openai/gpt-5, calibrated: 40 of its answers judged by people too, Cohen's kappa 0.810. Score that counts: 70.0\u00a0% (65.0\u00a0% to 75.0\u00a0%); the judge gave 73.0\u00a0%.

                        What speaks against the judge:

                        - it may favour \\*length\\*
                        """);
        Map<String, Object> unchecked = new LinkedHashMap<>(verdict);
        unchecked.put("judge", Map.of("model", "openai/gpt-5", "labels", 0L, "calibrated", false));
        assertThat(MarkdownReport.render(unchecked))
                .contains(
                        "Judged by openai/gpt-5, **not calibrated**: 0 of its answers judged by people"
                                + " too, Cohen's kappa unknown. Score that counts: none, the judge"
                                + " passes no goal and no gate; the judge gave 73.0\u00a0%.");
        assertThat(MarkdownReport.render(GATE)).doesNotContain("Judged");
    }

    @Test
    void markdown_says_the_difference_and_lets_no_text_become_markup() {
        assertThat(MarkdownReport.render(GATE))
                .isEqualTo(
                        """
                        ## tickets: worse

                        Worse by 3.1 points: a &lt;b&gt;bold&lt;/b&gt; &amp; "quoted" \\| claim @\u200dteam

                        Difference -3.1 points [-4.0, -2.0] on 2001 examples: 4 newly right, 66 newly wrong.

                        | | what | state | need and have |
                        |---|---|---|---|
                        | check | score | **fail** | need not worse than 0.92; have 0.889\\[U+0000\\] |
                        | check | p95 | open | need unknown; have unknown |
                        """);
    }

    @Test
    void markdown_of_a_verdict_has_its_rungs_and_what_to_do_first() throws Exception {
        assertThat(MarkdownReport.render(Fixture.read("not-yet")))
                .contains("To do first:\n\n- Add the labels", "| prompt | not shown |")
                .endsWith("|\n");
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
