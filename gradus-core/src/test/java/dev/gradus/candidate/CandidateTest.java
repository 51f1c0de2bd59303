package dev.gradus.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.canonical.CanonicalJson;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateTest {
    private static final ModelName MODEL = ModelName.parse("embedded/minilm-l6-q");
    private static final List<Label> LABELS =
            List.of(Label.of("refund", "wants \"money\" back"), Label.of("other"));

    @Test
    void the_canonical_json_is_one_way_only() {
        Candidate linear = new Candidate.Encoded(MODEL, new Method.Linear(1e-5), LABELS, "t1");

        assertThat(linear.canonicalJson())
                .isEqualTo(
                        "{\"kind\":\"encoded\",\"l2\":1.0E-5,\"labels\":[{\"description\":\"wants \\\"money\\\" back\","
                                + "\"name\":\"refund\"},{\"name\":\"other\"}],\"method\":\"linear\","
                                + "\"model\":\"embedded/minilm-l6-q\",\"train\":\"t1\"}");
        assertThat(linear.id()).hasSize(16).isEqualTo(linear.id());
    }

    @Test
    void every_part_changes_the_id() {
        Candidate one =
                new Candidate.Encoded(
                        MODEL, new Method.FixedShots(5, Method.Selection.DIVERSE, 1), LABELS, "t1");

        assertThat(
                        List.of(
                                new Candidate.Encoded(
                                                MODEL,
                                                new Method.FixedShots(
                                                        5, Method.Selection.DIVERSE, 2),
                                                LABELS,
                                                "t1")
                                        .id(),
                                new Candidate.Encoded(
                                                MODEL,
                                                new Method.FixedShots(
                                                        5, Method.Selection.RANDOM, 1),
                                                LABELS,
                                                "t1")
                                        .id(),
                                new Candidate.Encoded(
                                                MODEL,
                                                new Method.FixedShots(
                                                        3, Method.Selection.DIVERSE, 1),
                                                LABELS,
                                                "t1")
                                        .id(),
                                new Candidate.Encoded(
                                                MODEL,
                                                new Method.FixedShots(
                                                        5, Method.Selection.DIVERSE, 1),
                                                LABELS,
                                                "t2")
                                        .id(),
                                new Candidate.Encoded(
                                                MODEL,
                                                new Method.FixedShots(
                                                        5, Method.Selection.DIVERSE, 1),
                                                LABELS.reversed(),
                                                "t1")
                                        .id(),
                                new Candidate.Cascade(one, one, 0.5).id(),
                                new Candidate.Cascade(one, one, 0.6).id()))
                .doesNotHaveDuplicates()
                .doesNotContain(one.id());
    }

    @Test
    void a_learner_names_its_train_examples_and_a_zero_shot_method_has_none() {
        assertThatThrownBy(
                        () -> new Candidate.Encoded(MODEL, new Method.NearestExample(), LABELS, ""))
                .hasMessage("nearest-example names train examples that it learned from");
        assertThatThrownBy(
                        () -> new Candidate.Encoded(MODEL, new Method.LabelNames(), LABELS, "t1"))
                .hasMessage("label-names has no train examples that it learned from");
    }

    @Test
    void a_cascade_names_its_models_cheapest_first_and_is_less_simple() {
        Candidate first = new Candidate.Encoded(MODEL, new Method.Linear(1), LABELS, "t");
        Candidate second =
                new Candidate.Encoded(
                        ModelName.parse("embedded/bge-small-q"), new Method.Linear(1), LABELS, "t");
        Candidate cascade = new Candidate.Cascade(first, second, 0.625);

        assertThat(cascade.title())
                .isEqualTo("minilm-l6-q linear -> bge-small-q linear below 0.63");
        assertThat(cascade.models()).hasToString("[embedded/minilm-l6-q, embedded/bge-small-q]");
        assertThat(cascade.complexity()).isGreaterThan(second.complexity());
    }

    @Test
    void numbers_that_are_none_are_refused() {
        assertThatThrownBy(() -> CanonicalJson.write(java.util.Map.of("x", Double.NaN)))
                .hasMessage("not a canonical value: NaN");
        assertThat(CanonicalJson.write(java.util.Map.of("x", "a\n\"\\")))
                .isEqualTo("{\"x\":\"a\\u000a\\\"\\\\\"}");
    }
}
