package dev.gradus.files;

import dev.gradus.packed.PackedList;
import dev.gradus.task.Example;
import dev.gradus.task.Example.Origin;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads examples from a table: one a row, in the order of the file. Kept packed, so that a file of
/// any length takes little memory.
final class ExamplesFile {
    private final InputFile file;
    private final ExampleColumns columns;
    private final LabelCheck labels;
    private final List<Table.Column> wanted;
    private final Map<String, Integer> places = new HashMap<>();
    private final Optional<Origin> origin;
    private final Optional<Boolean> verified;
    private final String stem;
    private final PackedList.Builder<Example> examples = new PackedList.Builder<>(Example.PACKED);
    private final Map<String, Long> linesOfIds = new HashMap<>();

    private ExamplesFile(
            InputFile file, List<String> present, ExampleColumns columns, LabelCheck labels) {
        this.file = file;
        this.columns = columns;
        this.labels = labels;
        this.wanted = columns.in(present);
        this.origin = columns.originFor(present);
        this.verified = columns.verifiedFor(present);
        String name = InputFile.at(file.path()).shown();
        this.stem = name.substring(0, name.lastIndexOf('.'));
        for (int i = 0; i < wanted.size(); i++) {
            places.putIfAbsent(wanted.get(i).name(), i);
        }
    }

    /// All examples of a file, their labels checked; at least one.
    static List<Example> read(InputFile file, ExampleColumns columns, LabelCheck labels) {
        return read(file, columns, labels, note -> {});
    }

    /// @param notes takes what was read as it stands and should be known
    static List<Example> read(
            InputFile file,
            ExampleColumns columns,
            LabelCheck labels,
            Consumer<? super FileNote> notes) {
        Table table = Table.open(file);
        ExamplesFile reading = new ExamplesFile(file, table.columns(), columns, labels);
        table.rows(
                reading.wanted,
                new Table.Rows() {
                    @Override
                    public void row(long line, String[] cells) {
                        reading.add(line, cells);
                    }

                    @Override
                    public void note(FileNote note) {
                        notes.accept(note);
                    }
                });
        labels.throwProblems();
        if (reading.examples.size() == 0) {
            throw file.problem("the file has a header and 0 examples. Write one example a row.");
        }
        return reading.examples.build();
    }

    private void add(long line, String[] cells) {
        String expected = cells[1];
        labels.check(file, line, expected);
        String id =
                columns.id().map(name -> ownId(line, cells[place(name)])).orElseGet(this::rowId);
        Origin from = origin.orElseGet(() -> origin(line, cells));
        boolean checked =
                columns.verified().isEmpty()
                        ? from == Origin.HUMAN
                        : verified.orElseGet(() -> verified(line, cells));
        Optional<String> group =
                columns.group().map(name -> cells[place(name)]).filter(name -> !name.isEmpty());
        Map<String, String> slices = new LinkedHashMap<>();
        for (String slice : columns.slices()) {
            slices.put(slice, cells[place(slice)]);
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : columns.variables()) {
            variables.put(variable, cells[place(variable)]);
        }
        examples.add(
                new Example(
                        id,
                        cells[0],
                        expected,
                        from,
                        checked,
                        slices,
                        group,
                        new Example.Source(file.shown(), line),
                        variables));
    }

    private String rowId() {
        String digits = Integer.toString(examples.size());
        return stem + "-" + "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }

    private String ownId(long line, String id) {
        if (id.isBlank()) {
            throw file.problem(
                    line,
                    "the id is empty. Write one, or leave examples.id out of gradus.yaml: rows are then numbered.");
        }
        Long first = linesOfIds.putIfAbsent(id, line);
        if (first != null) {
            throw file.problem(
                    line,
                    "id "
                            + Quoted.value(id)
                            + " stands already on line "
                            + first
                            + ". Give every row an id of its own.");
        }
        return id;
    }

    private Origin origin(long line, String[] cells) {
        String word = cells[place(columns.origin().orElseThrow())];
        return ExampleColumns.origin(word)
                .orElseThrow(() ->
                        file.problem(
                                line,
                                "origin "
                                        + Quoted.value(word)
                                        + " is not known"
                                        + Closest.hint(
                                                word, List.of("human", "production", "synthetic"))
                                        + ". Write human, production or synthetic."));
    }

    private boolean verified(long line, String[] cells) {
        String word = cells[place(columns.verified().orElseThrow())];
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0", "" -> false;
            default ->
                    throw file.problem(
                            line, "verified is " + Quoted.value(word) + ". Write true or false.");
        };
    }

    private int place(String column) {
        return java.util.Objects.requireNonNull(places.get(column), column);
    }
}
