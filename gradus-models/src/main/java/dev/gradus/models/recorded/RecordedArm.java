package dev.gradus.models.recorded;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Usage;
import dev.gradus.score.RecordedOutcome;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Model;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// An arm of an outcomes file as a model: asked with the input of an item and nothing else, it
/// gives the answer that was recorded.
///
/// The file says what the arm answered to a prompt of its own, which it does not hold. So a request
/// that says more than the input (an instruction, shots, a schema) has no recorded reply: to play
/// the arm's answer there would show that no prompt makes any difference.
final class RecordedArm implements Model {
    private static final double NANOS_PER_MILLI = 1e6;

    private final ModelName name;
    private final String file;
    private final Map<String, Recorded> byInput;

    /// @param outcomes all of an item; more than one where answers differ
    record Recorded(List<RecordedOutcome> outcomes) {
        Recorded {
            outcomes = List.copyOf(outcomes);
        }
    }

    RecordedArm(ModelName name, String file, Map<String, Recorded> byInput) {
        this.name = name;
        this.file = file;
        this.byInput = Map.copyOf(byInput);
    }

    @Override
    public ModelName name() {
        return name;
    }

    @Override
    public ChatReply answer(Call call) {
        RecordedOutcome outcome = outcome(call);
        Usage usage =
                new Usage(
                        outcome.promptTokens(),
                        OptionalLong.empty(),
                        outcome.completionTokens(),
                        OptionalLong.empty());
        return new ChatReply(
                outcome.pred(),
                List.of(),
                ChatReply.Finish.STOP,
                usage,
                OptionalDouble.empty(),
                outcome.model());
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        ChatReply reply = answer(call);
        onText.accept(reply.text());
        return reply;
    }

    @Override
    public OptionalLong recordedLatencyNanos(Call call) {
        OptionalDouble millis = outcome(call).latencyMs();
        return millis.isPresent()
                ? OptionalLong.of(Math.round(millis.getAsDouble() * NANOS_PER_MILLI))
                : OptionalLong.empty();
    }

    private RecordedOutcome outcome(Call call) {
        if (call.repeat() > 0) {
            throw missing(
                    call,
                    "it has one answer to each item, and repeat " + call.repeat() + " is asked");
        }
        Recorded recorded =
                input(call.request())
                        .map(byInput::get)
                        .orElseThrow(() ->
                                missing(
                                        call,
                                        "the request says more than an input, and the prompt that the arm was asked with is not recorded"));
        List<String> answers =
                recorded.outcomes().stream().map(RecordedOutcome::pred).distinct().toList();
        if (answers.size() > 1) {
            throw missing(call, "several items with this input were answered differently");
        }
        if (answers.getFirst().isEmpty()) {
            throw missing(call, "its answer to this item is not recorded");
        }
        return recorded.outcomes().getFirst();
    }

    /// The input of the item that a request asks with and nothing else.
    private Optional<String> input(ChatRequest request) {
        return request.messages().size() == 1
                        && request.messages().getFirst() instanceof Message.User user
                        && request.tools().isEmpty()
                        && request.form() instanceof Form.Free
                ? Optional.of(user.text().strip()).filter(byInput::containsKey)
                : Optional.empty();
    }

    private CallFailure missing(Call call, String why) {
        return new CallFailure(
                CallFailure.Kind.NOT_RECORDED,
                name
                        + ": "
                        + file
                        + " has no reply to this request: "
                        + why
                        + ". It asks "
                        + RecordedModel.asked(call.request())
                        + ". Use a prompt that is the input alone ({{ input }}), or compare recorded arms with gradus judge "
                        + file
                        + ".");
    }

    @Override
    public void close() {}
}
