package dev.gradus.models;

import dev.gradus.models.Exchange.Part;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.Model;
import java.util.List;
import java.util.Map;

/// How a provider takes many calls at once. Without state.
interface BatchApi {

    /// What a call takes besides its own body, at most.
    int ENVELOPE = 256;

    /// The batch's id.
    ///
    /// @param bodies of requests, in the provider's language
    String submit(List<Part> bodies, Exchange exchange);

    BatchState poll(String batch, Map<String, Model.Call> calls, Exchange exchange);

    void cancel(String batch, Exchange exchange);
}
