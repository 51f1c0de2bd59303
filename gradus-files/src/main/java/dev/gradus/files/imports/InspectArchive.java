package dev.gradus.files.imports;

import com.github.luben.zstd.ZstdInputStream;
import dev.gradus.files.JsonText;
import dev.gradus.spi.GradusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Inspect's packed log, `.eval`: a zip with `header.json` and a member for each sample, compressed
/// with deflate or, newer, Zstandard. A log whose run did not end has no header and is read by its
/// journal.
final class InspectArchive {
    private static final int ZSTANDARD = 93;
    private static final long LONGEST = 1L << 30;
    private static final long LONGEST_MEMBER = 64L << 20;
    private static final String SAMPLES = "samples/";

    /// What is read of a sample; its messages and events are not.
    private static final Set<String> KEPT =
            Set.of(
                    "id",
                    "epoch",
                    "input",
                    "target",
                    "scores",
                    "error",
                    "output",
                    "model_usage",
                    "working_time",
                    "total_time");

    private final String file;
    private long left = LONGEST;

    private InspectArchive(String file) {
        this.file = file;
    }

    /// The log as one document.
    static Node read(Path path) {
        String file = String.valueOf(path.getFileName());
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            return new InspectArchive(file).read(zip);
        } catch (IOException e) {
            throw new GradusException.Data(
                    file
                            + " cannot be read as an Inspect log ("
                            + e.getMessage()
                            + "). Write it again, or name its JSON: inspect log convert FILE --to json --output-dir DIR");
        }
    }

    private Node read(ZipFile zip) throws IOException {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (String header : List.of("header.json", "_journal/start.json")) {
            ZipArchiveEntry entry = zip.getEntry(header);
            if (entry != null) {
                Node node = node(zip, entry);
                node.keys().forEach(key -> node.get(key).ifPresent(one -> fields.put(key, one)));
                break;
            }
        }
        if (!fields.containsKey("eval")) {
            throw new GradusException.Data(
                    file
                            + " is no Inspect log: it has neither header.json nor a journal. Name another.");
        }
        List<Node> samples = new ArrayList<>();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            if (entry.getName().startsWith(SAMPLES) && entry.getName().endsWith(".json")) {
                samples.add(sample(node(zip, entry)));
            }
        }
        fields.put("samples", new Node.Items(file, 1, samples));
        return new Node.Fields(file, 1, fields, Map.of());
    }

    private Node sample(Node whole) {
        Map<String, Node> kept = new LinkedHashMap<>();
        KEPT.forEach(key -> whole.get(key).ifPresent(value -> kept.put(key, value)));
        return new Node.Fields(file, 1, kept, Map.of());
    }

    private Node node(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (InputStream raw =
                        entry.getMethod() == ZSTANDARD
                                ? new ZstdInputStream(zip.getRawInputStream(entry))
                                : zip.getInputStream(entry);
                ByteArrayOutputStream text = new ByteArrayOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int n = raw.read(buffer); n >= 0; n = raw.read(buffer)) {
                text.write(buffer, 0, n);
                left -= n;
                if (left < 0 || text.size() > LONGEST_MEMBER) {
                    throw new GradusException.Data(
                            file
                                    + ": "
                                    + entry.getName()
                                    + " unpacks to more than is read (64 MB a member, 1 GB in all). Take samples out.");
                }
            }
            return Nodes.of(
                    Optional.ofNullable(
                                    JsonText.parseLoosely(
                                            text.toString(StandardCharsets.UTF_8),
                                            file + "/" + entry.getName()))
                            .orElse(Map.of()),
                    file,
                    1);
        }
    }
}
