package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Condition;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CandidateJsonTest {
    private static final ModelName MODEL = ModelName.parse("embedded/minilm-l6-q");
    private static final List<Label> LABELS =
            List.of(
                    Label.of("refund", "Money \"back\",\nplease: \u00e9\u4e16\ud83d\ude00"),
                    Label.of("card"));

    static final List<Candidate> candidates =
            List.of(
                    new Candidate.Encoded(MODEL, new Method.LabelNames(), LABELS, ""),
                    new Candidate.Encoded(MODEL, new Method.LabelDescriptions(), LABELS, ""),
                    new Candidate.Encoded(
                            MODEL,
                            new Method.FixedShots(5, Method.Selection.DIVERSE, -7L),
                            LABELS,
                            "abc"),
                    new Candidate.Encoded(
                            MODEL,
                            new Method.FixedShots(10, Method.Selection.RANDOM, Long.MAX_VALUE),
                            LABELS,
                            "abc"),
                    new Candidate.Encoded(MODEL, new Method.RetrievedShots(10), LABELS, "abc"),
                    new Candidate.Encoded(MODEL, new Method.NearestExample(), LABELS, "abc"),
                    new Candidate.Encoded(MODEL, new Method.Linear(1e-7), LABELS, "abc"),
                    new Candidate.Cascade(
                            new Candidate.Encoded(MODEL, new Method.Linear(1.0 / 3), LABELS, "abc"),
                            new Candidate.Encoded(MODEL, new Method.Linear(1e20), LABELS, "abc"),
                            0.1 + 0.2),
                    prompted(
                            new Shots.None(),
                            new AnswerShape.Labels(LABELS),
                            Calling.standard().sampling()),
                    prompted(
                            new Shots.Fixed(
                                    List.of(
                                            new Shots.Shot("in\n\"put\"", "out"),
                                            new Shots.Shot("", "")),
                                    "diverse"),
                            new AnswerShape.Json("{\"type\":\"object\"}"),
                            new Sampling(
                                    OptionalDouble.of(1e-7),
                                    OptionalDouble.of(0.9),
                                    OptionalInt.of(99),
                                    OptionalLong.of(Long.MAX_VALUE),
                                    Optional.of(Sampling.Effort.MINIMAL),
                                    List.of("\n", "end"),
                                    true)),
                    new Candidate.Cascade(
                            new Candidate.Encoded(MODEL, new Method.Linear(1), LABELS, "abc"),
                            prompted(
                                    new Shots.Retrieved(MODEL, 10, "abc"),
                                    new AnswerShape.Text(),
                                    Sampling.standard()),
                            0.5));

    private static Candidate.Prompted prompted(Shots shots, AnswerShape answer, Sampling sampling) {
        return new Candidate.Prompted(
                ModelName.parse("openai/gpt-5-mini"),
                new Prompt("sharper", "{{ brief }}\n\u00e9", "{{ input }}"),
                shots,
                new Structure(
                        Structure.Means.TOOL,
                        true,
                        List.of(
                                new Condition.Regex("^[a-z]+$"),
                                new Condition.Cel("answer.size() < 9"),
                                new Condition.Schema("{\"type\": \"string\"}"),
                                new Condition.Command(List.of("python3", "valid.py")))),
                answer,
                sampling);
    }

    @ParameterizedTest
    @FieldSource("candidates")
    void reads_what_it_wrote_with_the_same_id(Candidate candidate) {
        Candidate read = CandidateJson.read(CandidateJson.write(candidate));

        assertThat(read).isEqualTo(candidate);
        assertThat(read.id()).isEqualTo(candidate.id());
    }

    @Test
    void refuses_a_field_that_it_does_not_know() {
        String json =
                CandidateJson.write(candidates.get(0))
                        .replace("\"kind\"", "\"adapter\":\"x\",\"kind\"");

        assertThatThrownBy(() -> CandidateJson.read(json))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "candidate: unknown field 'adapter'. Read it with the version that wrote it.");
    }

    @Test
    void refuses_a_value_of_another_kind() {
        String json = CandidateJson.write(candidates.get(6)).replace("1.0E-7", "\"low\"");

        assertThatThrownBy(() -> CandidateJson.read(json))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("candidate: l2 is 'low'. Write a number.");
    }

    @Test
    void refuses_a_value_that_no_candidate_can_have() {
        String json =
                CandidateJson.write(candidates.get(2))
                        .replace("\"perLabel\":5", "\"perLabel\":5000000000");

        assertThatThrownBy(() -> CandidateJson.read(json))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("candidate: integer overflow. Read it with the version that wrote it.");
    }
}
