package dev.gradus;

import dev.gradus.stats.Seeds;
import dev.gradus.task.Example;
import dev.gradus.tuning.Pilot;
import dev.gradus.tuning.TuningForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a pilot says of tuning on all of train, and what it took.
///
/// @param frozen what the tuned one was set against
/// @param cpuSeconds that training here took; 0 at a provider
/// @param seen examples times epochs that were trained on here; 0 at a provider
/// @param paid for jobs by the climb that ran it, in the task's currency; 0 here
/// @param notes what the user should know
record PilotForecast(
        TuningForecast forecast,
        Frozen frozen,
        double cpuSeconds,
        long seen,
        double paid,
        List<String> notes) {
    PilotForecast {
        notes = List.copyOf(notes);
    }

    /// What the tuned one was set against.
    ///
    /// @param best true where it answers as the best candidate below does
    /// @param words for people
    record Frozen(boolean best, String words) {}

    /// @param rising by size; one that is not larger than the one before is left out
    /// @param held the examples that every size was scored on
    /// @param train how many there are in all
    static TuningForecast forecast(List<Pilot> rising, List<Example> held, int train, long seed) {
        List<Pilot> pilots = new ArrayList<>();
        for (Pilot size : rising) {
            if (pilots.isEmpty() || size.trainExamples() > pilots.getLast().trainExamples()) {
                pilots.add(size);
            }
        }
        return TuningForecast.of(
                pilots,
                Arrays.stream(Encoders.groups(held)).boxed().toList(),
                train,
                Seeds.seed(seed, "tuning forecast"));
    }
}
