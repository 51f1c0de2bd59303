package dev.gradus;

import dev.gradus.check.BriefHistory;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.packed.PackedList;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a climb is asked to do.
///
/// @param task what is climbed for
/// @param examples train and dev are split from these, and test too where none is given
/// @param test the user's own test examples
/// @param options how to climb
/// @param fresh measure everything again; looks at the sealed test are still counted
/// @param configuration the task's text as the user wrote it, for the record; no secret may stand
///   in it
/// @param observer told as rungs are reached and ended
/// @param progress told as work is done
/// @param history what version control says of the task file, where it is known
/// @param outside prices, keys, and how many calls at once
/// @param documents true where the task has documents that an answer may rest on
public record ClimbRequest(
        Task task,
        List<Example> examples,
        Optional<List<Example>> test,
        ClimbOptions options,
        boolean fresh,
        String configuration,
        ClimbObserver observer,
        Progress progress,
        Optional<BriefHistory> history,
        Outside outside,
        boolean documents) {
    public ClimbRequest {
        examples = PackedList.copyOf(examples);
        test = test.map(PackedList::copyOf);
    }

    /// All examples, those of the user's own test too.
    List<Example> all() {
        return test.map(own -> Stream.concat(examples.stream(), own.stream()).toList())
                .orElse(examples);
    }

    /// Without documents.
    public ClimbRequest(
            Task task,
            List<Example> examples,
            Optional<List<Example>> test,
            ClimbOptions options,
            boolean fresh,
            String configuration,
            ClimbObserver observer,
            Progress progress,
            Optional<BriefHistory> history,
            Outside outside) {
        this(
                task,
                examples,
                test,
                options,
                fresh,
                configuration,
                observer,
                progress,
                history,
                outside,
                false);
    }

    /// Without chat models.
    public ClimbRequest(
            Task task,
            List<Example> examples,
            Optional<List<Example>> test,
            ClimbOptions options,
            boolean fresh,
            String configuration,
            ClimbObserver observer,
            Progress progress,
            Optional<BriefHistory> history) {
        this(
                task,
                examples,
                test,
                options,
                fresh,
                configuration,
                observer,
                progress,
                history,
                Outside.none());
    }

    public ClimbRequest with(Outside other) {
        return new ClimbRequest(
                task,
                examples,
                test,
                options,
                fresh,
                configuration,
                observer,
                progress,
                history,
                other,
                documents);
    }

    /// Climbing these rungs alone.
    public ClimbRequest only(Set<String> rungs) {
        return new ClimbRequest(
                task,
                examples,
                test,
                new ClimbOptions(
                        options.all(), rungs, options.skip(), options.seed(), options.askAll()),
                fresh,
                configuration,
                observer,
                progress,
                history,
                outside,
                documents);
    }

    /// Telling somebody else how far it is.
    ClimbRequest telling(Progress other) {
        return new ClimbRequest(
                task,
                examples,
                test,
                options,
                fresh,
                configuration,
                observer,
                other,
                history,
                outside,
                documents);
    }
}
