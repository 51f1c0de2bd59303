package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatRequest;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.ScriptedModel;
import dev.gradus.verdict.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A climb whose score is a judge: what the judge loves is not what counts.
class JudgedClimbTest {
    private static final String CONFIDENT =
            "Thank you for this excellent question. With full confidence, and after careful thought, "
                    + "this is a complete, correct and well structured answer that leaves nothing open.";
    private static final Pattern JUDGED =
            Pattern.compile("(?s)\\[ANSWER TO GRADE [0-9a-f]+]\\n(.*)\\n\\[END OF ANSWER");
    private static final Scoring CHECKS = Scoring.of(dev.gradus.task.ScoreName.CHECKS);
    private static final String RUBRIC =
            "[{\"llm-rubric\": \"Names the right mayor.\", \"model\": \"openai/judge\"}]";
    private static final Pattern TOWN = Pattern.compile("town(\\d+)");

    private final MemoryLedger ledger = new MemoryLedger();
    private final ScriptedModel honest = new ScriptedModel("openai/honest", this::honest);
    private final ScriptedModel wordy = new ScriptedModel("openai/wordy", request -> CONFIDENT);
    private int rightOfTen = 7;
    private String checks = "";

    @TempDir private Path folder = Path.of("");

    private String honest(ChatRequest request) {
        Matcher town = TOWN.matcher(ScriptedModel.lastUserMessage(request));
        int number = town.find() ? Integer.parseInt(town.group(1)) : 0;
        return number % 10 < rightOfTen
                ? "The mayor of town" + number + " is mayor" + number + "."
                : "The mayor of town" + number + " is unknown.";
    }

    /// Loves confidence; right answers get a 5 and wrong ones what it is told.
    private static ScriptedModel judge(int gradeOfWrong) {
        return new ScriptedModel(
                "openai/judge",
                request -> {
                    Matcher answer = JUDGED.matcher(ScriptedModel.lastUserMessage(request));
                    String said = answer.find() ? answer.group(1) : "";
                    boolean loved =
                            said.matches("(?s).*mayor\\d.*") || said.contains("full confidence");
                    return "{\"reason\": \"r\", \"grade\": " + (loved ? 5 : gradeOfWrong) + "}";
                });
    }

    @Test
    void a_confident_text_that_answers_nothing_does_not_win_however_the_judge_loves_it() {
        ClimbReport report = climb(judge(1), task(Goal.of(0.95, 0.02), Optional.empty()));

        Map<?, ?> confident = candidates(report, "openai/wordy").getFirst();
        assertThat(((Map<?, ?>) confident.get("score")).get("value")).isEqualTo(0.0);
        assertThat(((List<?>) confident.get("flags")).getFirst())
                .isEqualTo(
                        "100 % of the answers say the same whatever the input: a judge's grade of"
                                + " such an arm means nothing, and it scores 0");
        assertThat(candidates(report, "openai/honest").getFirst().get("flags"))
                .isEqualTo(List.of());
        assertThat(((Map<?, ?>) report.document().get("winner")).get("title").toString())
                .startsWith("honest");
    }

    @Test
    void a_judge_that_nobody_has_checked_settles_nothing_and_says_what_would() {
        rightOfTen = 10;
        ClimbReport report = climb(judge(1), task(Goal.of(0.5, 0.02), Optional.empty()));

        assertThat(report.verdict().kind())
                .as(report.verdict().headline())
                .isEqualTo(VerdictKind.INCONCLUSIVE);
        assertThat(report.verdict().headline())
                .isEqualTo(
                        "Not enough evidence: honest baseline scores 100.0 % by the judge openai/judge,"
                                + " and that judge is not calibrated.");
        assertThat(report.verdict().todo())
                .containsExactly(
                        "label 50 answers of the winner: gradus export answers --sample 50 --into"
                                + " judged.csv picks them at random; fill its column human, and name"
                                + " it as score.judge.calibration");
        assertThat(report.verdict().gates().getFirst().passes()).isFalse();
        assertThat(codes(report)).contains("judge-not-calibrated");
        Map<?, ?> judged = (Map<?, ?>) report.document().get("judge");
        assertThat(judged.get("calibrated")).isEqualTo(false);
        assertThat(judged.get("corrected")).isNull();
    }

    @Test
    void a_judge_that_people_find_too_kind_does_not_stop_the_climb() throws IOException {
        String file = labels(60, number -> number % 10 < 7 ? 1 : 0);
        ClimbReport report = climb(judge(5), task(Goal.of(0.95, 0.02), Optional.of(file)));

        assertThat(report.verdict().kind()).isNotEqualTo(VerdictKind.STOP);
        Map<?, ?> judged = (Map<?, ?>) report.document().get("judge");
        assertThat(judged.get("calibrated")).isEqualTo(true);
        assertThat(judged.get("labels")).isEqualTo(60);
        assertThat(codes(report)).doesNotContain("judge-not-calibrated");
        Map<?, ?> corrected = (Map<?, ?>) judged.get("corrected");
        assertThat((Double) corrected.get("value")).isBetween(0.65, 0.75);
        assertThat((Double) corrected.get("high")).isLessThan(0.95);
        Map<?, ?> winner = (Map<?, ?>) report.document().get("winner");
        assertThat(((Map<?, ?>) winner.get("score")).get("value")).isEqualTo(1.0);
        assertThat((Double) ((Map<?, ?>) report.document().get("gap")).get("value"))
                .isBetween(0.2, 0.3);
    }

    @Test
    void a_judge_that_people_agree_with_can_stop_the_climb() throws IOException {
        String file = labels(60, number -> number % 10 < 7 ? 1 : 0);
        ClimbReport report = climb(judge(1), task(Goal.of(0.6, 0.1), Optional.of(file)));

        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.STOP);
        assertThat(report.verdict().reasons().getFirst())
                .contains(
                        " The judge openai/judge says 0.700; its bias is taken out by 60 human labels"
                                + " (kappa 1.00).");
    }

    @Test
    void another_score_of_the_same_answers_is_measured_anew() {
        climb(judge(1), task(Goal.of(0.95, 0.02), Optional.empty()));
        int asked = honest.calls();
        ClimbReport exact =
                climb(
                        judge(1),
                        task(Goal.of(0.95, 0.02), Scoring.of(dev.gradus.task.ScoreName.CONTAINS)));

        Map<?, ?> score = (Map<?, ?>) candidates(exact, "openai/wordy").getFirst().get("score");
        assertThat(score.get("value")).isEqualTo(0.0);
        assertThat(candidates(exact, "openai/wordy").getFirst().get("flags")).isEqualTo(List.of());
        assertThat(exact.document().get("judge")).isNull();
        assertThat(honest.calls()).as("the answers themselves are known").isEqualTo(asked);
    }

    @Test
    void the_judge_within_checks_is_guarded_and_passes_no_goal() {
        rightOfTen = 10;
        checks = RUBRIC;
        ClimbReport report = climb(judge(1), task(Goal.of(0.5, 0.02), CHECKS));

        Map<?, ?> confident = candidates(report, "openai/wordy").getFirst();
        assertThat(((Map<?, ?>) confident.get("score")).get("value")).isEqualTo(0.0);
        assertThat(((List<?>) confident.get("flags")).getFirst().toString())
                .startsWith("100 % of the answers say the same whatever the input");
        Map<?, ?> judged = (Map<?, ?>) report.document().get("judge");
        assertThat(judged.get("model")).isEqualTo("openai/judge");
        assertThat(judged.get("calibrated")).isEqualTo(false);
        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
        assertThat(report.verdict().todo())
                .containsExactly(
                        "label 50 answers of the winner: gradus export answers --sample 50 --into"
                                + " judged.csv picks them at random; fill its column human, and name"
                                + " it as score.checks.calibration");
        assertThat(codes(report)).contains("judge-not-calibrated");
    }

    @Test
    void checks_that_people_find_too_kind_do_not_stop_the_climb() throws IOException {
        checks = RUBRIC;
        String file = labels(60, number -> number % 10 < 7 ? 1 : 0);
        ClimbReport report = climb(judge(5), task(Goal.of(0.95, 0.02), new Scoring.Checks(file)));

        assertThat(report.verdict().kind()).isNotEqualTo(VerdictKind.STOP);
        assertThat(codes(report)).doesNotContain("judge-not-calibrated");
        Map<?, ?> judged = (Map<?, ?>) report.document().get("judge");
        assertThat(judged.get("labels")).isEqualTo(60);
        assertThat((Double) ((Map<?, ?>) judged.get("corrected")).get("value"))
                .isBetween(0.65, 0.75);
    }

    @Test
    void checks_that_people_agree_with_can_stop_the_climb() throws IOException {
        checks = RUBRIC.replace("]", ", {\"contains\": \"mayor\", \"weight\": 0.25}]");
        String file = labels(60, number -> number % 10 < 7 ? 1 : 0.2);
        ClimbReport report = climb(judge(1), task(Goal.of(0.6, 0.1), new Scoring.Checks(file)));

        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.STOP);
        assertThat(report.verdict().reasons().getFirst())
                .contains(
                        " The judge openai/judge says 0.760; its bias is taken out by 60 human labels"
                                + " (kappa 1.00).");
    }

    @Test
    void a_label_of_no_example_says_what_is_missing() throws IOException {
        checks = RUBRIC;
        String file = labels(60, number -> 1);
        Files.writeString(folder.resolve(file), "Who?,Nobody,0\n", StandardOpenOption.APPEND);
        Task task = task(Goal.of(0.6, 0.1), new Scoring.Checks(file));

        assertThatThrownBy(() -> climb(judge(1), task))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        folder.resolve(file)
                                + ":62: no example of the task has the input 'Who?', so nothing says"
                                + " what a right answer to it is. Label answers to the task's own"
                                + " examples, or give the file a column expected.");
        assertThat(honest.calls()).as("before anything is paid").isZero();
    }

    @Test
    void checks_of_a_label_that_cannot_be_read_are_named_with_their_line() throws IOException {
        checks = RUBRIC;
        String rows = "input,answer,human,expected\nWho?,Nobody,0,mayor9\n";
        Files.writeString(folder.resolve("judged.csv"), rows);
        Task task = task(Goal.of(0.6, 0.1), new Scoring.Checks("judged.csv"));

        assertThatThrownBy(() -> climb(judge(1), task))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(
                        folder.resolve("judged.csv")
                                + ":2: expected 'mayor9' is no JSON list of 1 to 100 checks");
    }

    @Test
    void labels_alone_ask_no_answer_again() throws IOException {
        checks = RUBRIC;
        climb(judge(1), task(Goal.of(0.6, 0.1), CHECKS));
        int asked = honest.calls();
        String file = labels(60, number -> number % 10 < 7 ? 1 : 0);
        ClimbReport report = climb(judge(1), task(Goal.of(0.6, 0.1), new Scoring.Checks(file)));

        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.STOP);
        assertThat(honest.calls()).isEqualTo(asked);
    }

    @Test
    void checks_without_a_judge_stay_as_they_are() {
        rightOfTen = 10;
        checks = "[{\"contains\": \"mayor\"}]";
        ClimbReport report = climb(judge(1), task(Goal.of(0.5, 0.02), CHECKS));

        assertThat(report.document().get("judge")).isNull();
        assertThat(codes(report)).doesNotContain("judge-not-calibrated");
        assertThat(report.verdict().kind()).isEqualTo(VerdictKind.STOP);
    }

    private String labels(int count, IntToDoubleFunction human) throws IOException {
        List<String> rows = new ArrayList<>(List.of("input,answer,human"));
        for (int i = 0; i < count; i++) {
            String answer =
                    "The mayor of town"
                            + i
                            + (i % 10 < rightOfTen ? " is mayor" + i + "." : " is unknown.");
            rows.add(question(i) + "," + answer + "," + human.applyAsDouble(i));
        }
        Files.write(folder.resolve("judged.csv"), rows);
        return "judged.csv";
    }

    private ClimbReport climb(ScriptedModel judge, Task task) {
        return new Gradus(
                        ledger,
                        new Sources(
                                Optional.empty(),
                                Optional.empty(),
                                List.of(ScriptedModel.Source.of(honest, wordy, judge))),
                        InstantSource.system(),
                        2)
                .climb(request(task));
    }

    private ClimbRequest request(Task task) {
        return new ClimbRequest(
                        task,
                        examples(0, 300),
                        Optional.of(examples(1000, 200)),
                        new ClimbOptions(true, Set.of("prompt", "model"), Set.of(), 1),
                        false,
                        "task: mayors",
                        ClimbObserver.SILENT,
                        Progress.SILENT,
                        Optional.empty())
                .with(
                        new Outside(
                                PriceBook.empty(),
                                new ModelSource.Place(folder, name -> Optional.empty()),
                                64,
                                CallRecorder.NONE));
    }

    private static Task task(Goal goal, Optional<String> calibration) {
        return task(
                goal,
                new Scoring.Judge(
                        ModelName.parse("openai/judge"),
                        "The mayor is the right one.",
                        false,
                        calibration));
    }

    private static Task task(Goal goal, Scoring score) {
        return new Task(
                "mayors",
                "Say who the mayor is.",
                new AnswerShape.Text(),
                score,
                goal,
                Optional.empty(),
                Policy.standard(),
                List.of(ModelName.parse("openai/honest"), ModelName.parse("openai/wordy")),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD",
                Calling.standard());
    }

    /// With words of its own, or all would be near twins.
    private static String question(int town) {
        String words =
                new SplittableRandom(town)
                        .ints(8, 'a', 'z')
                        .mapToObj(letter -> Character.toString(letter).repeat(2) + town * letter)
                        .collect(Collectors.joining(" "));
        return "town" + town + " " + words + ": who is its mayor?";
    }

    private List<Example> examples(int from, int count) {
        List<Example> list = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            list.add(Example.of("e" + i, question(i), checks.isEmpty() ? "mayor" + i : checks));
        }
        return list;
    }

    private static List<String> codes(ClimbReport report) {
        return ((List<?>) report.document().get("findings"))
                .stream().map(one -> (String) ((Map<?, ?>) one).get("code")).toList();
    }

    private static List<Map<?, ?>> candidates(ClimbReport report, String model) {
        return ((List<?>) report.document().get("rungs"))
                .stream()
                        .flatMap(one -> ((List<?>) ((Map<?, ?>) one).get("candidates")).stream())
                        .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                        .filter(one -> one.get("models").equals(List.of(model)))
                        .toList();
    }
}
