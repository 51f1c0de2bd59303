package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.cost.MachineRate;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import java.util.Locale;
import java.util.Optional;

/// Everything that a climb answers with.
///
/// @param task what is answered for
/// @param encoders in this process
/// @param prompting of chat models; empty where the task names none
record Answering(Task task, Encoders encoders, Optional<Prompting> prompting) {

    Answerer of(Candidate candidate) {
        return Answerer.of(
                candidate, encoders, prompting, MachineRate.of(task).map(MachineRate::perCoreHour));
    }

    /// The same, with every call made on its own even where the task asks for batches: for work
    /// whose next step waits for a few answers.
    Answering oneByOne() {
        return new Answering(task, encoders, prompting.map(Prompting::oneByOne));
    }

    /// The money so far, for the progress line; empty where none was spent.
    String spent() {
        double money = prompting.map(one -> one.caller().budget().moneySpent()).orElse(0.0);
        return money > 0
                ? String.format(Locale.ROOT, ", %s so far", Money.of(money, task.currency()))
                : "";
    }
}
