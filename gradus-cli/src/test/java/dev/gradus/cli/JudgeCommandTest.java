package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.files.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `gradus judge` on the recorded outcomes of `examples/judge`, whose figures were computed
/// elsewhere (its README says how).
class JudgeCommandTest {
    private static final Path JUDGE = SmallTask.EXAMPLES.resolve("judge");
    private static final Path BANKING = JUDGE.resolve("banking77-3llm");

    @Test
    void says_not_yet_for_a_prompt_that_lacks_labels_and_exits_0_without_a_goal() {
        Cli json = Cli.run("judge", outcomes(BANKING), "--prompt", prompt(), "--json");

        assertThat(json.err()).isEmpty();
        assertThat(json.exitCode()).isZero();
        assertThat(json.document().text("schema")).contains("gradus.judge/1");
        assertThat(json.document().text("verdict")).contains("not-yet");
        assertThat(json.document().texts("couldNotCompute")).isNotEmpty();
        Document expected = expected().document("promptLint").orElseThrow();
        assertThat(json.document().texts("promptLint.goldLabelsNotListed"))
                .containsExactlyElementsOf(expected.texts("goldLabelsNotListed"));
        assertThat(json.document().texts("promptLint.listedLabelsNotGold"))
                .containsExactlyElementsOf(expected.texts("listedLabelsNotGold"));
    }

    @Test
    void exits_1_for_not_yet_with_a_goal() {
        Cli judged = Cli.run("judge", outcomes(BANKING), "--prompt", prompt(), "--goal", "0.9");

        assertThat(judged.exitCode()).isEqualTo(1);
        assertThat(judged.out()).contains("Do first:", "reverted_card_payment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"banking77-3llm", "gsm8k"})
    void compares_as_was_computed_elsewhere(String set) {
        Cli judged = Cli.run("judge", outcomes(JUDGE.resolve(set)), "--pairs", "all", "--json");

        assertThat(judged.exitCode()).isZero();
        List<Document> comparisons = judged.document().documents("comparisons");
        Document expected =
                expected().documents("sets").stream()
                        .filter(one -> one.text("outcomes").orElse("").startsWith(set))
                        .findFirst()
                        .orElseThrow();
        assertThat(comparisons).hasSameSizeAs(expected.documents("comparisons"));
        for (Document wanted : expected.documents("comparisons")) {
            Document have = pair(comparisons, wanted);
            for (String count : List.of("n", "baselineOnly", "candidateOnly", "missing")) {
                assertThat(have.count(count)).as(count).isEqualTo(wanted.count(count));
            }
            for (String figure : List.of("p", "pAdjusted", "scoreBaseline", "scoreCandidate")) {
                double value = wanted.number(figure).orElseThrow();
                assertThat(have.number(figure).orElseThrow())
                        .as(figure)
                        .isCloseTo(value, within(1e-9 * value));
            }
            for (String bound : List.of("value", "low", "high")) {
                String at = bound.equals("value") ? "difference." : "unadjusted.";
                assertThat(have.number(at + bound).orElseThrow())
                        .as(bound)
                        .isCloseTo(
                                wanted.number("difference." + bound).orElseThrow(), within(1e-6));
            }
        }
    }

    @Test
    void draws_the_same_judgement_as_a_screen_and_as_a_page(@TempDir Path folder)
            throws IOException {
        Path page = folder.resolve("judge.html");

        Cli judged = Cli.run("judge", outcomes(BANKING), "--html", page);

        assertThat(judged.exitCode()).isZero();
        assertThat(judged.out()).contains("Claude-4.5-Sonnet / miprov2", "64.6");
        assertThat(Files.readString(page)).contains("Claude-4.5-Sonnet", "</html>");
    }

    @Test
    void refuses_a_goal_that_is_a_percentage_and_an_arm_that_is_not_there() {
        Cli goal = Cli.run("judge", outcomes(BANKING), "--goal", "92");
        Cli arm = Cli.run("judge", outcomes(BANKING), "--baseline", "GPT-6 / plain");

        assertThat(goal.exitCode()).isEqualTo(2);
        assertThat(goal.err()).contains("--goal").contains("92");
        assertThat(arm.exitCode()).isEqualTo(2);
        assertThat(arm.err()).contains("GPT-6 / plain");
    }

    private static Document pair(List<Document> comparisons, Document wanted) {
        return comparisons.stream()
                .filter(one -> one.text("baseline").equals(wanted.text("baseline")))
                .filter(one -> one.text("candidate").equals(wanted.text("candidate")))
                .findFirst()
                .orElseThrow();
    }

    private static Path outcomes(Path folder) {
        return folder.resolve("outcomes.csv");
    }

    private static Path prompt() {
        return BANKING.resolve("prompt.zero_shot_label_list.txt");
    }

    private static Document expected() {
        try {
            Map<String, ?> tree =
                    JsonText.parseObject(
                            Files.readString(JUDGE.resolve("expected-figures.json")),
                            "expected-figures.json");
            return new Document(tree);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
