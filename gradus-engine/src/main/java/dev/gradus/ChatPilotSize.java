package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.ModelTuner;
import dev.gradus.task.Example;
import dev.gradus.task.Money;
import dev.gradus.task.Splits;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// One job of a chat model's pilot, as it would be ordered and asked.
///
/// @param run 1 or 2: each size is ordered with two seeds
/// @param taught examples of one half of train
/// @param own as the tuned model is asked; its model is the base
/// @param frozen the best candidate below, held to what is taught
/// @param lessons that the provider learns from
/// @param tunedCall tokens of a call of the tuned model
/// @param frozenCalls tokens of the calls of one answer of the untuned
record ChatPilotSize(
        int run,
        List<Example> taught,
        Candidate.Prompted own,
        Candidate frozen,
        ChatLessons lessons,
        PilotQuote.Call tunedCall,
        List<PilotQuote.Call> frozenCalls) {

    int examples() {
        return taught.size();
    }

    String name() {
        return String.format(
                Locale.ROOT,
                "pilot on %,d examples%s",
                examples(),
                run == 1 ? "" : ", seed " + run + " of " + PilotSize.RUNS);
    }

    ChatPilotSize again(int number) {
        return new ChatPilotSize(number, taught, own, frozen, lessons, tunedCall, frozenCalls);
    }

    /// Train is what teaches, dev what is held out: shots and classifiers see no more.
    static Splits splits(List<Example> taught, List<Example> held) {
        return new Splits(taught, held, List.of(), false, Set.of());
    }

    ModelTuner.Order order(ChatOrders orders, Optional<Money> budget) {
        return orders.pilot(lessons, examples(), run, budget);
    }

    /// What is still to be paid. What was ordered before this run may be answered already, so its
    /// answers are not counted: a run that goes on is not refused what it has paid for.
    ///
    /// @param calls of one candidate
    /// @param asked false where a smaller size has the same untuned candidate
    PilotQuote quote(ModelTuner tuner, ChatOrders orders, long calls, boolean asked) {
        String currency = orders.task().currency();
        ModelTuner.Order order = order(orders, Optional.empty());
        OptionalDouble answers = OptionalDouble.of(0);
        if (!Files.exists(order.file())) {
            answers =
                    tunedCall
                            .of(PilotQuote.tuned(orders.base()))
                            .cost(calls, orders.outside(), currency);
            for (PilotQuote.Call call : asked ? frozenCalls : List.<PilotQuote.Call>of()) {
                answers = PilotQuote.sum(answers, call.cost(calls, orders.outside(), currency));
            }
        }
        return new PilotQuote(PilotQuote.job(tuner, order, currency), answers);
    }
}
