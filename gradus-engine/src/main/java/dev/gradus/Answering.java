package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.cost.MachineRate;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import java.util.Locale;
import java.util.Optional;

/// Everything that a climb answers with.
///
/// @param task what is answered for
/// @param encoders in this process
/// @param prompting of chat models; empty where the task names none
/// @param foldWise where there are too few rows for a test; empty where a test was cut or given
record Answering(
        Task task, Encoders encoders, Optional<Prompting> prompting, Optional<FoldWise> foldWise) {

    Answering(Task task, Encoders encoders, Optional<Prompting> prompting) {
        this(task, encoders, prompting, Optional.empty());
    }

    Answering with(FoldWise folds) {
        return new Answering(task, encoders, prompting, Optional.of(folds));
    }

    Answerer of(Candidate candidate) {
        return Answerer.of(
                candidate, encoders, prompting, MachineRate.of(task).map(MachineRate::perCoreHour));
    }

    /// The same, with every call made on its own even where the task asks for batches: for work
    /// whose next step waits for a few answers.
    Answering oneByOne() {
        return new Answering(task, encoders, prompting.map(Prompting::oneByOne), foldWise);
    }

    /// The same, with every question asked whatever the answers look like: for a sealed test, whose
    /// score is that of all its examples.
    Answering toTheEnd() {
        return new Answering(task, encoders, prompting.map(Prompting::toTheEnd));
    }

    /// What is said where a provider left every reply of a short run empty.
    GradusException.Provider leftEmpty(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Prompted one -> prompting.orElseThrow().caller().leftEmpty(one.model());
            case Candidate.Cascade cascade -> leftEmpty(cascade.second());
            case Candidate.Encoded never ->
                    throw new IllegalArgumentException(never.title() + " calls no provider");
        };
    }

    /// The money so far, for the progress line; empty where none was spent.
    String spent() {
        double money = prompting.map(one -> one.caller().budget().moneySpent()).orElse(0.0);
        return money > 0
                ? String.format(Locale.ROOT, ", %s so far", Money.of(money, task.currency()))
                : "";
    }
}
