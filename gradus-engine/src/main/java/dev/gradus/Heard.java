package dev.gradus;

import dev.gradus.task.Example;
import java.util.List;
import java.util.Optional;

/// An answerer of one run, with a count of what could be read. Thread-confined.
///
/// 20 answers in a row that cannot be read end a run; where the run has fewer examples, all of them
/// do.
final class Heard implements Answerer {
    private final Answerer answerer;
    private final boolean few;
    private final boolean stops;
    private int read;
    private int unreadable;
    private int empty;

    /// @param examples of the whole run
    /// @param stops false where every example counts, whatever its answer looks like
    Heard(Answerer answerer, int examples, boolean stops) {
        this.stops = stops;
        this.answerer = answerer;
        this.few = examples < Unread.MOST;
    }

    @Override
    public List<Answer> answer(List<Example> examples, int repeat, Tally tally) {
        List<Answer> answers = answerer.answer(examples, repeat, tally);
        for (Answer answer : answers) {
            if (answer.error().isEmpty()) {
                switch (answer.said()) {
                    case READ -> read++;
                    case UNREADABLE -> unreadable++;
                    case EMPTY -> empty++;
                }
            }
        }
        return answers;
    }

    /// Why this is a failed run; empty while it is none.
    @Override
    public Optional<String> stopped() {
        return answerer.stopped()
                .or(() ->
                        stops && few && read == 0 && unreadable + empty > 0
                                ? Optional.of(answerer.unread())
                                : Optional.empty());
    }

    /// True where there are few examples and the provider left every reply empty.
    boolean allEmpty() {
        return few && empty > 0 && read + unreadable == 0;
    }
}
