package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.spi.PromptStudy.Bootstrapped;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds shots that a candidate itself answers right, one a label where there are labels. Train
/// examples are asked in the order drawn, a few at once, until there are enough, or until so many
/// answers in a row were wrong that there will hardly be.
final class Bootstrapping {
    private static final int ASKED_AT_ONCE = 15;
    private static final int ASKED_AT_MOST = 96;
    private static final double RIGHT = 0.999;

    private final Optional<AnswerShape.Labels> labels;
    private final TrainPrompts train;

    Bootstrapping(Task task, TrainPrompts train) {
        this.labels = task.answer().asLabels();
        this.train = train;
    }

    Bootstrapped of(Candidate.Prompted base, int count) {
        if (labels.isPresent() && labels.get().labels().size() < count) {
            return tooFew(
                    List.of(), "%d of different labels need %d labels".formatted(count, count));
        }
        List<Example> order =
                train.drawn("bootstrapped", ASKED_AT_MOST).stream().map(train::train).toList();
        List<Shots.Shot> shots = new ArrayList<>();
        Set<String> used = new HashSet<>();
        int wrongInARow = 0;
        int asked = 0;
        while (asked < order.size()
                && shots.size() < count
                && wrongInARow < TrainPrompts.ALL_WRONG) {
            // No more than can all be wrong before it stops.
            int some = Math.min(ASKED_AT_ONCE, TrainPrompts.ALL_WRONG - wrongInARow);
            int to = Math.min(order.size(), asked + some);
            for (TrainPrompts.Graded graded :
                    train.graded(base, order.subList(asked, to), "finding shots")) {
                boolean right = graded.score().orElse(0) >= RIGHT;
                boolean fresh = labels.isEmpty() || used.add(graded.example().expected());
                if (right && fresh && shots.size() < count) {
                    shots.add(new Shots.Shot(graded.example().input(), graded.answer().text()));
                }
                if (graded.score().isPresent()) {
                    wrongInARow = right ? 0 : wrongInARow + 1;
                }
            }
            asked = to;
        }
        if (shots.size() == count) {
            return new Bootstrapped(shots, Optional.empty());
        }
        return tooFew(
                shots,
                wrongInARow == TrainPrompts.ALL_WRONG
                        ? "stopped after " + wrongInARow + " wrong answers in a row"
                        : "it answered too few train examples right");
    }

    private static Bootstrapped tooFew(List<Shots.Shot> shots, String why) {
        return new Bootstrapped(
                shots, Optional.of("shots that the model answered right were not tried: " + why));
    }
}
