package dev.gradus.models;

import dev.gradus.spi.JobEvent;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobState;
import dev.gradus.spi.TuningJobs.Checkpoint;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a provider speaks of tuning jobs. Without state.
interface TuningApi {
    /// Where files go up.
    String upload();

    /// Where files are, one by one.
    String files();

    /// The fields that come before the file in a form.
    Map<String, String> fields(String fileName);

    /// Where jobs are.
    String jobs();

    /// @throws dev.gradus.spi.CallFailure of kind `REJECTED` where the language cannot say the
    ///   order
    ObjectNode order(ModelName base, JobOrder order, Failures failures);

    JobState state(JsonNode job, Failures failures);

    JobEvent event(JsonNode event, Failures failures);

    /// True where lists come in pages, with `limit` and `after`.
    boolean paged();

    List<Checkpoint> checkpoints(String job, Exchange exchange);
}
