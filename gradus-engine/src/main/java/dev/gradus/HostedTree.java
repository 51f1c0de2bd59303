package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.chat.Message;
import dev.gradus.spi.JobEvent;
import dev.gradus.spi.ModelTuner.Order;
import dev.gradus.spi.ModelTuner.Tuned;
import dev.gradus.task.ContentHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// A job at a provider as `training` of `gradus.tune/1`.
///
/// @param asked how the model is asked
record HostedTree(Order order, Candidate.Prompted asked, Tuned tuned) {

    Map<String, Object> map() {
        ContentHash hash = new ContentHash();
        order.train().forEach(lesson -> hash.add(Message.canonical(lesson)));
        return new Tree()
                .put("base", order.base().toString())
                .put("model", tuned.model().toString())
                .put("job", tuned.job())
                .put("prompt", asked.prompt().name())
                .put("dataset", hash.hex())
                .put("examples", order.train().size())
                .put("heldOut", order.held().size())
                .put("recipe", new Tree().put("method", "sft").put("epochs", order.epochs()).map())
                .put("tokens", tuned.tokens().isPresent() ? tuned.tokens().getAsLong() : null)
                .put("cost", tuned.cost().map(cost -> cost.amount()).orElse(null))
                .put("currency", tuned.cost().map(cost -> cost.currency()).orElse(null))
                .put("costMeasured", tuned.measured())
                .put("epochs", epochs())
                .put("notes", tuned.notes())
                .map();
    }

    /// What the provider told of its steps, drawn together by epochs of equally many steps: the
    /// mean loss on what is learned from, the last on what is held out.
    private List<Map<String, Object>> epochs() {
        double steps =
                tuned.events().stream()
                        .mapToDouble(event -> event.metric("step").orElse(0))
                        .max()
                        .orElse(0);
        Map<Integer, List<JobEvent>> byEpoch = new LinkedHashMap<>();
        for (JobEvent event : tuned.events()) {
            double step = event.metric("step").orElse(0);
            if (step > 0) {
                int epoch = (int) Math.ceil(step / steps * order.epochs());
                byEpoch.computeIfAbsent(epoch, one -> new ArrayList<>()).add(event);
            }
        }
        return byEpoch.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> epoch(one.getKey(), one.getValue()))
                .toList();
    }

    private static Map<String, Object> epoch(int number, List<JobEvent> events) {
        OptionalDouble loss =
                events.stream()
                        .map(event -> event.metric("train_loss"))
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .average();
        OptionalDouble held =
                events.stream()
                        .map(event -> event.metric("valid_loss"))
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .reduce((earlier, later) -> later);
        return new Tree()
                .put("number", number)
                .put("loss", VerdictDocument.number(loss))
                .put("heldLoss", VerdictDocument.number(held))
                .map();
    }
}
