package dev.gradus.cli;

import dev.gradus.models.recorded.CassetteLine;
import dev.gradus.models.recorded.CassetteWriter;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.spi.Model;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Writes the calls of a climb to a cassette, each once, or to nowhere. A reply that the ledger had
/// is written too, so that the cassette alone can answer the whole climb again.
final class Tape implements CallRecorder, AutoCloseable {
    private final Optional<CassetteWriter> cassette;
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    private Tape(Optional<CassetteWriter> cassette) {
        this.cassette = cassette;
    }

    static Tape to(Optional<Path> file) {
        return new Tape(file.map(CassetteWriter::open));
    }

    @Override
    public void used(ModelName model, Model.Call call, StoredReply reply) {
        if (cassette.isPresent() && written.add(call.key(model))) {
            cassette.get()
                    .append(
                            CassetteLine.of(
                                    model,
                                    call,
                                    reply.reply(),
                                    reply.latencyNanos(),
                                    reply.cost()));
        }
    }

    @Override
    public void close() {
        cassette.ifPresent(CassetteWriter::close);
    }
}
