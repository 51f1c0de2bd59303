package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
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

        String same = ContentHash.ofTexts(List.of("same", "x")).substring(0, 16);
        assertThat(Files.readString(file))
                .contains("\"" + same + "\"", "\"" + same + "-2\"", "\"" + same + "-3\"")
                .contains(
                        "\"" + ContentHash.ofTexts(List.of("other", "y")).substring(0, 16) + "\"");

        List<Example> today =
                List.of(
                        Example.of("1", "new", "z"),
                        Example.of("2", "other", "y"),
                        Example.of("3", "same", "x"),
                        Example.of("4", "same", "x"));
        BaselineFile.Common common =
                BaselineFile.common(BaselineFile.read(file), today, run(today));
        assertThat(common.examples()).extracting(Example::id).containsExactly("2", "3", "4");
        assertThat(common.baseline().outcomes())
                .extracting(outcome -> outcome.answer().orElseThrow())
                .containsExactly("answer b", "answer a", "answer c");
        assertThat(common.now().outcomes())
                .extracting(outcome -> outcome.answer().orElseThrow())
                .containsExactly("answer 2", "answer 3", "answer 4");
    }

    @Test
    void a_missing_outcome_and_an_unknown_cost_stay_what_they_are() {
        List<Example> examples = List.of(Example.of("a", "x", "y"), Example.of("b", "z", "y"));
        Path file = folder.resolve("baseline.json");
        BaselineFile.write(
                file,
                "task",
                "accuracy",
                examples,
                new Run(
                        CANDIDATE,
                        Split.DEV,
                        List.of(Outcome.missing("a", "gone"), Outcome.scored("b", "y", 0.25)),
                        "USD"));

        assertThat(BaselineFile.read(file).outcomes().values())
                .extracting(
                        BaselineFile.Kept::score,
                        BaselineFile.Kept::answer,
                        BaselineFile.Kept::cost)
                .containsExactly(
                        tuple(OptionalDouble.empty(), "", OptionalDouble.empty()),
                        tuple(OptionalDouble.of(0.25), "y", OptionalDouble.empty()));
    }

    @Test
    void an_example_with_two_outcomes_is_named() throws Exception {
        List<Example> examples = List.of(Example.of("a", "x", "y"), Example.of("b", "z", "y"));
        Path file = folder.resolve("baseline.json");
        BaselineFile.write(file, "task", "accuracy", examples, run(examples));
        String first = ContentHash.ofTexts(List.of("x", "y")).substring(0, 16);
        String second = ContentHash.ofTexts(List.of("z", "y")).substring(0, 16);
        Files.writeString(file, Files.readString(file).replace(second, first));

        assertThatThrownBy(() -> BaselineFile.read(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        file
                                + ": the example '"
                                + first
                                + "' has two outcomes. Take one out, or write the baseline anew"
                                + " with --write-baseline.");
    }

    @Test
    void what_is_no_baseline_or_cannot_be_read_is_a_sentence() throws Exception {
        Path file = folder.resolve("baseline.json");
        Files.writeString(file, "{\"schema\": \"gradus.baseline/1\", \"outcomes\": {}}");
        assertThatThrownBy(() -> BaselineFile.read(file))
                .hasMessage(
                        file
                                + " is no baseline (gradus.baseline/2). Write it anew with"
                                + " --write-baseline.");
        Files.writeString(file, "[1, 2]");
        assertThatThrownBy(() -> BaselineFile.read(file))
                .hasMessage(file + ":1:1: a JSON object is wanted here. Write { ... }.");
        Files.writeString(file, "{\"outcomes\": [{\"example\": \"a\"}");
        assertThatThrownBy(() -> BaselineFile.read(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(file + ":1:")
                .hasMessageEndingWith(". Fix the line.");
        assertThatThrownBy(() -> BaselineFile.read(folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void a_file_of_the_first_form_is_its_own_anchor() throws Exception {
        List<Example> examples = List.of(Example.of("a", "x", "y"), Example.of("b", "z", "y"));
        Path file = folder.resolve("baseline.json");
        BaselineFile.write(file, "task", "accuracy", examples, run(examples));
        String first =
                Files.readString(file)
                        .replace("gradus.baseline/2", "gradus.baseline/1")
                        .replaceFirst("\"anchor\":\\{[^}]*},?", "")
                        .replaceFirst(",(\\s*,)", "$1");
        assertThat(first).doesNotContain("anchor");
        Files.writeString(file, first);

        BaselineFile.Baseline read = BaselineFile.read(file);
        assertThat(read.anchor().itself()).isTrue();
        BaselineFile.Anchored anchored = BaselineFile.anchored(read, examples, run(examples));
        assertThat(anchored.examples()).hasSize(2);
        assertThat(anchored.gone()).isZero();
    }

    @Test
    void the_anchor_stays_in_the_file_while_baselines_are_written_over_it() {
        List<Example> examples =
                List.of(
                        Example.of("a", "x", "y"),
                        Example.of("b", "z", "y"),
                        Example.of("c", "w", "y"));
        Path file = folder.resolve("baseline.json");
        BaselineFile.write(
                file,
                "task",
                "accuracy",
                examples,
                answered("yes", 1, 1, -1),
                new BaselineFile.HeldTo.Itself("the first baseline"));
        List<Example> more = new java.util.ArrayList<>(examples);
        more.add(Example.of("d", "new", "y"));
        for (int merge = 0; merge < 3; merge++) {
            BaselineFile.write(
                    file,
                    "task",
                    "accuracy",
                    more,
                    answered("no", 0, 1, 1, 1),
                    new BaselineFile.HeldTo.Earlier(BaselineFile.read(file)));
        }

        BaselineFile.Baseline read = BaselineFile.read(file);
        assertThat(read.anchor().itself()).isFalse();
        assertThat(read.anchor().why()).isEqualTo("the first baseline");
        BaselineFile.Anchored anchored =
                BaselineFile.anchored(read, more, answered("no", 0, 1, 1, 1));
        assertThat(anchored.examples()).extracting(Example::id).containsExactly("a", "b", "c");
        assertThat(anchored.gone()).isZero();
        assertThat(anchored.anchor().outcomes().getFirst().score()).hasValue(1);
        assertThat(anchored.anchor().outcomes().getFirst().answer()).contains("yes");
        assertThat(anchored.anchor().outcomes().get(2).isMissing())
                .as("what the anchor missed is still missing")
                .isTrue();
        assertThat(BaselineFile.anchored(read, more.subList(1, 4), answered("no", 1, 1, 1)).gone())
                .isEqualTo(1);
    }

    /// @param scores -1 for a missing one
    private static Run answered(String answer, double... scores) {
        List<Outcome> outcomes = new java.util.ArrayList<>();
        for (double score : scores) {
            String id = String.valueOf((char) ('a' + outcomes.size()));
            outcomes.add(
                    score < 0 ? Outcome.missing(id, "lost") : Outcome.scored(id, answer, score));
        }
        return new Run(CANDIDATE, Split.DEV, outcomes, "USD");
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
