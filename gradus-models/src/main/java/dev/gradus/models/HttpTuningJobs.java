package dev.gradus.models;

import dev.gradus.spi.JobEvent;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobState;
import dev.gradus.spi.TuningJobs;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import tools.jackson.databind.JsonNode;

/// Tuning jobs over HTTP.
final class HttpTuningJobs implements TuningJobs {
    /// A line of JSON holds no line break and begins with a brace, so no line is this.
    private static final String BOUNDARY = "gradus-tuning-5e0c2a97";

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    private final ModelName base;
    private final TuningApi api;
    private final Exchange exchange;
    private final HttpModel model;

    /// @param model whose connections are used; closed with this
    HttpTuningJobs(ModelName base, TuningApi api, Exchange exchange, HttpModel model) {
        this.base = base;
        this.api = api;
        this.exchange = exchange;
        this.model = model;
    }

    @Override
    public ModelName base() {
        return base;
    }

    @Override
    public String upload(String name, List<String> lines) {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("no name of a file: '" + name + "'");
        }
        long bytes = 0;
        for (String line : lines) {
            if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 || !line.startsWith("{")) {
                throw new IllegalArgumentException(
                        "a line of a training file is a JSON object without a line break");
            }
            bytes += line.length() + 1L;
        }
        if (bytes > MOST_BYTES) {
            throw exchange.failures()
                    .rejected(
                            "the training file has more than "
                                    + (MOST_BYTES >> 20)
                                    + " MB, which is the most a provider takes. Leave examples"
                                    + " out.");
        }
        JsonNode file =
                exchange.post(
                        api.upload(),
                        ContentType.create("multipart/form-data")
                                .withParameters(new BasicNameValuePair("boundary", BOUNDARY)),
                        out -> form(out, name, lines));
        return exchange.id(Json.text(file, "id"));
    }

    private void form(OutputStream out, String name, List<String> lines) throws IOException {
        for (var field : api.fields(name).entrySet()) {
            Exchange.text(
                    out,
                    "--"
                            + BOUNDARY
                            + "\r\nContent-Disposition: form-data; name=\""
                            + field.getKey()
                            + "\"\r\n\r\n"
                            + field.getValue()
                            + "\r\n");
        }
        Exchange.text(
                out,
                "--"
                        + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + name
                        + "\"\r\nContent-Type: application/jsonl\r\n\r\n");
        for (String line : lines) {
            Exchange.text(out, line);
            out.write('\n');
        }
        Exchange.text(out, "\r\n--" + BOUNDARY + "--\r\n");
    }

    @Override
    public String create(JobOrder order) {
        String json = api.order(base, order, exchange.failures()).toString();
        return exchange.id(Json.text(exchange.post(api.jobs(), json), "id"));
    }

    @Override
    public List<String> jobsOn(String file) {
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list = exchange.get(api.jobs() + query(after));
            String last = "";
            for (JsonNode job : list.path("data").values()) {
                last = Json.text(job, "id");
                if (Json.text(job, "training_file").equals(file)) {
                    found.add(exchange.id(last));
                }
            }
            if (!found.isEmpty() || last.isEmpty() || !list.path("has_more").asBoolean(false)) {
                return found;
            }
            after = Optional.of(last);
        }
        return found;
    }

    private String query(Optional<String> after) {
        return api.paged()
                ? "?limit="
                        + PAGE
                        + after.map(id -> "&after=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                                .orElse("")
                : "";
    }

    @Override
    public JobState poll(String job) {
        return api.state(exchange.get(at(job)), exchange.failures());
    }

    private String at(String job) {
        return api.jobs() + "/" + exchange.id(job);
    }

    @Override
    public EventPage events(String job, Optional<String> after) {
        JsonNode page = exchange.get(at(job) + "/events" + query(after));
        List<JobEvent> events = new ArrayList<>();
        for (JsonNode event : page.path("data").values()) {
            events.add(api.event(event, exchange.failures()));
        }
        if (!api.paged()) {
            return new EventPage(events.reversed(), false);
        }
        return new EventPage(events, !events.isEmpty() && page.path("has_more").asBoolean(false));
    }

    @Override
    public List<Checkpoint> checkpoints(String job) {
        return api.checkpoints(exchange.id(job), exchange);
    }

    @Override
    public void cancel(String job) {
        exchange.post(at(job) + "/cancel", "{}");
    }

    @Override
    public void delete(String file) {
        exchange.delete(api.files() + "/" + exchange.id(file));
    }

    @Override
    public void close() {
        model.close();
    }

    @Override
    public String toString() {
        return "tuning jobs of " + base;
    }
}
