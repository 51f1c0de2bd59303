package dev.gradus.models.recorded;

import dev.gradus.files.Closest;
import dev.gradus.files.ItemsFile;
import dev.gradus.files.OutcomesFile;
import dev.gradus.files.Quoted;
import dev.gradus.score.RecordedOutcome;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Opens one arm of an outcomes file: `recorded/ARM`, or `recorded/ARM@MODEL` where several models
/// have an arm of that name.
///
/// @param outcomes the outcomes file
/// @param items the file of the items' texts
/// @param inputColumn of the texts
record ArmReader(Path outcomes, Path items, Optional<String> inputColumn) {
    private static final int MOST_SHOWN = 20;

    RecordedArm read(ModelName name) {
        Map<String, String> texts = ItemsFile.read(items, inputColumn);
        List<RecordedOutcome> all = new ArrayList<>();
        TreeSet<String> arms = new TreeSet<>();
        TreeSet<String> tasks = new TreeSet<>();
        OutcomesFile.read(
                outcomes,
                outcome -> {
                    arms.add(outcome.arm() + "@" + outcome.model());
                    if (isMeant(name.model(), outcome)) {
                        tasks.add(outcome.task());
                        all.add(outcome);
                    }
                });
        refuseOthers(name, all, arms, tasks);
        Map<String, List<RecordedOutcome>> byInput = new HashMap<>();
        for (RecordedOutcome outcome : all) {
            String text = texts.get(outcome.itemId());
            if (text == null) {
                throw new GradusException.Data(
                        items.getFileName()
                                + ": item "
                                + Quoted.value(outcome.itemId())
                                + " of "
                                + outcomes.getFileName()
                                + " is not in it. Add its row, or take the outcome out.");
            }
            byInput.computeIfAbsent(text.strip(), input -> new ArrayList<>()).add(outcome);
        }
        Map<String, RecordedArm.Recorded> recorded = new HashMap<>();
        byInput.forEach((input, same) -> recorded.put(input, new RecordedArm.Recorded(same)));
        return new RecordedArm(name, String.valueOf(outcomes.getFileName()), recorded);
    }

    private static boolean isMeant(String arm, RecordedOutcome outcome) {
        return arm.equals(outcome.arm()) || arm.equals(outcome.arm() + "@" + outcome.model());
    }

    private void refuseOthers(
            ModelName name,
            List<RecordedOutcome> all,
            TreeSet<String> arms,
            TreeSet<String> tasks) {
        if (all.isEmpty()) {
            throw new GradusException.Data(
                    outcomes.getFileName()
                            + ": there is no arm "
                            + Quoted.value(name.model())
                            + Closest.hint(name.model(), arms)
                            + "; there are "
                            + String.join(", ", arms.stream().limit(MOST_SHOWN).toList())
                            + ". Name one of them: recorded/ARM@MODEL.");
        }
        List<String> models = all.stream().map(RecordedOutcome::model).distinct().sorted().toList();
        if (models.size() > 1) {
            throw new GradusException.Data(
                    outcomes.getFileName()
                            + ": arm "
                            + Quoted.value(name.model())
                            + " has outcomes of several models: "
                            + String.join(", ", models.stream().limit(MOST_SHOWN).toList())
                            + ". Name one: recorded/"
                            + name.model()
                            + "@"
                            + models.getFirst()
                            + ".");
        }
        if (tasks.size() > 1) {
            throw new GradusException.Data(
                    outcomes.getFileName()
                            + ": arm "
                            + Quoted.value(name.model())
                            + " has outcomes of several tasks: "
                            + String.join(", ", tasks.stream().limit(MOST_SHOWN).toList())
                            + ". Make a file of one of them.");
        }
    }
}
