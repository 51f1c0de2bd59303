package dev.gradus.models;

import dev.gradus.models.Exchange.Part;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.BatchState.Result;
import dev.gradus.spi.BatchState.Why;
import dev.gradus.spi.Model.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.hc.core5.http.ContentType;
import tools.jackson.databind.JsonNode;

/// Batches of OpenAI (https://platform.openai.com/docs/api-reference/batch): a file of JSON lines
/// goes up, a file of replies and one of errors come down.
final class OpenAiBatches implements BatchApi {
    /// A line of JSON holds no line break and begins with a brace, so no line is this.
    private static final String BOUNDARY = "gradus-batch-7d1b6f0c";

    private static final int MOST_ERRORS_TOLD = 3;

    private final String endpoint;

    /// @param endpoint that every call is for, as in `/v1/chat/completions`
    OpenAiBatches(String endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String submit(List<Part> bodies, Exchange exchange) {
        JsonNode file =
                exchange.post(
                        "/files",
                        ContentType.create("multipart/form-data")
                                .withParameters(
                                        new org.apache.hc.core5.http.message.BasicNameValuePair(
                                                "boundary", BOUNDARY)),
                        out -> form(out, bodies));
        String json =
                Json.MAPPER
                        .createObjectNode()
                        .put("input_file_id", exchange.id(Json.text(file, "id")))
                        .put("endpoint", endpoint)
                        .put("completion_window", "24h")
                        .toString();
        return exchange.id(Json.text(exchange.post("/batches", json), "id"));
    }

    private void form(OutputStream out, List<Part> bodies) throws IOException {
        Exchange.text(
                out,
                "--"
                        + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--"
                        + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"gradus.jsonl\"\r\nContent-Type:"
                        + " application/jsonl\r\n\r\n");
        Exchange.write(
                out,
                bodies,
                "\n",
                part -> {
                    Exchange.text(
                            out,
                            "{\"custom_id\":\""
                                    + part.name()
                                    + "\",\"method\":\"POST\",\"url\":\""
                                    + endpoint
                                    + "\",\"body\":");
                    out.write(part.body().get());
                    out.write('}');
                });
        Exchange.text(out, "\r\n--" + BOUNDARY + "--\r\n");
    }

    @Override
    public BatchState poll(String batch, Map<String, Call> calls, Exchange exchange) {
        JsonNode state = exchange.get("/batches/" + batch);
        return switch (Json.text(state, "status")) {
            case "completed" -> ended(Why.DONE, state, calls, exchange);
            case "expired" -> ended(Why.EXPIRED, state, calls, exchange);
            case "cancelled" -> ended(Why.CANCELLED, state, calls, exchange);
            case "failed" -> new BatchState.Refused(errors(state, exchange));
            case "validating", "in_progress", "finalizing", "cancelling" -> {
                JsonNode counts = state.path("request_counts");
                yield new BatchState.InProgress(
                        counts.path("completed").asLong(0) + counts.path("failed").asLong(0));
            }
            default -> throw exchange.failures().broken("it does not say how far the batch is");
        };
    }

    private static BatchState ended(
            Why why, JsonNode state, Map<String, Call> calls, Exchange exchange) {
        Map<String, Result> results = new HashMap<>();
        for (String field : List.of("output_file_id", "error_file_id")) {
            String file = Json.text(state, field);
            if (!file.isEmpty()) {
                exchange.lines(
                        exchange.at("/files/" + exchange.id(file) + "/content"),
                        line -> read(line, calls, exchange, results));
            }
        }
        return new BatchState.Ended(why, results);
    }

    private static void read(
            JsonNode line,
            Map<String, Call> calls,
            Exchange exchange,
            Map<String, Result> results) {
        String name = Json.text(line, "custom_id");
        Call call = calls.get(name);
        if (call == null) {
            return;
        }
        JsonNode response = line.path("response");
        JsonNode error = line.path("error");
        if (response.isObject()) {
            results.put(
                    name,
                    exchange.result(
                            call.request(),
                            response.path("status_code").asInt(0),
                            response.path("body")));
        } else if (!isUnanswered(error)) {
            results.put(name, new Result.Lost(exchange.failures().told(error)));
        }
    }

    /// The batch ended before the call's turn came.
    private static boolean isUnanswered(JsonNode error) {
        return switch (Json.text(error, "code")) {
            case "batch_expired", "batch_cancelled" -> true;
            default -> false;
        };
    }

    private static String errors(JsonNode state, Exchange exchange) {
        StringJoiner words = new StringJoiner("; ");
        int told = 0;
        for (JsonNode error : state.path("errors").path("data").values()) {
            if (told < MOST_ERRORS_TOLD) {
                words.add(exchange.failures().quoted(Json.text(error, "message")));
            }
            told++;
        }
        return words.length() == 0 ? "it does not say why" : words.toString();
    }

    @Override
    public void cancel(String batch, Exchange exchange) {
        exchange.post("/batches/" + batch + "/cancel", "{}");
    }
}
