package dev.gradus.testkit;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Usage;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A chat model that answers by a function of the request, for tests of what stands above models:
/// it counts calls, knows how many were in flight together, and fails where the script says so.
/// Tokens are a quarter of the characters. Thread-safe.
public final class ScriptedModel implements Model {
    private final ModelName name;
    private final Function<ChatRequest, String> answers;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private volatile IntFunction<@Nullable CallFailure> script = call -> null;
    private volatile BiFunction<Integer, ChatRequest, @Nullable ChatReply> replies =
            (call, request) -> null;
    private volatile long millis;
    private volatile OptionalDouble logProbability = OptionalDouble.empty();

    public ScriptedModel(String name, Function<ChatRequest, String> answers) {
        this.name = ModelName.parse(name);
        this.answers = answers;
    }

    /// What the last user message says.
    public static String lastUserMessage(ChatRequest request) {
        return request.messages().reversed().stream()
                .filter(message -> message instanceof Message.User)
                .map(message -> ((Message.User) message).text())
                .findFirst()
                .orElse("");
    }

    /// Calls fail as this says, by their number from 1; null lets a call through.
    public ScriptedModel failing(IntFunction<@Nullable CallFailure> how) {
        script = how;
        return this;
    }

    /// Some calls are answered by this reply instead, by their number from 1; null leaves the call
    /// to the function.
    public ScriptedModel replying(BiFunction<Integer, ChatRequest, @Nullable ChatReply> how) {
        replies = how;
        return this;
    }

    /// Every call takes so long.
    public ScriptedModel taking(long time) {
        millis = time;
        return this;
    }

    /// Every reply is this sure, where that is asked for.
    public ScriptedModel sure(double probability) {
        logProbability = OptionalDouble.of(Math.log(probability));
        return this;
    }

    /// Calls made so far, failed ones included.
    public int calls() {
        return calls.get();
    }

    /// The calls that are in flight.
    public int inFlightNow() {
        return inFlight.get();
    }

    /// The most calls that were in flight together.
    public int mostInFlight() {
        return most.get();
    }

    /// How often the most frequent question was answered.
    public int mostOftenAnswered() {
        return asked.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public ModelName name() {
        return name;
    }

    @Override
    public ChatReply answer(Call call) {
        int number = calls.incrementAndGet();
        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
            if (millis > 0) {
                Thread.sleep(millis);
            }
            CallFailure failure = script.apply(number);
            if (failure != null) {
                throw failure;
            }
            asked.merge(call.key(name), 1, Integer::sum);
            ChatReply whole = replies.apply(number, call.request());
            if (whole != null) {
                return whole;
            }
            String text = answers.apply(call.request());
            return new ChatReply(
                    text,
                    java.util.List.of(),
                    ChatReply.Finish.STOP,
                    Usage.of(
                            Math.max(1, call.request().characters() / 4),
                            Math.max(1, text.length() / 4)),
                    call.request().sampling().logProbabilities()
                            ? logProbability
                            : OptionalDouble.empty(),
                    name.model());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        ChatReply reply = answer(call);
        if (!reply.text().isEmpty()) {
            onText.accept(reply.text());
        }
        return reply;
    }

    @Override
    public void close() {}

    /// Opens scripted models by their names.
    public record Source(Map<ModelName, ScriptedModel> models) implements ModelSource {
        public static Source of(ScriptedModel... models) {
            Map<ModelName, ScriptedModel> byName = new ConcurrentHashMap<>();
            for (ScriptedModel model : models) {
                byName.put(model.name(), model);
            }
            return new Source(byName);
        }

        @Override
        public boolean knows(ModelName name, ProviderSettings settings) {
            return models.containsKey(name);
        }

        @Override
        public Model open(ModelName name, ProviderSettings settings, Place place) {
            ScriptedModel model = models.get(name);
            if (model == null) {
                throw new IllegalArgumentException("no script for " + name);
            }
            return model;
        }
    }
}
