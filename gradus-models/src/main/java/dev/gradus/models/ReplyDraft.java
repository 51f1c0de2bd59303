package dev.gradus.models;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A reply while it is read, whole or piece by piece. Told twice that it is finished, or what it
/// took, it keeps the last word.
final class ReplyDraft {
    private final Consumer<String> onText;

    /// The tool whose arguments are the text, where a schema is held to by a forced tool.
    private final String toolOfText;

    /// The tool that the text is a call of, where a tool is forced by holding the text to its
    /// schema.
    private final String textIsCallOf;

    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, CallDraft> calls = new TreeMap<>();
    private @Nullable Finish finish;
    private boolean answered;
    private boolean ended;
    private boolean refused;
    private Usage usage = Usage.unknown();
    private boolean weighed;
    private double logProbability;
    private String servedBy = "";
    private long lastNumber = -1;

    ReplyDraft(String toolOfText, String textIsCallOf, Consumer<String> onText) {
        this.toolOfText = toolOfText;
        this.textIsCallOf = textIsCallOf;
        this.onText = onText;
    }

    /// An error that the provider tells in place of a reply, or in the middle of one.
    static final class ProviderError extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient JsonNode error;

        ProviderError(JsonNode error) {
            super("the provider tells of an error", null, false, false);
            this.error = error;
        }
    }

    private static final class CallDraft {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
        int told;
    }

    void text(String piece) {
        answered = true;
        if (!textIsCallOf.isEmpty()) {
            call(0, "", textIsCallOf, piece);
        } else if (!piece.isEmpty()) {
            text.append(piece);
            onText.accept(piece);
        }
    }

    /// What the model says in declining; it is the reply's text.
    void refusal(String piece) {
        refused = true;
        text(piece);
    }

    /// A part of a tool call.
    ///
    /// @param index which call of the reply
    /// @param id empty where this part does not say
    /// @param name empty where this part does not say
    /// @param arguments the next part of its JSON
    void call(int index, String id, String name, String arguments) {
        answered = true;
        CallDraft call = calls.computeIfAbsent(index, i -> new CallDraft());
        if (!id.isEmpty()) {
            call.id = id;
        }
        if (!name.isEmpty()) {
            call.name = name;
        }
        call.arguments.append(arguments);
        if (isText(call)) {
            String untold = call.arguments.substring(call.told);
            call.told = call.arguments.length();
            text(untold);
        }
    }

    /// The whole arguments of a call, in place of the parts told before.
    void callArguments(int index, String arguments) {
        CallDraft call = calls.get(index);
        if (call != null && call.arguments.isEmpty()) {
            call(index, "", "", arguments);
        }
    }

    int calls() {
        return calls.size();
    }

    boolean hasText() {
        return !text.isEmpty();
    }

    /// A choice is there, though it may hold no text.
    void answered() {
        answered = true;
    }

    void finish(Finish why) {
        ended = true;
        finish = why;
    }

    /// Nothing follows.
    void ended() {
        ended = true;
    }

    void usage(Usage usage) {
        this.usage = usage;
    }

    Usage usage() {
        return usage;
    }

    void servedBy(String model) {
        if (!model.isEmpty()) {
            servedBy = model;
        }
    }

    void logProbability(double ofToken) {
        weighed = true;
        logProbability += ofToken;
    }

    /// True for a piece that was told before, by the number that the provider gives its pieces.
    boolean toldBefore(long number) {
        if (number <= lastNumber) {
            return true;
        }
        lastNumber = number;
        return false;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isEnded() {
        return ended;
    }

    ChatReply reply() {
        List<ToolCall> asked = new ArrayList<>();
        calls.forEach((index, call) -> {
            if (!isText(call)) {
                asked.add(call(index, call));
            }
        });
        return new ChatReply(
                text.toString(),
                asked,
                why(asked),
                usage,
                weighed && Double.isFinite(logProbability)
                        ? OptionalDouble.of(logProbability)
                        : OptionalDouble.empty(),
                servedBy);
    }

    private Finish why(List<ToolCall> asked) {
        Finish why = finish == null ? Finish.OTHER : finish;
        if (refused) {
            return Finish.REFUSAL;
        }
        if (why == Finish.TOOLS && asked.isEmpty() && !calls.isEmpty()) {
            return Finish.STOP;
        }
        return why == Finish.STOP && !asked.isEmpty() ? Finish.TOOLS : why;
    }

    private boolean isText(CallDraft call) {
        return !toolOfText.isEmpty() && call.name.equals(toolOfText);
    }

    private static ToolCall call(int index, CallDraft call) {
        return new ToolCall(
                call.id.isEmpty() ? "call-" + index : call.id,
                call.name,
                call.arguments.isEmpty() ? "{}" : call.arguments.toString());
    }
}
