package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineFileTest {
    private static final Candidate CANDIDATE =
            new Candidate.Prompted(
                    ModelName.parse("openai/gpt-5-mini"),
                    new Prompt("own", "", "{{ input }}"),
                    new Shots.None(),
                    Structure.none(),
                    new AnswerShape.Text(),
                    Sampling.standard());

    @TempDir private Path folder = Path.of("");

    @Test
    void examples_are_known_again_wherever_they_moved_and_those_alike_in_their_order()
            throws Exception {
        List<Example> before =
                List.of(
                        Example.of("a", "same", "x"),
                        Example.of("b", "other", "y"),
                        Example.of("c", "same", "x"),
                        Example.of("d", "same", "x"));
        Path file = folder.resolve("baseline.json");
        BaselineFile.write(file, "task", "accuracy", before, run(before));

        String same = ContentHash.of("same", "x").substring(0, 16);
        assertThat(Files.readString(file))
                .contains("\"" + same + "\"", "\"" + same + "-2\"", "\"" + same + "-3\"")
                .contains("\"" + ContentHash.of("other", "y").substring(0, 16) + "\"");

        List<Example> today =
                List.of(
                        Example.of("1", "new", "z"),
                        Example.of("2", "other", "y"),
                        Example.of("3", "same", "x"),
                        Example.of("4", "same", "x"));
        BaselineFile.Common common = BaselineFile.common(BaselineFile.read(file), today, "USD");
        assertThat(common.examples()).extracting(Example::id).containsExactly("2", "3", "4");
        assertThat(common.baseline().outcomes())
                .extracting(outcome -> outcome.answer().orElseThrow())
                .containsExactly("answer b", "answer a", "answer c");
    }

    private static Run run(List<Example> examples) {
        return new Run(
                CANDIDATE,
                Split.DEV,
                examples.stream()
                        .map(one -> Outcome.scored(one.id(), "answer " + one.id(), 1))
                        .toList(),
                "USD");
    }
}
