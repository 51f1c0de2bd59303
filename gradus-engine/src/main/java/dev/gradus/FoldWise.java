package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import dev.gradus.candidate.Structure;
import dev.gradus.ladder.Learners;
import dev.gradus.ladder.Prompts;
import dev.gradus.spi.PromptStudy;
import dev.gradus.spi.TrainStudy;
import dev.gradus.spi.TrainStudy.Escalation;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.RowFolds;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// Candidates that learn, learned anew from the rows of all folds but one: what answers the rows of
/// that one. Everything is chosen again inside the fold, the setting of a classifier, the shots,
/// the rewritten words, the threshold of a cascade, so that no row has a part in its own answer.
///
/// The candidate that this measures keeps its name: what would be served is the one that learned
/// from every row, and its runs say by their key that they were cross-validated.
final class FoldWise {
    private final Task task;
    private final Splits splits;
    private final RowFolds folds;
    private final List<ModelName> chatModels;
    private final Optional<PromptStudy> whole;
    private final IntFunction<Fold> make;
    private final Map<Integer, Fold> made = new HashMap<>();
    private Optional<Optional<Candidate.Prompted>> rewritten = Optional.empty();

    /// What is known while a fold is held out.
    ///
    /// @param study of the other folds' rows
    /// @param prompts of the other folds' rows; there where chat models are
    /// @param answering by what learned from them
    record Fold(TrainStudy study, Optional<PromptStudy> prompts, Answering answering) {}

    /// @param chatModels of the task, the cheapest first
    /// @param whole what is learned about prompts from every row
    /// @param make what is known while a fold is held out; asked once for each
    FoldWise(
            Task task,
            Splits splits,
            List<ModelName> chatModels,
            Optional<PromptStudy> whole,
            IntFunction<Fold> make) {
        this.task = task;
        this.splits = splits;
        this.folds = splits.folds().orElseThrow();
        this.chatModels = List.copyOf(chatModels);
        this.whole = whole;
        this.make = make;
    }

    /// The rows that teach what answers a fold, as train, and its own as dev.
    static Splits splits(Splits all, int fold) {
        RowFolds folds = all.folds().orElseThrow();
        return new Splits(
                rows(all.train(), folds.teaching(fold)),
                rows(all.train(), folds.heldOut(fold)),
                List.of(),
                false,
                Set.of());
    }

    private static List<Example> rows(List<Example> all, int[] places) {
        List<Example> rows = new ArrayList<>(places.length);
        for (int place : places) {
            rows.add(all.get(place));
        }
        return rows;
    }

    RowFolds folds() {
        return folds;
    }

    /// For each example of dev, by its id, the fold that it is in.
    Map<String, Integer> foldOf() {
        Map<String, Integer> foldOf = new HashMap<>();
        for (int row = 0; row < splits.dev().size(); row++) {
            foldOf.put(splits.dev().get(row).id(), folds.foldOf().get(row));
        }
        return foldOf;
    }

    /// Answers the rows of a fold with what the others taught.
    Answerer answerer(Candidate candidate, int fold) {
        Fold known = made.computeIfAbsent(fold, make::apply);
        return known.answering().of(without(candidate, known));
    }

    private Candidate without(Candidate candidate, Fold fold) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> encoded(encoded, fold);
            case Candidate.Prompted prompted -> prompted(prompted, fold);
            case Candidate.Cascade cascade -> cascade(cascade, fold);
        };
    }

    private static Candidate.Encoded encoded(Candidate.Encoded one, Fold fold) {
        Method method = Refits.chosenAnew(one.method(), one.model(), fold.study());
        return new Candidate.Encoded(
                one.model(), method, one.labels(), method.learns() ? fold.study().trainHash() : "");
    }

    private Candidate.Prompted prompted(Candidate.Prompted one, Fold fold) {
        Candidate.Prompted worded = one.withPrompt(words(one.prompt(), fold));
        return worded.withShots(shots(worded, fold));
    }

    private Prompt words(Prompt prompt, Fold fold) {
        if (!Learners.rewritten(prompt)) {
            return prompt;
        }
        Candidate.Prompted base = rewrittenFrom();
        if (rewritten.isEmpty()) {
            rewritten = Optional.of(whole.orElseThrow().rewritten(base).found());
        }
        boolean ours = rewritten.get().filter(found -> found.prompt().equals(prompt)).isPresent();
        return ours
                ? fold.prompts()
                        .orElseThrow()
                        .rewritten(base)
                        .found()
                        .map(Candidate.Prompted::prompt)
                        .orElse(base.prompt())
                : prompt;
    }

    /// What rung `prompt` has rewritten.
    private Candidate.Prompted rewrittenFrom() {
        Prompts prompts = Prompts.of(task);
        ModelName cheapest = chatModels.getFirst();
        return prompts.own(cheapest).stream()
                .findFirst()
                .orElseGet(() -> prompts.sharper(cheapest));
    }

    private Shots shots(Candidate.Prompted one, Fold fold) {
        return switch (one.shots()) {
            case Shots.None none -> none;
            case Shots.Retrieved retrieved ->
                    new Shots.Retrieved(
                            retrieved.encoder(), retrieved.neighbours(), fold.study().trainHash());
            case Shots.Fixed fixed -> {
                List<Shots.Shot> again = fixed(one, fixed, fold.prompts().orElseThrow());
                yield again.isEmpty() ? new Shots.None() : new Shots.Fixed(again, fixed.how());
            }
        };
    }

    /// As many as before, or as many as the fold has.
    private List<Shots.Shot> fixed(Candidate.Prompted one, Shots.Fixed fixed, PromptStudy study) {
        int count = fixed.shots().size();
        if (!fixed.how().equals("bootstrapped")) {
            return study.diverseShots(count);
        }
        // The cheapest chat model answered them, before anything was asked of their shape.
        Candidate.Prompted base =
                one.withShots(new Shots.None())
                        .withModel(chatModels.getFirst())
                        .withStructure(
                                Structure.none().withValidators(task.calling().validators()));
        return study.bootstrappedShots(base, count).shots();
    }

    private Candidate.Cascade cascade(Candidate.Cascade one, Fold fold) {
        Candidate first = without(one.first(), fold);
        Candidate second = without(one.second(), fold);
        double margin = task.goal().matters() / 2;
        Optional<Escalation> chosen =
                switch (second) {
                    case Candidate.Encoded encoded ->
                            Optional.of(
                                    fold.study()
                                            .escalation(
                                                    (Candidate.Encoded) first, encoded, margin));
                    case Candidate.Prompted prompted ->
                            fold.prompts().orElseThrow().escalation(first, prompted, margin);
                    case Candidate.Cascade nested -> Optional.empty();
                };
        return new Candidate.Cascade(
                first, second, chosen.map(Escalation::threshold).orElse(one.threshold()));
    }
}
