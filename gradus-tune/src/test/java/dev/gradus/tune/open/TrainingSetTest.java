package dev.gradus.tune.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.check.TokenCounter;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainingSetTest {
    private final Task task = Tasks.intents();
    private final OpenOptions options = OpenOptions.of(task);
    @TempDir private Path folder;

    @Test
    void leaves_out_what_a_model_wrote_and_nobody_confirmed() {
        List<Example> train = new ArrayList<>(Tasks.examples(30));
        train.add(Tasks.synthetic("s1", false));
        train.add(Tasks.synthetic("s2", false));
        train.add(Tasks.synthetic("s3", true));

        TrainingReport report = TrainingSet.of(task, train, options).report();

        assertThat(report.given()).isEqualTo(33);
        assertThat(report.unverified()).isEqualTo(2);
        assertThat(report.learned() + report.held()).isEqualTo(31);
        assertThat(report.perLabel())
                .containsExactly(
                        Map.entry("refund", 11), Map.entry("delivery", 10), Map.entry("login", 10));
    }

    @Test
    void refuses_where_none_remains_or_too_few() {
        List<Example> made = List.of(Tasks.synthetic("s1", false), Tasks.synthetic("s2", false));

        assertThatThrownBy(() -> TrainingSet.of(task, made, options))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "2 of 2 examples were written by a model and confirmed by nobody, and none"
                                + " remains. Have a person check them and set `verified`.");
        assertThatThrownBy(() -> TrainingSet.of(task, Tasks.examples(19), options))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "19 examples can be learned from, and at least 20 are needed (left out: 0"
                                + " unverified, 0 duplicates, 0 without a wrong answer, 0 too long). Add examples"
                                + " that a person has checked.");
        assertThatThrownBy(() -> TrainingSet.of(task, List.of(), options))
                .hasMessage("there is no example to learn from. Add labelled examples.");
    }

    @Test
    void drops_duplicates_and_counts_contradictions() {
        List<Example> train = new ArrayList<>(Tasks.examples(30));
        train.add(Example.of("twice", "  message number 0 ", "refund"));
        train.add(Example.of("other", "message number 1", "login"));

        TrainingReport report = TrainingSet.of(task, train, options).report();

        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.contradictions()).isEqualTo(1);
        assertThat(report.learned() + report.held()).isEqualTo(31);
    }

    @Test
    void counts_tokens_and_names_what_would_be_cut() {
        List<Example> train = new ArrayList<>(Tasks.examples(30));
        train.add(Example.of("long", "word ".repeat(50), "refund"));
        TokenCounter words =
                new TokenCounter() {
                    @Override
                    public int count(String text) {
                        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
                    }

                    @Override
                    public String method() {
                        return "words";
                    }

                    @Override
                    public boolean exact() {
                        return true;
                    }
                };

        TrainingReport report =
                TrainingSet.of(task, train, options.withCounter(words).withMaxLength(20)).report();

        // "Name the intent." and "Answer with one of: refund, delivery, login" are 10 words
        assertThat(report.tokens()).isEqualTo(new TokenSpread(14, 14, 14, 14, 420, "words", true));
        assertThat(report.tooLong()).containsExactly("long");
        assertThat(report.learned() + report.held()).isEqualTo(report.given() - 1);
    }

    @Test
    void a_group_and_an_input_are_never_on_both_sides() throws IOException {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        List<String> names = ((AnswerShape.Labels) Tasks.LABELS).names();
        for (int round = 0; round < 50; round++) {
            List<Example> train = new ArrayList<>();
            Map<String, Set<String>> kin = new HashMap<>();
            for (int i = 0; i < 200; i++) {
                String group = "g" + random.nextInt(60);
                String input = "text " + random.nextInt(400);
                train.add(Tasks.grouped("e" + i, input, names.get(random.nextInt(3)), group));
                kin.computeIfAbsent(group, g -> new HashSet<>()).add(input);
            }
            TrainingSet set = TrainingSet.of(task, train, options.withSeed(round));
            Set<String> held = inputs(set, TrainingSet.Part.HELD);
            Set<String> learned = inputs(set, TrainingSet.Part.LEARNED);
            String at = "seed " + seed + ", round " + round;
            assertThat(held).as(at).doesNotContainAnyElementsOf(learned);
            kin.forEach((group, inputs) -> {
                boolean oneSide = held.containsAll(inputs) || learned.containsAll(inputs);
                assertThat(oneSide).as(at + ", group " + group).isTrue();
            });
        }
    }

    @Test
    void holds_out_its_share_of_each_label_whatever_the_order() throws IOException {
        List<Example> train = Tasks.examples(300);

        TrainingSet set = TrainingSet.of(task, train, options);
        TrainingSet turned = TrainingSet.of(task, train.reversed(), options);

        assertThat(set.report().held()).isEqualTo(30);
        assertThat(inputs(turned, TrainingSet.Part.HELD))
                .isEqualTo(inputs(set, TrainingSet.Part.HELD));
        assertThat(turned.report().dataset()).isEqualTo(set.report().dataset());
        assertThat(TrainingSet.of(task, train, options.withSeed(2)).report().dataset())
                .isNotEqualTo(set.report().dataset());
    }

    @Test
    void writes_each_shape_to_the_letter() throws IOException {
        OpenOptions dpo =
                options.withMethod(OpenOptions.Method.DPO).withRejected(Map.of("e0", "login"));
        TrainingSet set = TrainingSet.of(task, Tasks.examples(30), dpo);
        String system = "Name the intent.\\nAnswer with one of: refund, delivery, login";
        String asked =
                "[{\"role\":\"system\",\"content\":\""
                        + system
                        + "\"},{\"role\":\"user\",\"content\":\"message number 0\"}";
        String right = "{\"role\":\"assistant\",\"content\":\"refund\"}";
        String wrong = "{\"role\":\"assistant\",\"content\":\"login\"}";

        assertThat(row(set, TrainingShape.CHAT))
                .isEqualTo("{\"messages\":" + asked + "," + right + "]}");
        assertThat(row(set, TrainingShape.ALPACA))
                .isEqualTo(
                        "{\"instruction\":\""
                                + system
                                + "\",\"input\":\"message number 0\",\"output\":\"refund\"}");
        assertThat(row(set, TrainingShape.SHAREGPT))
                .isEqualTo(
                        "{\"conversations\":[{\"from\":\"system\",\"value\":\""
                                + system
                                + "\"},{\"from\":\"human\",\"value\":\"message number"
                                + " 0\"},{\"from\":\"gpt\",\"value\":\"refund\"}]}");
        assertThat(row(set, TrainingShape.DPO))
                .isEqualTo(
                        "{\"prompt\":"
                                + asked
                                + "],\"chosen\":["
                                + right
                                + "],\"rejected\":["
                                + wrong
                                + "]}");
        assertThat(row(set, TrainingShape.DPO_OPENAI))
                .isEqualTo(
                        "{\"input\":{\"messages\":"
                                + asked
                                + "]},\"preferred_output\":["
                                + right
                                + "],\"non_preferred_output\":["
                                + wrong
                                + "]}");
        assertThat(row(set, TrainingShape.GRPO))
                .isEqualTo(
                        "{\"id\":\"e0\",\"prompt\":"
                                + asked
                                + "],\"expected\":\"refund\",\"input\":\"message number"
                                + " 0\",\"variables\":\"{}\"}");
    }

    @Test
    void texts_come_back_as_they_were_whatever_they_hold() throws IOException {
        String nasty =
                "\"quotes\" \\ \u2028 \u0085 \u007f \ud83d\ude00 \ud800 {{ x }} ''' \"\"\" \n# y: [z";
        List<Example> train = new ArrayList<>(Tasks.examples(30));
        train.add(Example.of("nasty", nasty, "refund"));

        List<JsonNode> rows = new ArrayList<>();
        TrainingSet set = TrainingSet.of(task, train, options);
        for (TrainingSet.Part part : TrainingSet.Part.values()) {
            set.write(TrainingShape.CHAT, part, folder.resolve("nasty.jsonl"));
            String text = Files.readString(folder.resolve("nasty.jsonl"));
            assertThat(text).matches("[\\x20-\\x7e\\n]*");
            text.lines().forEach(line -> rows.add(JsonMapper.shared().readTree(line)));
        }

        assertThat(rows.stream().map(row -> row.path("messages").path(1).path("content")))
                .anyMatch(content -> content.stringValue("").equals(nasty.strip()));
    }

    @Test
    void draws_another_label_where_no_wrong_answer_is_known_and_says_so() {
        OpenOptions dpo =
                options.withMethod(OpenOptions.Method.DPO)
                        .withRejected(Map.of("e0", "login", "e1", "delivery"));

        TrainingReport report = TrainingSet.of(task, Tasks.examples(30), dpo).report();

        // what is known of e1 is its right answer
        assertThat(report.drawnPairs()).isEqualTo(29);
        assertThat(report.withoutPair()).isZero();
    }

    @Test
    void a_text_task_prefers_only_where_a_wrong_answer_is_known() {
        Task text =
                Tasks.of("Answer.", new AnswerShape.Text(), ScoreName.EXACT, "vllm/Qwen/Qwen3-4B");
        OpenOptions dpo = OpenOptions.of(text).withMethod(OpenOptions.Method.DPO);
        Map<String, String> wrong = new HashMap<>();
        for (int i = 0; i < 25; i++) {
            wrong.put("e" + i, "wrong");
        }

        TrainingReport report =
                TrainingSet.of(text, Tasks.examples(30), dpo.withRejected(wrong)).report();

        assertThat(report.withoutPair()).isEqualTo(5);
        assertThat(report.learned() + report.held()).isEqualTo(25);
        assertThat(report.perLabel()).isEmpty();
        assertThatThrownBy(() -> TrainingSet.of(text, Tasks.examples(30), dpo))
                .hasMessageStartingWith(
                        "no example has a wrong answer to prefer its right one to.");
    }

    @Test
    void refuses_an_empty_answer_and_an_id_that_stands_twice() {
        List<Example> empty = new ArrayList<>(Tasks.examples(30));
        empty.add(Tasks.grouped("x", "text", " ", "g"));
        List<Example> twice = new ArrayList<>(Tasks.examples(30));
        twice.add(Tasks.grouped("e1", "text", "refund", "g"));

        assertThatThrownBy(() -> TrainingSet.of(task, empty, options))
                .hasMessage(
                        "train.csv:1: the answer of example 'x' is empty, and nothing can be learned"
                                + " from it. Fill it in, or take the row out.");
        assertThatThrownBy(() -> TrainingSet.of(task, twice, options))
                .hasMessage(
                        "train.csv:1: id 'e1' stands twice. Give each example an id of its own.");
    }

    private String row(TrainingSet set, TrainingShape shape) throws IOException {
        for (TrainingSet.Part part : TrainingSet.Part.values()) {
            Path file = folder.resolve(shape + ".jsonl");
            set.write(shape, part, file);
            for (String line : Files.readAllLines(file)) {
                if (line.contains("message number 0\"")) {
                    return line;
                }
            }
        }
        throw new AssertionError("example 0 is in neither part");
    }

    private Set<String> inputs(TrainingSet set, TrainingSet.Part part) throws IOException {
        Path file = folder.resolve(part + ".jsonl");
        set.write(TrainingShape.CHAT, part, file);
        Set<String> inputs = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode messages = JsonMapper.shared().readTree(line).path("messages");
            inputs.add(messages.path(1).path("content").stringValue(""));
        }
        return inputs;
    }
}
