package dev.gradus.scorer;

import dev.gradus.answer.internal.FoundJson;
import dev.gradus.answer.internal.PlainJson;
import dev.gradus.answer.internal.Quoted;
import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.spi.CallFailure;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks a judge and reads its reply strictly: one JSON object with the field in question. A reply
/// that cannot be read is asked for once more; after that the judgement is missing, never a guess.
final class JudgeCall {
    private final ModelName model;
    private final Asker asker;

    JudgeCall(ModelName model, Asker asker) {
        this.model = model;
        this.asker = asker;
    }

    /// @param form what the reply must be, in words
    /// @param read the field's value as a judgement; empty where it is none
    <T> T ask(ChatRequest request, String field, String form, Function<Object, Optional<T>> read) {
        ChatReply first = asker.ask(model, request);
        Optional<T> judgement = field(first, field).flatMap(read);
        if (judgement.isPresent()) {
            return judgement.get();
        }
        ChatReply second = asker.ask(model, JudgePrompt.again(request, first.text(), form));
        return field(second, field)
                .flatMap(read)
                .orElseThrow(() ->
                        new CallFailure(
                                CallFailure.Kind.BROKEN_REPLY,
                                "the judge "
                                        + model
                                        + " replied twice without "
                                        + form
                                        + ": "
                                        + Quoted.of(second.text())
                                        + ". Use a stronger judge."));
    }

    private static Optional<Object> field(ChatReply reply, String name) {
        List<Object> documents = FoundJson.in(reply.text());
        long different = documents.stream().map(PlainJson::write).distinct().count();
        return different == 1 && documents.getFirst() instanceof Map<?, ?> map
                ? Optional.ofNullable(map.get(name))
                : Optional.empty();
    }
}
