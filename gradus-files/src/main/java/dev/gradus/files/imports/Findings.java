package dev.gradus.files.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects what became of each construct; the same construct is said once.
final class Findings {
    private static final int ENOUGH = 100;

    private record Key(String construct, String file, int line) {}

    private final Map<Key, String> mapped = new LinkedHashMap<>();
    private final Map<Key, String> notMapped = new LinkedHashMap<>();

    private Optional<String> note = Optional.empty();

    /// What to do before a climb: of fewer examples than this no test is cut.
    void count(int examples) {
        if (examples < ENOUGH) {
            note =
                    Optional.of(
                            "The task has "
                                    + examples
                                    + " examples. Under "
                                    + ENOUGH
                                    + " no test is cut, and nothing is settled: add lines to"
                                    + " examples.jsonl.");
        }
    }

    void map(Node at, String construct, String as) {
        mapped.putIfAbsent(new Key(construct, at.file(), at.line()), as);
    }

    void leave(Node at, String construct, String why) {
        notMapped.putIfAbsent(new Key(construct, at.file(), at.line()), why);
    }

    /// Takes back that a construct was taken over.
    void retract(Node at, String construct) {
        mapped.remove(new Key(construct, at.file(), at.line()));
    }

    /// Every key of a mapping that is not among the known ones is left.
    void leaveOthers(Node at, String path, Set<String> known, String why) {
        for (String key : at.keys()) {
            if (!known.contains(key)) {
                leave(at.at(key), path.isEmpty() ? key : path + "." + key, why);
            }
        }
    }

    /// The report, each file's constructs in the order of its lines.
    ImportReport report(String from, Path source, List<Path> written, Optional<String> refusal) {
        List<ImportReport.Mapped> taken = new ArrayList<>();
        mapped.forEach((key, as) ->
                taken.add(new ImportReport.Mapped(key.construct, key.file, key.line, as)));
        List<ImportReport.NotMapped> left = new ArrayList<>();
        notMapped.forEach((key, why) ->
                left.add(new ImportReport.NotMapped(key.construct, key.file, key.line, why)));
        taken.sort(
                Comparator.comparing(ImportReport.Mapped::file)
                        .thenComparingInt(ImportReport.Mapped::line));
        left.sort(
                Comparator.comparing(ImportReport.NotMapped::file)
                        .thenComparingInt(ImportReport.NotMapped::line));
        return new ImportReport(
                from, source, written, taken, left, refusal, note, Optional.empty());
    }
}
