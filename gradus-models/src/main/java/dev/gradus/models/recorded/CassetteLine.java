package dev.gradus.models.recorded;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import dev.gradus.files.JsonText;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.spi.Model;
import dev.gradus.task.ModelName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line of a cassette: a reply and what it is found by. No secret stands in it: keys and
/// headers are not part of a request.
///
/// @param key as `Model.Call.key` gives it, with the name of the model that answered
/// @param model that answered; empty in an export of a ledger, which keeps keys only
/// @param repeat which of several answers to the same request; empty as `model`
/// @param request what was asked, for people to read: nothing is looked up by it
/// @param reply what was answered
/// @param latencyNanos from call to reply; empty where it was not recorded
/// @param cost what it cost then, in the currency of the task; empty where unknown
public record CassetteLine(
        String key,
        Optional<ModelName> model,
        OptionalInt repeat,
        Optional<ChatRequest> request,
        ChatReply reply,
        OptionalLong latencyNanos,
        OptionalDouble cost) {
    static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final double NANOS_PER_MILLI = 1e6;

    public CassetteLine {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(repeat, "repeat");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(latencyNanos, "latencyNanos");
        Objects.requireNonNull(cost, "cost");
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("a key is 32 hexadecimal digits, not '" + key + "'");
        }
    }

    /// The line of a call that was just answered.
    public static CassetteLine of(
            ModelName model,
            Model.Call call,
            ChatReply reply,
            long latencyNanos,
            OptionalDouble cost) {
        return new CassetteLine(
                call.key(model),
                Optional.of(model),
                OptionalInt.of(call.repeat()),
                Optional.of(call.request()),
                reply,
                OptionalLong.of(latencyNanos),
                cost);
    }

    /// The line of a reply that a ledger has.
    public static CassetteLine of(StoredReply stored) {
        return new CassetteLine(
                stored.key(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                stored.reply(),
                OptionalLong.of(stored.latencyNanos()),
                stored.cost());
    }

    /// As a ledger keeps it, of no climb: it was imported.
    public StoredReply stored() {
        return new StoredReply(key, 0, reply, latencyNanos.orElse(0), cost);
    }

    /// The line with its end.
    byte[] bytes() {
        return (JsonText.write(tree()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("key", key);
        model.ifPresent(name -> tree.put("model", name.toString()));
        repeat.ifPresent(number -> tree.put("repeat", number));
        request.ifPresent(asked -> tree.put("request", asked.fields()));
        tree.put("reply", tree(reply));
        latencyNanos.ifPresent(nanos -> tree.put("latencyMs", nanos / NANOS_PER_MILLI));
        cost.ifPresent(money -> tree.put("cost", money));
        return tree;
    }

    private static Map<String, @Nullable Object> tree(ChatReply reply) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("text", reply.text());
        if (!reply.calls().isEmpty()) {
            tree.put("calls", reply.calls().stream().map(CassetteLine::tree).toList());
        }
        tree.put("finish", reply.finish().word());
        tree.put("usage", tree(reply.usage()));
        reply.logProbability().ifPresent(value -> tree.put("logProbability", value));
        if (!reply.servedBy().isEmpty()) {
            tree.put("servedBy", reply.servedBy());
        }
        return tree;
    }

    private static Map<String, Object> tree(ToolCall call) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", call.id());
        tree.put("name", call.name());
        tree.put("arguments", call.arguments());
        return tree;
    }

    private static Map<String, Object> tree(Usage usage) {
        Map<String, Object> tree = new LinkedHashMap<>();
        usage.prompt().ifPresent(tokens -> tree.put("prompt", tokens));
        usage.cached().ifPresent(tokens -> tree.put("cached", tokens));
        usage.completion().ifPresent(tokens -> tree.put("completion", tokens));
        usage.reasoning().ifPresent(tokens -> tree.put("reasoning", tokens));
        return tree;
    }

    /// Reads a line that was parsed; the request is not read back.
    ///
    /// @throws IllegalArgumentException with what is wrong and what is wanted, in words
    static CassetteLine of(Map<String, ? extends @Nullable Object> tree) {
        LineFields line = new LineFields("", tree);
        String key = line.text("key");
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "key is "
                            + dev.gradus.files.Quoted.value(key)
                            + ", and 32 hexadecimal digits are wanted");
        }
        return new CassetteLine(
                key,
                line.optionalText("model").map(ModelName::parse),
                line.whole("repeat").isPresent()
                        ? OptionalInt.of((int) line.whole("repeat").getAsLong())
                        : OptionalInt.empty(),
                Optional.empty(),
                reply(line.object("reply")),
                nanos(line.amount("latencyMs")),
                line.amount("cost"));
    }

    private static OptionalLong nanos(OptionalDouble millis) {
        return millis.isPresent()
                ? OptionalLong.of(Math.round(millis.getAsDouble() * NANOS_PER_MILLI))
                : OptionalLong.empty();
    }

    private static ChatReply reply(LineFields reply) {
        return new ChatReply(
                reply.text("text"),
                reply.objects("calls").stream()
                        .map(call ->
                                new ToolCall(
                                        call.text("id"), call.text("name"), call.text("arguments")))
                        .toList(),
                finish(reply.optionalText("finish")),
                reply.optionalObject("usage").map(CassetteLine::usage).orElse(Usage.unknown()),
                reply.number("logProbability"),
                reply.optionalText("servedBy").orElse(""));
    }

    private static ChatReply.Finish finish(Optional<String> word) {
        if (word.isEmpty()) {
            return ChatReply.Finish.STOP;
        }
        for (ChatReply.Finish finish : ChatReply.Finish.values()) {
            if (finish.word().equals(word.get())) {
                return finish;
            }
        }
        throw new IllegalArgumentException(
                "reply.finish is "
                        + dev.gradus.files.Quoted.value(word.get())
                        + ", and one of "
                        + String.join(
                                ", ",
                                List.of(ChatReply.Finish.values()).stream()
                                        .map(ChatReply.Finish::word)
                                        .toList())
                        + " is wanted");
    }

    private static Usage usage(LineFields usage) {
        return new Usage(
                usage.whole("prompt"),
                usage.whole("cached"),
                usage.whole("completion"),
                usage.whole("reasoning"));
    }
}
