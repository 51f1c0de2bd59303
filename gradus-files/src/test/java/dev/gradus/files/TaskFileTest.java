package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFileTest {
    private static final Path EXAMPLE = Path.of("../examples/card-support");
    @TempDir Path folder;

    @Test
    void reads_the_example_with_all_its_rows() {
        LoadedTask loaded = TaskFile.read(EXAMPLE);

        Task task = loaded.task();
        assertThat(task.name()).isEqualTo("card-support");
        assertThat(task.answer().asLabels().orElseThrow().names()).hasSize(77);
        assertThat(task.answer().asLabels().orElseThrow().described()).isTrue();
        assertThat(task.score()).isEqualTo(ScoreName.ACCURACY);
        assertThat(task.goal().costPerThousandCalls()).contains(Money.of(0.50, "USD"));
        assertThat(task.goal().p95()).contains(Duration.ofMillis(800));
        assertThat(task.traffic().orElseThrow().costOfAnError()).contains(Money.of(0.20, "USD"));
        assertThat(task.policy()).isEqualTo(new Policy(Policy.Stage.PRODUCTION, true, 12));
        assertThat(loaded.examples()).hasSize(10_003);
        assertThat(loaded.test().orElseThrow()).hasSize(3_080);
        assertThat(loaded.examples().get(14))
                .isEqualTo(
                        new Example(
                                "train-00014",
                                loaded.examples().get(14).input(),
                                "card_arrival",
                                Example.Origin.HUMAN,
                                true,
                                java.util.Map.of(),
                                java.util.Optional.empty(),
                                new Example.Source("train.csv", 16)));
        assertThat(loaded.place("goal.matters")).isEqualTo("gradus.yaml:19:12");
    }

    @Test
    void takes_the_labels_from_the_examples() throws IOException {
        write("gradus.yaml", minimal("labels"));
        write("t.csv", "text,label\na,x\nb,y\nc,x\n");

        assertThat(TaskFile.read(folder).task().answer())
                .isInstanceOfSatisfying(
                        AnswerShape.Labels.class,
                        labels -> assertThat(labels.names()).containsExactly("x", "y"));
    }

    @Test
    void names_an_unknown_label_as_the_house_style_says() throws IOException {
        write("gradus.yaml", minimal("{ labels: [ refund, card ] }"));
        write("t.csv", "text,label\na,card\nb,refnd\n");

        assertThatThrownBy(() -> TaskFile.read(folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "t.csv:3: label 'refnd' is not one of the 2 labels (closest: 'refund'). Fix the row, or add the label to gradus.yaml.");
    }

    private static String minimal(String answer) {
        return """
        task: tickets
        brief: Name the topic.
        examples: { file: t.csv, input: text, expected: label }
        answer: %s
        goal: { score: 0.9, matters: 0.02 }
        models: [ embedded/minilm-l6-q ]
        """
                .formatted(answer);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
