package dev.gradus.files.imports;

import dev.gradus.files.Books;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an import made of a file, construct by construct.
///
/// @param from the tool whose file it is: `promptfoo`
/// @param source the imported file
/// @param written the files that were written, the task file or the outcomes first; empty where
///   nothing was
/// @param note what to do before a climb; empty where nothing
/// @param books what became of the records; empty where records are not counted
/// @param refusal why nothing was written, and what to do; empty where something was
public record ImportReport(
        String from,
        Path source,
        List<Path> written,
        List<Mapped> mapped,
        List<NotMapped> notMapped,
        Optional<String> refusal,
        Optional<String> note,
        Optional<Books> books) {

    /// A construct that was taken over.
    ///
    /// @param construct as in `tests[0].assert[1]: icontains`
    /// @param file where it stands
    /// @param line where it stands, from 1
    /// @param as what it became
    public record Mapped(String construct, String file, int line, String as) {}

    /// A construct that was not taken over.
    ///
    /// @param why not, and where possible what to do instead
    public record NotMapped(String construct, String file, int line, String why) {}

    public ImportReport {
        written = List.copyOf(written);
        mapped = List.copyOf(mapped);
        notMapped = List.copyOf(notMapped);
    }

    /// What became of the records, in sentences; none where they are not counted.
    public List<String> records() {
        return books.map(Books::lines).orElse(List.of());
    }

    /// With these books.
    ImportReport with(Books counted) {
        return new ImportReport(
                from, source, written, mapped, notMapped, refusal, note, Optional.of(counted));
    }

    /// As a document: `gradus.import/1`.
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("schema", "gradus.import/1");
        tree.put("from", from);
        tree.put("source", source.toString());
        tree.put("written", written.stream().map(Path::toString).toList());
        tree.put("refusal", refusal.orElse(null));
        tree.put("note", note.orElse(null));
        tree.put("records", books.map(Books::tree).orElse(null));
        List<Object> taken = new ArrayList<>();
        mapped.forEach(one -> taken.add(entry(one.construct, one.file, one.line, "as", one.as)));
        tree.put("mapped", taken);
        List<Object> left = new ArrayList<>();
        notMapped.forEach(
                one -> left.add(entry(one.construct, one.file, one.line, "why", one.why)));
        tree.put("notMapped", left);
        return tree;
    }

    private static Map<String, Object> entry(
            String construct, String file, int line, String key, String words) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("construct", construct);
        entry.put("file", file);
        entry.put("line", line);
        entry.put(key, words);
        return entry;
    }
}
