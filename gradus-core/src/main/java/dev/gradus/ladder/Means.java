package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.PromptStudy;
import dev.gradus.spi.TrainStudy;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the climb may use.
///
/// @param task what is climbed for
/// @param encoders the task's in-process encoders, the cheapest first, as the user listed them
/// @param chatModels the task's chat models, the cheapest first, as the user listed them
/// @param study what can be learned inside train
/// @param prompts what can be learned inside train about prompts; there where chat models are
/// @param seed of the run; every random choice is drawn from (seed, purpose)
public record Means(
        Task task,
        List<ModelName> encoders,
        List<ModelName> chatModels,
        TrainStudy study,
        Optional<PromptStudy> prompts,
        long seed) {
    public Means {
        Objects.requireNonNull(prompts, "prompts");
        encoders = List.copyOf(encoders);
        chatModels = List.copyOf(chatModels);
        if (prompts.isEmpty() != chatModels.isEmpty()) {
            throw new IllegalArgumentException("chat models come with what studies their prompts");
        }
    }

    /// Without chat models.
    public Means(Task task, List<ModelName> encoders, TrainStudy study, long seed) {
        this(task, encoders, List.of(), study, Optional.empty(), seed);
    }

    /// The candidate that stands for the task file as it is: the user's own first prompt on the
    /// first chat model, else the sharper one; without a chat model a linear classifier on the
    /// first encoder, or the label names where there are too few rows to learn from.
    ///
    /// @throws GradusException.Usage where the task names no model that can answer
    public Candidate asWritten() {
        if (chats()) {
            Prompts own = Prompts.of(task);
            ModelName model = chatModels.getFirst();
            return own.own(model).stream().findFirst().orElseGet(() -> own.sharper(model));
        }
        if (!classifies()) {
            throw new GradusException.Usage(
                    "nothing in models can answer this task. Name a chat model, or for labels an"
                            + " encoder as in embedded/minilm-l6-q.");
        }
        ModelName encoder = encoders.getFirst();
        if (study.lacks().isPresent()) {
            return new Footing(this, Optional.empty(), List.of())
                    .encoded(encoder, new Method.LabelNames());
        }
        return new Footing(this, Optional.empty(), List.of())
                .encoded(encoder, new Method.Linear(study.strength(encoder).value()));
    }

    /// True where a chat model can answer.
    boolean chats() {
        return !chatModels.isEmpty();
    }

    /// True where an in-process classifier can answer.
    boolean classifies() {
        return needsLabelsAndEncoder().isEmpty();
    }

    /// Applicable where anything can answer: a chat model, or a classifier.
    Applicability needsAModel() {
        return chats()
                ? Applicability.applies()
                : needsLabelsAndEncoder().orElseGet(Applicability::applies);
    }

    /// Why no in-process classifier can answer, or nothing.
    Optional<Applicability> needsLabelsAndEncoder() {
        if (task.answer().asLabels().isEmpty()) {
            return Optional.of(
                    Applicability.not(
                            "the answer is not one of a set of labels, so it needs a chat model",
                            "a chat model in models"));
        }
        if (encoders.isEmpty()) {
            return Optional.of(
                    Applicability.not(
                            "models names no in-process encoder",
                            "an encoder in models, as in embedded/minilm-l6-q"));
        }
        return Optional.empty();
    }

    /// Why nothing can be learned and measured on the same few rows, or nothing.
    Optional<Applicability> needsRowsToLearn() {
        return study.lacks().map(more -> Applicability.not(more, more));
    }

    /// Not applicable without a second model, for the reason given.
    Applicability lacksStrongerModel(String whyOneIsTooFew) {
        return chats()
                ? Applicability.not(
                        whyOneIsTooFew,
                        "a stronger model after " + chatModels.getLast() + " in models")
                : needsLabelsAndEncoder()
                        .orElseGet(() ->
                                Applicability.not(
                                        whyOneIsTooFew,
                                        "a stronger model after "
                                                + encoders.getLast()
                                                + " in models"));
    }
}
