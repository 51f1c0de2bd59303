package dev.gradus.models;

import dev.gradus.chat.ChatReply;
import dev.gradus.models.Exchange.Part;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.BatchState;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A chat model over HTTP whose provider takes batches. Bodies are written when they are sent, one
/// after the other, so a batch of 100 MB takes no such memory.
final class BatchHttpModel implements BatchModel {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final HttpModel single;
    private final BatchApi api;
    private final Exchange exchange;

    BatchHttpModel(HttpModel single, BatchApi api, Exchange exchange) {
        this.single = single;
        this.api = api;
        this.exchange = exchange;
    }

    @Override
    public ModelName name() {
        return single.name();
    }

    @Override
    public ChatReply answer(Call call) {
        return single.answer(call);
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        return single.stream(call, onText);
    }

    @Override
    public long bytes(Call call) {
        return single.body(call, false).length + (long) BatchApi.ENVELOPE;
    }

    @Override
    public String submit(Map<String, Call> calls) {
        if (calls.isEmpty() || calls.size() > MOST_CALLS) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + MOST_CALLS + " calls, not " + calls.size());
        }
        List<Part> parts = new ArrayList<>(calls.size());
        long bytes = 0;
        for (Map.Entry<String, Call> entry : calls.entrySet()) {
            if (!NAME.matcher(entry.getKey()).matches()) {
                throw new IllegalArgumentException("no name of a call: '" + entry.getKey() + "'");
            }
            bytes += bytes(entry.getValue());
            parts.add(new Part(entry.getKey(), () -> single.body(entry.getValue(), false)));
        }
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a batch has at most " + MOST_BYTES + " bytes, not " + bytes);
        }
        return api.submit(parts, exchange);
    }

    @Override
    public BatchState poll(String batch, Map<String, Call> calls) {
        return api.poll(exchange.id(batch), calls, exchange);
    }

    @Override
    public void cancel(String batch) {
        api.cancel(exchange.id(batch), exchange);
    }

    @Override
    public void close() {
        single.close();
    }

    @Override
    public String toString() {
        return single.toString();
    }
}
