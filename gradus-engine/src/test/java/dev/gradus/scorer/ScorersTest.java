package dev.gradus.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.answer.internal.CommandCall;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.spi.Scorer;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.testkit.WordEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorersTest {
    @TempDir Path folder;

    @Test
    void labels_and_texts_are_right_or_wrong() {
        assertThat(score(ScoreName.ACCURACY, "refund", " refund\n")).isEqualTo(1);
        assertThat(score(ScoreName.ACCURACY, "refund", "Refund")).isZero();
        assertThat(score(ScoreName.MACRO_F1, "refund", "refund")).isEqualTo(1);
        assertThat(score(ScoreName.EXACT, "Paris", "Paris ")).isEqualTo(1);
        assertThat(score(ScoreName.EXACT, "{\"a\": 1.0, \"b\": [2]}", "{\"b\":[2],\"a\":1}"))
                .isEqualTo(1);
        assertThat(score(ScoreName.EXACT, "1", "1.0")).isZero();
        assertThat(score(ScoreName.CONTAINS, "Paris", "It is Paris.")).isEqualTo(1);
        assertThat(score(ScoreName.CONTAINS, "Paris", "paris")).isZero();
        assertThatThrownBy(() -> score(ScoreName.CONTAINS, " ", "x"))
                .isInstanceOf(GradusException.Data.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.5 | The total is $1,234.50. | 1",
                "1234.5 | 1,234.5 and not 7 | 0",
                "42 | 5 apples and 37 more make 42. | 1",
                "-30000 | x = -3e4 | 1",
                "-5 | It fell by -$5.00 | 1",
                "-5 | $-5 | 1",
                "4 | I used GPT-4 | 0",
                "3 | 5-3 | 1",
                "0.45 | 45% | 1",
                "45 | 45 % | 1",
                "45% | 0.45 | 1",
                "45 | 0.45 | 0",
                ".5 | 0.5 | 1",
                "18 | #### 18 | 1",
                "−3 | -3 | 1",
                "5 | none | 0",
                "7 | 1e999999999 | 0",
            })
    void the_last_number_counts(String expected, String answer, double score) {
        assertThat(score(ScoreName.NUMERIC, expected, answer)).isEqualTo(score);
    }

    @Test
    void numbers_may_be_off_by_the_tolerance() {
        Scoring absolute = new Scoring.Numeric(0.01, 0);
        assertThat(score(absolute, "0.3", "0.31")).isEqualTo(1);
        assertThat(score(absolute, "0.3", "0.3100001")).isZero();
        Scoring relative = new Scoring.Numeric(0, 0.1);
        assertThat(score(relative, "-200", "-180")).isEqualTo(1);
        assertThat(score(relative, "-200", "-179")).isZero();
        assertThatThrownBy(() -> score(absolute, "many", "3"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("expected 'many' has no number");
    }

    /// By `evaluate-v1.1.py` of SQuAD, and `evaluate-v2.0.py` for empty texts.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the Denver Broncos | Denver Broncos! | 1",
                "Denver Broncos | Broncos | 0.6666667",
                "golden anniversary | the golden 50th anniversary of a game | 0.5714286",
                "a b b c | b b b | 0.6666667",
                "U.S. | US | 1",
                "the | a | 1",
                "Paris | London | 0",
                "Paris | '' | 0",
            })
    void token_f1_is_that_of_squad(String expected, String answer, double score) {
        assertThat(score(ScoreName.TOKEN_F1, expected, answer)).isCloseTo(score, within(1e-6));
    }

    /// Lin (2004), section 3.1: S1 to S4; 3.2 for candidates of several words in common.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "police killed the gunman | police kill the gunman | 0.75",
                "police killed the gunman | the gunman kill police | 0.5",
                "police killed the gunman | the gunman police killed | 0.5",
                "The cat sat on the mat. | the cat on mat | 0.8",
                "Привет мир | мир | 0.6666667",
                "a | '' | 0",
            })
    void rouge_l_is_that_of_the_paper(String expected, String answer, double score) {
        assertThat(score(ScoreName.ROUGE_L, expected, answer)).isCloseTo(score, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":\"x\"} | {\"b\":\"x \",\"a\":1.0} | 1",
                "{\"a\":1,\"b\":\"x\"} | {\"a\":1,\"b\":\"y\"} | 0.5",
                "{\"a\":1,\"b\":\"x\"} | {\"a\":1} | 0.6666667",
                "{\"a\":{\"b\":{\"c\":true}},\"d\":null} | {\"a\":{\"b\":{\"c\":true}}} | 1",
                "{\"t\":[\"x\",\"y\",\"y\"]} | {\"t\":[\"y\",\"x\"]} | 0.8",
                "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}] | [{\"a\":3,\"b\":4},{\"a\":1,\"b\":2}] | 1",
                "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}] | [{\"a\":1,\"b\":4},{\"a\":3,\"b\":2}] | 0.5",
                "{\"a\":1} | here: ```{\"a\":1}``` | 1",
                "{\"a\":1} | {\"a\":1} or {\"a\":2} | 0",
                "{\"a\":1} | no | 0",
                "{\"a\":[]} | {\"a\":[]} | 1",
                "{\"a\":\"1\"} | {\"a\":1} | 0",
                "{} | {} | 1",
            })
    void json_fields_are_counted_where_they_stand(String expected, String answer, double score) {
        assertThat(score(ScoreName.JSON_FIELDS, expected, answer)).isCloseTo(score, within(1e-6));
    }

    @Test
    void patterns_are_found_quoted_and_given_up() {
        assertThat(score(new Scoring.Regex("^\\d+$"), "", "123")).isEqualTo(1);
        assertThat(score(new Scoring.Regex("^{{ expected }}$"), "a.c", "a.c")).isEqualTo(1);
        assertThat(score(new Scoring.Regex("^{{expected}}$"), "a.c", "abc")).isZero();
        assertThat(score(new Scoring.Regex("\\d(?= USD)"), "", "5 USD")).isEqualTo(1);
        assertThatThrownBy(() -> Scorers.of(new Scoring.Regex("(a"), means()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("the pattern '(a' cannot be read");
        assertThatThrownBy(() -> score(new Scoring.Regex("(x+x+)+y"), "", "x".repeat(3000)))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("given up after 20 million steps on a text of 3000");
        assertThatThrownBy(
                        () -> score(new Scoring.Regex("^(?:a|b|cd)*$"), "", "ab".repeat(200_000)))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("nests too deeply on a text of 400000");
    }

    @Test
    void expressions_see_the_four_values_and_nothing_else() {
        Example example = withVariables();
        assertThat(cel("answer == expected", example, "b")).isEqualTo(1);
        assertThat(cel("answer.size() > 3", example, "b")).isZero();
        assertThat(
                        cel(
                                "input.contains('q') && variables['locale'] == 'de' ? 0.25 : 1.0",
                                example,
                                "x"))
                .isEqualTo(0.25);
        assertThat(cel("double(answer) > 1.0", example, "no number")).isZero();
        assertThat(cel("answer.lowerAscii().split(',')[1] == 'b'", example, "A")).isZero();
        assertThatThrownBy(() -> cel("variables['missing'] == 'x'", example, "b"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> cel("answr == 'x'", example, "b"))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("answr");
        assertThatThrownBy(() -> cel("7", example, "b")).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> cel("answer", example, "b"))
                .hasMessageContaining("true, false or");
        String loop =
                "answer.split('').all(a, answer.split('').all(b, answer.split('').all(c, true)))";
        assertThatThrownBy(() -> cel(loop, example, "x".repeat(200)))
                .isInstanceOf(GradusException.Data.class);
    }

    @Test
    void commands_read_json_and_see_no_key() {
        Scoring echo =
                new Scoring.Command(
                        List.of(
                                "python3",
                                "-c",
                                "import json,os,sys; d=json.load(sys.stdin);"
                                        + "assert sorted(d)==['answer','expected','id','input','variables'];"
                                        + "print(0.5 if 'OPENAI_API_KEY' not in os.environ and d['variables']=={'locale':'de'}"
                                        + " and d['answer']==d['expected'] else 0)"));
        assertThat(Scorers.of(echo, means()).score(withVariables(), "b")).isEqualTo(0.5);
        assertCommand("echo 2", "wrote '2'");
        assertCommand("echo oops >&2; exit 3", "ended with exit code 3: oops.");
        assertCommand("yes 1", "wrote more than 64 kB");
        Scorer slow =
                new CommandScorer(
                        new CommandCall(
                                List.of("sh", "-c", "sleep 20 & sleep 20"),
                                means().place(),
                                Duration.ofMillis(200)));
        assertThatThrownBy(() -> slow.score(withVariables(), "b"))
                .hasMessageContaining("took longer than");
        assertThatThrownBy(() ->
                        Scorers.of(new Scoring.Command(List.of("./nothing-there")), means())
                                .score(withVariables(), "b"))
                .hasMessageContaining("cannot be started");
    }

    @Test
    void similarity_is_the_cosine() {
        Scoring similarity = new Scoring.Similarity(ModelName.parse("embedded/words"));
        assertThat(score(similarity, "one two", "two one")).isCloseTo(1, within(1e-6));
        assertThat(score(similarity, "one two", "one three")).isBetween(0.3, 0.9);
        assertThat(score(similarity, "one two", " ")).isZero();
    }

    @Test
    void checks_are_a_weighted_share() {
        assertThat(checks("[{\"contains\":\"x\"},{\"icontains\":\"Y\",\"weight\":3}]", "a y"))
                .isEqualTo(0.75);
        assertThat(checks("[{\"not-contains\":\"x\"}]", "a y")).isEqualTo(1);
        assertThat(
                        checks(
                                "[{\"contains-any\":[\"q\",\"y\"]},{\"contains-all\":[\"q\",\"y\"]}]",
                                "y"))
                .isEqualTo(0.5);
        assertThat(checks("[{\"equals\":{\"a\":1}}]", "{ \"a\": 1 }")).isEqualTo(1);
        assertThat(
                        checks(
                                "[{\"regex\":\"^a\"},{\"starts-with\":\"a\"},{\"ends-with\":\"b\"}]",
                                "ab"))
                .isEqualTo(1);
        assertThat(checks("[{\"is-json\":true},{\"not-is-json\":true}]", "[1]")).isEqualTo(0.5);
        assertThat(
                        checks(
                                "[{\"schema\":{\"type\":\"object\",\"required\":[\"a\"]}}]",
                                "x {\"a\":1}"))
                .isEqualTo(1);
        assertThat(
                        checks(
                                "[{\"cel\":\"answer.size() < 3\"},{\"max-length\":1},{\"min-length\":1}]",
                                "ab"))
                .isCloseTo(2.0 / 3, within(1e-9));
        assertThat(
                        checks(
                                "[{\"similar\":\"one two\",\"threshold\":0.8,\"encoder\":\"embedded/words\"}]",
                                "two one"))
                .isEqualTo(1);
        assertThat(checks("[{\"rouge-l\":\"a b\",\"threshold\":0.9}]", "a c")).isZero();
        assertThat(checks("[{\"numeric\":3.14,\"tolerance\":0.01}]", "about 3.141")).isEqualTo(1);
    }

    @Test
    void a_wrong_check_is_named_with_its_place() {
        assertWrong("Paris", "is no JSON list of 1 to 100 checks");
        assertWrong("[]", "is no JSON list of 1 to 100 checks");
        assertWrong(
                "[{\"contain\":\"x\"}]",
                "check 1 has the unknown key 'contain'; the kinds are cel, ");
        assertWrong("[{\"contains\":\"x\",\"equals\":\"y\"}]", "check 1 has 2 kinds");
        assertWrong("[{\"weight\":2}]", "check 1 has 0 kinds");
        assertWrong("[{\"contains\":5}]", "needs a text as contains, not '5'");
        assertWrong("[{\"contains\":\"x\",\"weight\":0}]", "needs a number");
        assertWrong("[{\"llm-rubric\":\"x\"}]", "names no model that judges");
        assertWrong("[{\"contains\":\"x\"},7]", "check 2 is no object: '7'");
    }

    private void assertWrong(String expected, String words) {
        assertThatThrownBy(() -> checks(expected, "x"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(words);
    }

    private void assertCommand(String shell, String words) {
        Scorer scorer = Scorers.of(new Scoring.Command(List.of("sh", "-c", shell)), means());
        assertThatThrownBy(() -> scorer.score(withVariables(), "b"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(words);
    }

    private double checks(String expected, String answer) {
        return score(ScoreName.CHECKS, expected, answer);
    }

    private double cel(String expression, Example example, String answer) {
        return Scorers.of(new Scoring.Cel(expression), means()).score(example, answer);
    }

    private double score(ScoreName name, String expected, String answer) {
        return score(Scoring.of(name), expected, answer);
    }

    private double score(Scoring scoring, String expected, String answer) {
        return Scorers.of(scoring, means()).score(Example.of("1", "in", expected), answer);
    }

    private static Example withVariables() {
        Example plain = Example.of("1", "question", "b");
        return new Example(
                plain.id(),
                plain.input(),
                plain.expected(),
                plain.origin(),
                true,
                Map.of(),
                Optional.empty(),
                plain.source(),
                Map.of("locale", "de"));
    }

    private ScorerMeans means() {
        return new ScorerMeans(
                new Place(
                        folder,
                        name ->
                                name.equals("OPENAI_API_KEY")
                                        ? Optional.of("secret")
                                        : Optional.ofNullable(System.getenv(name))),
                name -> new WordEncoder(name, 64),
                Optional.empty(),
                Optional.empty(),
                7);
    }
}
