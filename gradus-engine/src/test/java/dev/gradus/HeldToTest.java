package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.chat.Sampling;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldToTest {
    private static final ModelName ENCODER = ModelName.parse("embedded/words-64");
    private static final List<Label> LABELS = List.of(Label.of("yes"), Label.of("no"));
    private static final List<Example> HALF =
            List.of(
                    Example.of("1", "own one", "yes"),
                    Example.of("2", "own two", "no"),
                    Example.of("3", "own three", "yes"),
                    Example.of("4", "own four", "no"));
    private static final HeldTo TO = new HeldTo(HALF, HALF.subList(0, 2));

    @Test
    void a_fixed_shot_that_is_held_out_gives_its_place_to_one_with_the_same_answer() {
        Shots shots =
                shots(
                        new Shots.Fixed(
                                List.of(
                                        new Shots.Shot("own one", "yes"),
                                        new Shots.Shot("held out", "yes"),
                                        new Shots.Shot("held out too", "no")),
                                "diverse"));

        assertThat(shots)
                .isEqualTo(
                        new Shots.Fixed(
                                List.of(
                                        new Shots.Shot("own one", "yes"),
                                        new Shots.Shot("own three", "yes"),
                                        new Shots.Shot("own two", "no")),
                                "diverse"));
    }

    @Test
    void where_no_other_has_the_same_answer_the_next_one_is_shown() {
        assertThat(shots(new Shots.Fixed(List.of(new Shots.Shot("held out", "maybe")), "diverse")))
                .isEqualTo(new Shots.Fixed(List.of(new Shots.Shot("own one", "yes")), "diverse"));
    }

    @Test
    void shots_are_looked_up_among_what_is_taught_at_this_size() {
        assertThat(shots(new Shots.Retrieved(ENCODER, 5, "all of train")))
                .isEqualTo(new Shots.Retrieved(ENCODER, 5, ContentHash.of(HALF.subList(0, 2))));
    }

    @Test
    void both_steps_of_a_cascade_are_held_and_what_learns_nothing_stays() {
        Candidate learns =
                new Candidate.Encoded(ENCODER, new Method.Linear(0.1), LABELS, "all of train");
        Candidate names = new Candidate.Encoded(ENCODER, new Method.LabelNames(), LABELS, "");
        Candidate held = TO.candidate(new Candidate.Cascade(learns, names, 0.7));

        assertThat(held)
                .isEqualTo(
                        new Candidate.Cascade(
                                new Candidate.Encoded(
                                        ENCODER,
                                        new Method.Linear(0.1),
                                        LABELS,
                                        ContentHash.of(HALF.subList(0, 2))),
                                names,
                                0.7));
    }

    private static Shots shots(Shots shots) {
        return TO.prompted(
                        new Candidate.Prompted(
                                ModelName.parse("openai/gpt-4o"),
                                new Prompt("plain", "", "{{ input }}"),
                                shots,
                                Structure.none(),
                                new AnswerShape.Labels(LABELS),
                                Sampling.standard()))
                .shots();
    }
}
