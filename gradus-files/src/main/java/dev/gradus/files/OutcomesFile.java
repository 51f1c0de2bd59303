package dev.gradus.files;

import dev.gradus.score.RecordedOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Reads the outcomes of evidence mode, by the names of their columns in any order:
/// `task,item_id,arm,rung,model,gold,pred,correct,prompt_tokens,completion_tokens,latency_ms,cost_usd,asked`,
/// from CSV, JSON lines or Parquet. `item_id`, `arm` and `correct` must be there; an empty cell was
/// not recorded.
public final class OutcomesFile {
    private static final List<String> KNOWN =
            List.of(
                    "task",
                    "item_id",
                    "arm",
                    "rung",
                    "model",
                    "gold",
                    "pred",
                    "correct",
                    "prompt_tokens",
                    "completion_tokens",
                    "latency_ms",
                    "cost_usd",
                    "asked");
    private static final int CORRECT = 7;
    private static final int ASKED = 12;
    private static final int LONGEST_KEPT = 100;
    private static final int MOST_KEPT = 1_000_000;
    private static final OptionalDouble WRONG = OptionalDouble.of(0);
    private static final OptionalDouble RIGHT = OptionalDouble.of(1);

    private final InputFile file;
    private final Table table;
    private final List<String> present;
    private final Consumer<? super RecordedOutcome> sink;
    private final int[] places = new int[KNOWN.size()];
    private final OutcomeRows seen;
    private final Map<String, String> kept = new HashMap<>();
    private final String taskByDefault;
    private long rows;
    private Optional<Set<String>> scored = Optional.empty();
    private final List<FileNote> notes = new ArrayList<>();
    private long computed;
    private long leftMissing;

    private OutcomesFile(InputFile file, Consumer<? super RecordedOutcome> sink) {
        this.file = file;
        this.table = Table.open(file);
        this.present = table.columns();
        this.sink = sink;
        this.seen = new OutcomeRows(file);
        int dot = file.shown().lastIndexOf('.');
        this.taskByDefault = dot > 0 ? file.shown().substring(0, dot) : file.shown();
    }

    /// Reads all outcomes into memory, about 150 bytes each.
    public static LoadedOutcomes read(Path path) {
        List<RecordedOutcome> outcomes = new ArrayList<>();
        List<FileNote> notes = read(path, outcomes::add);
        return new LoadedOutcomes(outcomes, notes);
    }

    /// Hands on each outcome as it is read; about 10 bytes a row are kept, to find rows that
    /// contradict others.
    ///
    /// @return what was read as it stands and should be known
    public static List<FileNote> read(Path path, Consumer<? super RecordedOutcome> sink) {
        InputFile file = InputFile.at(path);
        OutcomesFile reading = new OutcomesFile(file, sink);
        reading.table.rows(reading.columns(), reading.rows());
        if (reading.rows == 0) {
            throw file.problem("the file has a header and 0 outcomes. Write one outcome a row.");
        }
        return reading.notes();
    }

    private Table.Rows rows() {
        return new Table.Rows() {
            @Override
            public void row(long line, String[] cells) {
                OutcomesFile.this.row(line, cells);
            }

            @Override
            public void note(FileNote note) {
                notes.add(note);
            }
        };
    }

    private List<Table.Column> columns() {
        List<Table.Column> columns = new ArrayList<>();
        for (int i = 0; i < KNOWN.size(); i++) {
            String name = KNOWN.get(i);
            String remedy =
                    switch (name) {
                        case "item_id" ->
                                "Add it: what each item is called, the same in every arm.";
                        case "arm" -> "Add it: what each way of answering is called.";
                        case "correct" ->
                                "Add it: a score from 0 to 1, empty where it was not recorded.";
                        default -> "";
                    };
            boolean here =
                    present.contains(name) || !remedy.isEmpty() || table instanceof JsonLinesTable;
            places[i] = here ? columns.size() : -1;
            if (here) {
                columns.add(
                        new Table.Column(
                                name, name.equals("item_id") || name.equals("arm"), false, remedy));
            }
        }
        return columns;
    }

    private void row(long line, String[] cells) {
        rows++;
        String task = text(cells, 0);
        String item = named(line, cells, 1);
        String arm = named(line, cells, 2);
        String gold = text(cells, 5);
        String pred = text(cells, 6);
        RecordedOutcome outcome =
                new RecordedOutcome(
                        task.isEmpty() ? taskByDefault : task,
                        item,
                        arm,
                        text(cells, 3),
                        text(cells, 4),
                        gold,
                        pred,
                        correct(line, cells, task.isEmpty() ? taskByDefault : task, gold, pred),
                        tokens(line, cells, 8),
                        tokens(line, cells, 9),
                        number(line, cells, 10, "milliseconds, 0 or more", Double.MAX_VALUE),
                        number(line, cells, 11, "an amount in USD, 0 or more", Double.MAX_VALUE),
                        asked(line, cells, pred));
        seen.check(line, outcome);
        sink.accept(outcome);
    }

    private boolean asked(long line, String[] cells, String pred) {
        boolean asked =
                switch (text(cells, ASKED).toLowerCase(Locale.ROOT)) {
                    case "", "yes", "true", "1" -> true;
                    case "no", "false", "0" -> false;
                    default ->
                            throw file.problem(
                                    line,
                                    "asked is "
                                            + Quoted.value(text(cells, ASKED))
                                            + ". Write no where the arm was not asked the item,"
                                            + " else yes or nothing.");
                };
        if (!asked && !(pred + text(cells, CORRECT)).isEmpty()) {
            throw file.problem(
                    line,
                    "asked is no, and there is "
                            + (pred.isEmpty() ? "a score" : "an answer")
                            + ". Write yes, or leave pred and correct empty.");
        }
        return asked;
    }

    /// Computed to the letter only in a task of which no row has a score: where others have one, an
    /// empty one is missing, and the letter is not what they were scored by.
    private OptionalDouble correct(
            long line, String[] cells, String task, String gold, String pred) {
        OptionalDouble correct = truth(text(cells, CORRECT));
        if (correct.isEmpty()) {
            correct = number(line, cells, CORRECT, "a score from 0 to 1", 1);
        }
        if (correct.isPresent() || gold.isEmpty() || pred.isEmpty()) {
            return correct;
        }
        if (scored.isEmpty()) {
            scored = Optional.of(scored());
        }
        if (scored.get().contains(task)) {
            leftMissing++;
            return correct;
        }
        computed++;
        return pred.equals(gold) ? RIGHT : WRONG;
    }

    private static OptionalDouble truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> RIGHT;
            case "false" -> WRONG;
            default -> OptionalDouble.empty();
        };
    }

    /// The tasks of which some row has a score: another reading of the file.
    private Set<String> scored() {
        Set<String> scored = new HashSet<>();
        if (table instanceof JsonLinesTable || present.contains(KNOWN.get(CORRECT))) {
            List<Table.Column> columns = new ArrayList<>();
            columns.add(new Table.Column(KNOWN.get(CORRECT), false, true, ""));
            if (table instanceof JsonLinesTable || present.contains("task")) {
                columns.add(new Table.Column("task", false, true, ""));
            }
            table.rows(
                    columns,
                    (line, cells) -> {
                        if (!cells[0].isEmpty() && !cells[0].equalsIgnoreCase("nan")) {
                            String task = cells.length > 1 ? cells[1] : "";
                            scored.add(task.isEmpty() ? taskByDefault : task);
                        }
                    });
        }
        return scored;
    }

    private String text(String[] cells, int known) {
        if (places[known] < 0) {
            return "";
        }
        String text = cells[places[known]];
        if (text.length() > LONGEST_KEPT || kept.size() >= MOST_KEPT) {
            return kept.getOrDefault(text, text);
        }
        String first = kept.putIfAbsent(text, text);
        return first == null ? text : first;
    }

    private String named(long line, String[] cells, int known) {
        String text = text(cells, known);
        if (text.isBlank()) {
            throw file.problem(
                    line, KNOWN.get(known) + " is empty. Write it, or take the row out.");
        }
        return text;
    }

    private OptionalDouble number(
            long line, String[] cells, int known, String wanted, double most) {
        String text = places[known] < 0 ? "" : cells[places[known]];
        switch (text) {
            case "", "NaN", "nan" -> {
                return OptionalDouble.empty();
            }
            case "0" -> {
                return WRONG;
            }
            case "1" -> {
                return RIGHT;
            }
            default -> {
                if (YamlValue.NUMBER.matcher(text).matches()) {
                    double value = Double.parseDouble(text);
                    if (value >= 0 && value <= most) {
                        return OptionalDouble.of(value);
                    }
                }
                throw file.problem(
                        line,
                        KNOWN.get(known)
                                + " is "
                                + Quoted.value(text)
                                + ". Write "
                                + wanted
                                + ", or leave it empty where it was not recorded.");
            }
        }
    }

    private OptionalLong tokens(long line, String[] cells, int known) {
        OptionalDouble number =
                number(line, cells, known, "a whole number of tokens, 0 or more", 1e12);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        long whole = (long) number.getAsDouble();
        if (whole != number.getAsDouble()) {
            throw file.problem(
                    line,
                    KNOWN.get(known)
                            + " is "
                            + Quoted.value(cells[places[known]])
                            + ". Write a whole number of tokens, 0 or more, or leave it empty where it was not recorded.");
        }
        return OptionalLong.of(whole);
    }

    private List<FileNote> notes() {
        Set<String> unknown = new HashSet<>(present);
        unknown.removeAll(KNOWN);
        for (String name : present) {
            if (unknown.contains(name)) {
                notes.add(
                        new FileNote(
                                file.shown() + ":1",
                                "column "
                                        + Quoted.value(name)
                                        + Closest.hint(name, KNOWN)
                                        + " is not read."));
            }
        }
        if (!present.contains("task")) {
            notes.add(
                    new FileNote(
                            file.shown(),
                            "there is no column 'task'; the rows are read as one task, "
                                    + Quoted.value(taskByDefault)
                                    + "."));
        }
        if (computed > 0) {
            notes.add(
                    new FileNote(
                            file.shown(),
                            "correct is empty in "
                                    + computed
                                    + (computed == 1 ? " row" : " rows")
                                    + " with gold and pred; it was computed there: 1 where pred is gold to the letter, else 0."));
        }
        if (leftMissing > 0) {
            notes.add(
                    new FileNote(
                            file.shown(),
                            "correct is empty in "
                                    + leftMissing
                                    + (leftMissing == 1 ? " row" : " rows")
                                    + " with gold and pred, and other rows of the task have a score: these are missing, not wrong."));
        }
        return List.copyOf(notes);
    }
}
