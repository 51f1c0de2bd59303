package dev.gradus;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where adapters stay: `adapters/TASK/vN` beside the ledger, each with an `adapter.json` that
/// names its id.
///
/// @param home the ledger's folder; empty where there is none
record AdapterFolders(Optional<Path> home) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MOST_BYTES = 1_000_000;

    /// All adapters stay below it.
    Optional<Path> root() {
        return home.map(folder -> folder.resolve("adapters"));
    }

    /// What an adapter came from.
    ///
    /// @param baseHash SHA-256 of the graph that was tuned
    /// @param dataset content hash of the examples it learned from
    /// @param examples how many those were
    record Origin(String baseHash, String dataset, long examples) {}

    /// Empty where no adapter with this id is there.
    Optional<Origin> origin(String id) {
        return manifest(id)
                .map(AdapterFolders::read)
                .map(json ->
                        new Origin(
                                json.path("base_sha256").asString(""),
                                json.path("dataset").path("hash").asString(""),
                                json.path("dataset").path("examples").asLong(0)));
    }

    private Optional<Path> manifest(String id) {
        return manifests().stream()
                .filter(one -> id.equals(read(one).path("id").asString("")))
                .findFirst();
    }

    /// @throws GradusException.Data where no adapter with this id is there
    Path folder(String id) {
        return manifest(id)
                .map(file -> file.toAbsolutePath().resolveSibling("."))
                .map(Path::normalize)
                .orElseThrow(() ->
                        new GradusException.Data(
                                "the adapter "
                                        + id
                                        + " is not "
                                        + root().map(one -> "under " + one)
                                                .orElse(
                                                        "beside the ledger, for the ledger has no"
                                                                + " folder")
                                        + ". Bring its folder back, or run gradus tune again: what"
                                        + " is in the ledger is not measured again."));
    }

    private List<Path> manifests() {
        List<Path> found = new ArrayList<>();
        if (root().filter(Files::isDirectory).isEmpty()) {
            return found;
        }
        try (Stream<Path> below = Files.walk(root().orElseThrow(), 3)) {
            below.filter(file -> file.endsWith("adapter.json")).sorted().forEach(found::add);
        } catch (IOException wrong) {
            throw unreadable(root().orElseThrow(), wrong.getMessage());
        }
        return found;
    }

    private static JsonNode read(Path manifest) {
        try {
            if (Files.size(manifest) > MOST_BYTES) {
                throw unreadable(manifest, "it is too large to be one");
            }
            return JSON.readTree(Files.readString(manifest));
        } catch (IOException | JacksonException wrong) {
            throw unreadable(manifest, wrong.getMessage());
        }
    }

    private static GradusException unreadable(Path what, @Nullable String why) {
        return new GradusException.Data(
                what + " cannot be read (" + why + "). Bring it back, or move its folder away.");
    }
}
