package dev.gradus.models;

import dev.gradus.models.Exchange.Part;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.BatchState.Result;
import dev.gradus.spi.BatchState.Why;
import dev.gradus.spi.Model.Call;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ContentType;
import tools.jackson.databind.JsonNode;

/// Batches of Anthropic messages (https://docs.anthropic.com/en/api/creating-message-batches).
final class AnthropicBatches implements BatchApi {
    private static final String PATH = "/messages/batches";

    @Override
    public String submit(List<Part> bodies, Exchange exchange) {
        JsonNode batch =
                exchange.post(
                        PATH,
                        ContentType.APPLICATION_JSON,
                        out -> {
                            Exchange.text(out, "{\"requests\":[");
                            Exchange.write(
                                    out,
                                    bodies,
                                    ",",
                                    part -> {
                                        Exchange.text(
                                                out,
                                                "{\"custom_id\":\""
                                                        + part.name()
                                                        + "\",\"params\":");
                                        out.write(part.body().get());
                                        out.write('}');
                                    });
                            Exchange.text(out, "]}");
                        });
        return exchange.id(Json.text(batch, "id"));
    }

    @Override
    public BatchState poll(String batch, Map<String, Call> calls, Exchange exchange) {
        JsonNode state = exchange.get(PATH + "/" + batch);
        JsonNode counts = state.path("request_counts");
        return switch (Json.text(state, "processing_status")) {
            case "in_progress", "canceling" ->
                    new BatchState.InProgress(
                            counts.path("succeeded").asLong(0)
                                    + counts.path("errored").asLong(0)
                                    + counts.path("canceled").asLong(0)
                                    + counts.path("expired").asLong(0));
            case "ended" -> {
                Map<String, Result> results = new HashMap<>();
                exchange.lines(
                        results(batch, state, exchange),
                        line -> read(line, calls, exchange, results));
                yield new BatchState.Ended(why(counts), results);
            }
            default -> throw exchange.failures().broken("it does not say how far the batch is");
        };
    }

    /// Where the provider says the results are, if that is where the batch is: the key goes nowhere
    /// else. Behind a gateway it names its own host, which is another.
    private static URI results(String batch, JsonNode state, Exchange exchange) {
        URI own = exchange.at(PATH + "/" + batch + "/results");
        try {
            URI told = URI.create(Json.text(state, "results_url"));
            boolean same =
                    own.getScheme().equalsIgnoreCase(told.getScheme())
                            && own.getRawAuthority().equalsIgnoreCase(told.getRawAuthority());
            return same ? told : own;
        } catch (IllegalArgumentException e) {
            return own;
        }
    }

    private static Why why(JsonNode counts) {
        if (counts.path("canceled").asLong(0) > 0) {
            return Why.CANCELLED;
        }
        return counts.path("expired").asLong(0) > 0 ? Why.EXPIRED : Why.DONE;
    }

    private static void read(
            JsonNode line,
            Map<String, Call> calls,
            Exchange exchange,
            Map<String, Result> results) {
        String name = Json.text(line, "custom_id");
        Call call = calls.get(name);
        JsonNode result = line.path("result");
        if (call == null) {
            return;
        }
        switch (Json.text(result, "type")) {
            case "succeeded" ->
                    results.put(name, exchange.result(call.request(), 200, result.path("message")));
            case "errored" -> {
                JsonNode error = result.path("error");
                results.put(
                        name,
                        new Result.Lost(
                                exchange.failures()
                                        .told(
                                                error.path("error").isObject()
                                                        ? error.path("error")
                                                        : error)));
            }
            default -> {
                // expired or cancelled before its turn came
            }
        }
    }

    @Override
    public void cancel(String batch, Exchange exchange) {
        exchange.post(PATH + "/" + batch + "/cancel", "{}");
    }
}
