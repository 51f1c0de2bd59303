package dev.gradus.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.files.OutcomesFile;
import dev.gradus.verdict.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The two recorded sets of `examples/judge`, against figures that another program computed and
/// against whole documents. `-Dgradus.golden=rewrite` writes the documents anew; read the
/// difference before it is committed.
class RecordedSetsTest {
    private static final Path EXAMPLES = Path.of("../examples/judge");
    private static final Path GOLDEN = Path.of("src/test/resources/dev/gradus/judge");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static JudgeReport judge(String set, JudgeOptions options) {
        OutcomeTable table = new OutcomeTable(set + "/outcomes.csv");
        OutcomesFile.read(EXAMPLES.resolve(set).resolve("outcomes.csv"), table::add);
        return new Judge(options, InstantSource.fixed(Instant.EPOCH)).report(table);
    }

    static JudgeOptions withPrompt() throws IOException {
        String name = "prompt.zero_shot_label_list.txt";
        Path prompt = EXAMPLES.resolve("banking77-3llm").resolve(name);
        return JudgeOptions.standard().withPrompt(name, Files.readString(prompt));
    }

    private static JsonNode expected() throws IOException {
        return JSON.readTree(Files.readString(EXAMPLES.resolve("expected-figures.json")));
    }

    private static JsonNode document(JudgeReport report) {
        return JSON.readTree(JSON.writeValueAsString(JudgeJson.tree(report)));
    }

    @ParameterizedTest
    @CsvSource({"0,banking77-3llm,15", "1,gsm8k,6"})
    void reproduces_the_figures_of_every_arm_and_every_pair(int place, String set, int pairs)
            throws IOException {
        JsonNode expected = expected().get("sets").get(place);
        JsonNode document = document(judge(set, JudgeOptions.standard().withAllPairs()));

        assertThat(document.get("comparisons")).hasSize(pairs);
        for (int i = 0; i < pairs; i++) {
            JsonNode want = expected.get("comparisons").get(i);
            JsonNode have = document.get("comparisons").get(i);
            for (String exact :
                    List.of(
                            "baseline",
                            "candidate",
                            "n",
                            "baselineOnly",
                            "candidateOnly",
                            "missing")) {
                assertThat(have.get(exact))
                        .as("%s of pair %d", exact, i)
                        .isEqualTo(want.get(exact));
            }
            for (String close : List.of("scoreBaseline", "scoreCandidate", "p", "pAdjusted")) {
                double figure = want.get(close).asDouble();
                assertThat(have.get(close).asDouble())
                        .as("%s of pair %d", close, i)
                        .isCloseTo(figure, within(1e-10 * figure));
            }
            for (String bound : List.of("value", "low", "high")) {
                String at = bound.equals("value") ? "difference" : "unadjusted";
                assertThat(have.get(at).get(bound).asDouble())
                        .as("%s.%s of pair %d", at, bound, i)
                        .isCloseTo(want.get("difference").get(bound).asDouble(), within(1e-9));
            }
        }
        for (int i = 0; i < expected.get("arms").size(); i++) {
            JsonNode want = expected.get("arms").get(i);
            JsonNode have = document.get("arms").get(i);
            assertThat(have.get("arm")).isEqualTo(want.get("arm"));
            assertThat(have.get("score").get("n")).isEqualTo(want.get("n"));
            assertThat(have.get("score").get("value")).isEqualTo(want.get("score"));
        }
    }

    @Test
    void reads_the_prompt_as_expected() throws IOException {
        JsonNode want = expected().get("promptLint");
        JsonNode have = document(judge("banking77-3llm", withPrompt())).get("promptLint");

        for (String figure :
                List.of(
                        "labelsListed",
                        "goldLabels",
                        "items",
                        "itemsWhoseGoldIsNotListed",
                        "ceiling")) {
            assertThat(have.get(figure)).as(figure).isEqualTo(want.get(figure));
        }
        for (String names : List.of("goldLabelsNotListed", "listedLabelsNotGold")) {
            assertThat(texts(have.get(names)))
                    .as(names)
                    .containsExactlyInAnyOrderElementsOf(texts(want.get(names)));
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asString()));
        return texts;
    }

    @Test
    void says_of_the_three_models_to_mend_the_labels_before_paying_for_a_model_or_tuning()
            throws IOException {
        JudgeReport report = judge("banking77-3llm", withPrompt());

        assertThat(report.verdict()).contains(VerdictKind.NOT_YET);
        assertThat(report.headline())
                .isEqualTo(
                        "Not yet: mend the prompt first. The prompt lists 71 labels; 16 of the 77 that"
                                + " are right answers are missing.");
        assertThat(report.todo())
                .containsExactly(
                        "Add the missing labels to the prompt, spelt as in the examples.",
                        "Take the labels that do not exist out of the prompt, or correct their spelling.",
                        "Mend the list of labels, then record the arms again: what is best now may not be"
                                + " best then.",
                        "Do not fine-tune before this is mended: it would learn the defect.");
        assertThat(report.exitCode()).as("without a goal").isZero();
    }

    @Test
    void calls_it_not_shown_where_the_interval_excludes_0_and_the_exact_test_does_not() {
        JudgedPair pair =
                judge("banking77-3llm", JudgeOptions.standard()).comparisons().stream()
                        .filter(one -> one.candidate().equals("Claude-4.5-Sonnet / miprov2"))
                        .findFirst()
                        .orElseThrow();

        assertThat(pair.plain().low()).isPositive();
        assertThat(pair.p()).isGreaterThan(0.05);
        assertThat(pair.shown()).isEqualTo(JudgedPair.Shown.NOT_SHOWN);
    }

    @Test
    void says_of_gsm8k_that_a_validator_beats_size() {
        JudgeReport report = judge("gsm8k", JudgeOptions.standard());

        assertThat(report.verdict()).isEmpty();
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("validator-beats-size"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.what())
                                .isEqualTo(
                                        "GPT-3 6b / 6b_verification, with a validator, beats GPT-3"
                                                + " 175b / 175b_finetuning without one: 39.0 %"
                                                + " against 34.7 %."));
    }

    @Test
    void counts_an_empty_answer_that_was_scored() {
        JudgedArm arm = judge("gsm8k", JudgeOptions.standard()).arms().getFirst();

        assertThat(arm.emptyShare()).hasValue(4 / 1319.0);
        assertThat(arm.score().orElseThrow().n()).isEqualTo(1319);
        assertThat(arm.score().orElseThrow().missing()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"banking77-3llm,true", "gsm8k,false"})
    void writes_the_whole_document(String set, boolean prompt) throws IOException {
        JudgeOptions options = prompt ? withPrompt() : JudgeOptions.standard();
        JsonNode document = document(judge(set, options));
        Path golden = GOLDEN.resolve(set + ".json");
        if ("rewrite".equals(System.getProperty("gradus.golden"))) {
            Files.writeString(golden, JSON.writeValueAsString(document) + "\n");
        }

        same(set, JSON.readTree(Files.readString(golden)), document);
    }

    /// The same tree; figures within 1e-9 of their size, since the last bit differs between
    /// processors.
    private static void same(String at, JsonNode want, JsonNode have) {
        if (want.isObject()) {
            List<String> names = new ArrayList<>();
            for (Map.Entry<String, JsonNode> one : want.properties()) {
                names.add(one.getKey());
                same(at + "." + one.getKey(), one.getValue(), have.path(one.getKey()));
            }
            assertThat(have.propertyNames()).as(at).containsExactlyElementsOf(names);
        } else if (want.isArray()) {
            assertThat(have.size()).as("size of %s", at).isEqualTo(want.size());
            for (int i = 0; i < want.size(); i++) {
                same(at + "[" + i + "]", want.get(i), have.get(i));
            }
        } else if (want.isNumber()) {
            double figure = want.asDouble();
            assertThat(have.asDouble()).as(at).isCloseTo(figure, within(1e-9 * Math.abs(figure)));
        } else {
            assertThat(have).as(at).isEqualTo(want);
        }
    }
}
