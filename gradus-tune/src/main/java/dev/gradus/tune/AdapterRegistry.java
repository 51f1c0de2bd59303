package dev.gradus.tune;

import dev.gradus.canonical.Canonical;
import dev.gradus.embedded.TunedHead;
import dev.gradus.embedded.internal.MergedGraphs;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ContentHash;
import dev.gradus.tune.AdapterManifest.Evaluation;
import dev.gradus.tune.AdapterManifest.Provenance;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The adapters of one task, each in a version of its own that never changes but for its evaluation
/// and the decision: `adapters/TASK/v1`, `v2` and so on in the ledger's folder. Safe between
/// threads and between processes: a version appears whole, by renaming a folder that was filled
/// under another name, and of two who want the same number one takes the next.
public final class AdapterRegistry {
    /// Every file an adapter may have; whatever else lies in a training folder stays there.
    private static final List<String> FILES =
            List.of(
                    AdapterFiles.LOW_RANK,
                    AdapterFiles.CONFIG,
                    AdapterFiles.FULL,
                    TunedHead.FILE,
                    AdapterFiles.TRAINING,
                    MergedGraphs.FILE,
                    MergedGraphs.GRAPH,
                    MergedGraphs.QUANTIZED);

    private static final long LARGEST = 1L << 30;
    private static final Pattern TASK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]{0,8}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{6,64}");
    private static final String INCOMING = ".incoming-";

    /// After which a folder that a killed process left behind is removed.
    private static final Duration STALE = Duration.ofDays(1);

    private final Path folder;
    private final String task;
    private final InstantSource clock;

    /// @param ledgerFolder where the ledger lies
    /// @param task name of the task
    public AdapterRegistry(Path ledgerFolder, String task, InstantSource clock) {
        Path adapters = ledgerFolder.toAbsolutePath().normalize().resolve("adapters");
        if (!TASK.matcher(task).matches() || !adapters.equals(adapters.resolve(task).getParent())) {
            throw new GradusException.Usage(
                    "'%.80s' is no name of a task: 1 to 100 letters, digits, dots, dashes or underscores."
                            .formatted(task));
        }
        this.folder = adapters.resolve(task);
        this.task = task;
        this.clock = clock;
    }

    /// Copies a finished adapter in and gives it the next version. What is there already, by its
    /// content, is not added again.
    ///
    /// @param finished folder with the adapter and its head; left as it is
    /// @throws GradusException.Data where a file is missing, or the registry cannot be written
    public AdapterManifest add(Path finished, Provenance provenance) {
        Map<String, String> checksums = checksums(finished);
        String id = id(checksums, provenance);
        Optional<AdapterManifest> known =
                list().stream().filter(one -> one.id().equals(id)).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        OptionalDouble held =
                provenance.seeds().stream()
                        .filter(one -> one.seed() == provenance.keptSeed())
                        .mapToDouble(AdapterManifest.SeedScore::held)
                        .findFirst();
        AdapterManifest manifest =
                new AdapterManifest(
                        task,
                        1,
                        id,
                        provenance,
                        checksums,
                        new Evaluation(held, OptionalDouble.empty(), OptionalDouble.empty()),
                        clock.instant(),
                        Optional.empty());
        try {
            Files.createDirectories(folder);
            removeStale();
            Path incoming = Files.createTempDirectory(folder, INCOMING);
            try {
                copy(finished, incoming, checksums);
                return placed(incoming, manifest);
            } finally {
                remove(incoming);
            }
        } catch (IOException e) {
            throw WholeFile.cannotWrite(folder, e);
        }
    }

    private AdapterManifest placed(Path incoming, AdapterManifest manifest) throws IOException {
        int version = 1 + versions().stream().mapToInt(AdapterRegistry::number).max().orElse(0);
        while (true) {
            AdapterManifest numbered = manifest.with(version);
            ManifestJson.write(incoming, numbered);
            Path place = folder.resolve(numbered.name());
            try {
                Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
                return numbered;
            } catch (FileSystemException perhapsTaken) {
                // Linux says only "Directory not empty", by no exception of its own.
                if (!Files.exists(place)) {
                    throw perhapsTaken;
                }
                version++;
            }
        }
    }

    /// Every version, the first first.
    ///
    /// @throws GradusException.Data where a manifest is damaged
    public List<AdapterManifest> list() {
        return versions().stream()
                .sorted(Comparator.comparingInt(AdapterRegistry::number))
                .map(this::read)
                .toList();
    }

    /// By version, as `v2`, or by the first 6 or more digits of its id.
    ///
    /// @throws GradusException.Usage where an id begins two adapters
    public Optional<AdapterManifest> find(String versionOrId) {
        if (VERSION.matcher(versionOrId).matches()) {
            Path place = folder.resolve(versionOrId);
            return Files.isDirectory(place) ? Optional.of(read(place)) : Optional.empty();
        }
        if (!ID.matcher(versionOrId).matches()) {
            return Optional.empty();
        }
        List<AdapterManifest> found =
                list().stream().filter(one -> one.id().startsWith(versionOrId)).toList();
        if (found.stream().map(AdapterManifest::id).distinct().count() > 1) {
            throw new GradusException.Usage(
                    "%s begins the ids of %s. Write more of it."
                            .formatted(
                                    versionOrId,
                                    found.stream().map(AdapterManifest::name).toList()));
        }
        return found.stream().findFirst();
    }

    /// Where a version's files lie.
    public Path folder(AdapterManifest adapter) {
        return folder.resolve(adapter.name());
    }

    /// Reads every file of an adapter again (1 s) and compares it with what was put in.
    ///
    /// @throws GradusException.Data where one is missing or has changed
    public void verify(AdapterManifest adapter) {
        Path place = folder(adapter);
        adapter.checksums()
                .forEach((name, checksum) -> {
                    boolean known = FILES.contains(name);
                    if (!known || !checksum(place.resolve(name)).equals(checksum)) {
                        throw changed(place.resolve(name));
                    }
                });
        if (!id(adapter.checksums(), adapter.provenance()).equals(adapter.id())) {
            throw changed(place.resolve(ManifestJson.FILE));
        }
    }

    private static GradusException.Data changed(Path file) {
        return new GradusException.Data(
                "%s is not what was put into the registry: its checksum differs. Restore it from a copy, or tune again: ./gradus tune DIR."
                        .formatted(file));
    }

    /// Writes down how good an adapter is and what became of it; both replace what stood there.
    public AdapterManifest withEvaluation(
            AdapterManifest adapter, Evaluation evaluation, Optional<String> decision) {
        AdapterManifest measured = read(folder(adapter)).with(evaluation, decision);
        ManifestJson.write(folder(adapter), measured);
        return measured;
    }

    /// Copies a version, verified, to a folder that must not exist yet.
    ///
    /// @throws GradusException.Usage where it exists
    /// @throws GradusException.Data where a file has changed, or the copy cannot be written
    public void export(AdapterManifest adapter, Path target) {
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new GradusException.Usage(
                    place + " exists already. Name a folder that does not, or remove it.");
        }
        verify(adapter);
        try {
            Path parent = Optional.ofNullable(place.getParent()).orElse(place);
            Files.createDirectories(parent);
            Path incoming = Files.createTempDirectory(parent, INCOMING);
            try {
                copy(folder(adapter), incoming, adapter.checksums());
                ManifestJson.write(incoming, adapter);
                Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(incoming);
            }
        } catch (IOException e) {
            throw WholeFile.cannotWrite(place, e);
        }
    }

    private AdapterManifest read(Path place) {
        AdapterManifest manifest = ManifestJson.read(place);
        if (!manifest.task().equals(task) || !place.endsWith(manifest.name())) {
            throw new GradusException.Data(
                    "%s says it is %s of %s. It was moved or damaged: put it back, or remove the folder."
                            .formatted(place, manifest.name(), manifest.task()));
        }
        return manifest;
    }

    private List<Path> versions() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(one -> VERSION.matcher(one.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new GradusException.Data(
                    "%s cannot be read: %s. Make it readable.".formatted(folder, e.getMessage()));
        }
    }

    private static int number(Path version) {
        return Integer.parseInt(version.getFileName().toString().substring(1));
    }

    private static Map<String, String> checksums(Path finished) {
        boolean full = Files.exists(finished.resolve(AdapterFiles.FULL));
        Map<String, String> checksums = new LinkedHashMap<>();
        for (String name : FILES) {
            boolean needed =
                    name.equals(TunedHead.FILE)
                            || !full
                                    && (name.equals(AdapterFiles.LOW_RANK)
                                            || name.equals(AdapterFiles.CONFIG));
            if (needed || Files.exists(finished.resolve(name))) {
                checksums.put(name, checksum(finished.resolve(name)));
            }
        }
        return checksums;
    }

    private static String checksum(Path file) {
        return WholeFile.checksum(WholeFile.read(file, LARGEST));
    }

    /// Of what makes the answers: a run's protocol and graphs merged from the same weights are not
    /// part of it.
    private static String id(Map<String, String> checksums, Provenance made) {
        ContentHash hash =
                new ContentHash()
                        .add(Canonical.text("adapter 1"))
                        .add(Canonical.text(made.baseHash()))
                        .add(Canonical.text(ManifestJson.identity(made.recipe())));
        for (String name :
                List.of(
                        AdapterFiles.LOW_RANK,
                        AdapterFiles.CONFIG,
                        AdapterFiles.FULL,
                        TunedHead.FILE)) {
            hash.add(Canonical.text(checksums.getOrDefault(name, "")));
        }
        return hash.hex();
    }

    private static void copy(Path from, Path to, Map<String, String> checksums) throws IOException {
        for (String name : checksums.keySet()) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    private void removeStale() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path one : entries.toList()) {
                if (one.getFileName().toString().startsWith(INCOMING) && stale(one)) {
                    remove(one);
                }
            }
        }
    }

    private boolean stale(Path incoming) throws IOException {
        try {
            return Files.getLastModifiedTime(incoming)
                    .toInstant()
                    .isBefore(clock.instant().minus(STALE));
        } catch (NoSuchFileException placed) {
            // another process has just given it its name
            return false;
        }
    }

    /// Another process may be removing it too.
    private static void remove(Path incoming) throws IOException {
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.deleteIfExists(incoming);
    }
}
