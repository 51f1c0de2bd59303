package dev.gradus.models.recorded;

import dev.gradus.chat.ChatReply;
import dev.gradus.cost.Price;
import dev.gradus.spi.Model;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Another model whose replies are written to a cassette before they are returned. A call that
/// failed is not recorded: it may succeed the next time.
public final class RecordingModel implements Model {
    private final Model inner;
    private final CassetteWriter cassette;
    private final PriceBook prices;
    private final LongSupplier nanos;

    /// @param prices from which the cost of a reply is written
    public RecordingModel(Model inner, CassetteWriter cassette, PriceBook prices) {
        this(inner, cassette, prices, System::nanoTime);
    }

    RecordingModel(Model inner, CassetteWriter cassette, PriceBook prices, LongSupplier nanos) {
        this.inner = inner;
        this.cassette = cassette;
        this.prices = prices;
        this.nanos = nanos;
    }

    @Override
    public ModelName name() {
        return inner.name();
    }

    @Override
    public ChatReply answer(Call call) {
        long began = nanos.getAsLong();
        return recorded(call, inner.answer(call), began);
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        long began = nanos.getAsLong();
        return recorded(call, inner.stream(call, onText), began);
    }

    private ChatReply recorded(Call call, ChatReply reply, long began) {
        long took = inner.recordedLatencyNanos(call).orElse(nanos.getAsLong() - began);
        OptionalDouble cost =
                prices.price(inner.name())
                        .map((Price price) -> price.of(reply.usage()))
                        .orElse(OptionalDouble.empty());
        cassette.append(CassetteLine.of(inner.name(), call, reply, took, cost));
        return reply;
    }

    /// Closes the model; the cassette stays open for others.
    @Override
    public void close() {
        inner.close();
    }
}
