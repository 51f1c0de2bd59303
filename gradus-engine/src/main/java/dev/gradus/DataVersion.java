package dev.gradus;

import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The examples of a task as they stood when it was climbed, and what became of them since. A row
/// is known again by what was asked, so moving rows changes nothing; a row whose answer changed was
/// relabelled. Each climb keeps 16 bytes a row in the ledger.
///
/// @param id of the content, test included
/// @param rows a hash of what was asked and one of the right answer, for each
record DataVersion(String id, List<Row> rows) {
    private static final int ID_SHOWN = 8;
    private static final int HASH_LETTERS = 16;
    private static final int ROW_BYTES = 2 * Long.BYTES;

    private record Row(long asked, long answer) {}

    /// What changed since an earlier climb.
    ///
    /// @param climb the earlier one
    /// @param version of its examples
    /// @param places of rows that were added or relabelled, as `train.csv:12`, the first few
    record Changes(
            long climb,
            String version,
            int added,
            int removed,
            int relabelled,
            List<String> places) {
        boolean none() {
            return added + removed + relabelled == 0;
        }

        /// `12 rows added, 3 removed, 5 relabelled since climb 4`.
        String words() {
            return none()
                    ? "the same rows as climb " + climb
                    : String.format(
                            Locale.ROOT,
                            "%,d %s added, %,d removed, %,d relabelled since climb %d",
                            added,
                            added == 1 ? "row" : "rows",
                            removed,
                            relabelled,
                            climb);
        }
    }

    static DataVersion of(ClimbRequest request) {
        List<Example> examples = all(request);
        return new DataVersion(
                ContentHash.of(examples).substring(0, ID_SHOWN),
                examples.stream().map(DataVersion::row).toList());
    }

    private static List<Example> all(ClimbRequest request) {
        List<Example> examples = new ArrayList<>(request.examples());
        request.test().ifPresent(examples::addAll);
        return examples;
    }

    private static Row row(Example example) {
        List<String> asked = new ArrayList<>(List.of(example.input()));
        example.variables().forEach((name, value) -> asked.add(name + "=" + value));
        return new Row(hash(asked), hash(List.of(example.expected())));
    }

    private static long hash(List<String> texts) {
        return Long.parseUnsignedLong(ContentHash.ofTexts(texts).substring(0, HASH_LETTERS), 16);
    }

    /// Remembers the examples of a climb; once is enough.
    void remember(Ledger ledger, long climb) {
        ledger.choice(ofClimb(climb), () -> '"' + id + '"');
        ledger.choice(rowsOf(id), () -> '"' + packed() + '"');
    }

    /// Since the newest finished climb of the task that is not this one; empty where there is none
    /// of which the examples are known.
    Optional<Changes> since(Ledger ledger, ClimbRequest request, long climb) {
        return ledger.climbs(request.task().name()).stream()
                .filter(one -> one.id() != climb && one.verdict().isPresent())
                .filter(one -> climb == 0 || one.id() < climb)
                .findFirst()
                .map(ClimbRecord::id)
                .flatMap(earlier -> sinceThat(ledger, request, earlier));
    }

    private Optional<Changes> sinceThat(Ledger ledger, ClimbRequest request, long earlier) {
        return ledger.choice(ofClimb(earlier))
                .map(DataVersion::unquoted)
                .flatMap(version ->
                        ledger.choice(rowsOf(version))
                                .map(DataVersion::unquoted)
                                .map(packed -> new DataVersion(version, unpacked(packed))))
                .map(before -> changes(before, earlier, all(request)));
    }

    private Changes changes(DataVersion before, long climb, List<Example> examples) {
        Map<Row, Integer> same = new HashMap<>();
        Map<Long, Integer> asked = new HashMap<>();
        before.rows.forEach(row -> {
            same.merge(row, 1, Integer::sum);
            asked.merge(row.asked, 1, Integer::sum);
        });
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (take(same, row)) {
                take(asked, row.asked);
            } else {
                others.add(i);
            }
        }
        int added = 0;
        int relabelled = 0;
        List<String> places = new ArrayList<>();
        for (int i : others) {
            boolean known = take(asked, rows.get(i).asked);
            relabelled += known ? 1 : 0;
            added += known ? 0 : 1;
            Example.Source source = examples.get(i).source();
            places.add(source.file() + ":" + source.line());
        }
        int removed = asked.values().stream().mapToInt(Integer::intValue).sum();
        return new Changes(
                climb,
                before.id,
                added,
                removed,
                relabelled,
                List.copyOf(places.subList(0, Math.min(5, places.size()))));
    }

    /// Takes one of these away where there is one.
    private static <K> boolean take(Map<K, Integer> counts, K key) {
        int count = counts.getOrDefault(key, 0);
        if (count > 0) {
            counts.put(key, count - 1);
        }
        return count > 0;
    }

    private String packed() {
        ByteBuffer bytes = ByteBuffer.allocate(ROW_BYTES * rows.size());
        rows.forEach(row -> bytes.putLong(row.asked).putLong(row.answer));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static List<Row> unpacked(String packed) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(packed));
        List<Row> rows = new ArrayList<>();
        while (bytes.remaining() >= ROW_BYTES) {
            rows.add(new Row(bytes.getLong(), bytes.getLong()));
        }
        return rows;
    }

    private static String unquoted(String json) {
        return json.substring(1, json.length() - 1);
    }

    private static String ofClimb(long climb) {
        return "examples of climb " + climb;
    }

    private static String rowsOf(String version) {
        return "rows of examples " + version;
    }
}
