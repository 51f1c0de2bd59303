package dev.gradus.files;

import java.util.List;
import java.util.Optional;

/// Examples that were made of a file which is not one row an example as it stands, such as chat
/// messages or the export of an annotation tool.
///
/// @param lines JSON lines
/// @param books what became of the file's records
/// @param input column of the input, where it is known
/// @param expected column of the right answer, where it is known
/// @param prompt file for the prompt; empty without one
/// @param variables columns that the prompt reads
record MadeRows(
        String lines,
        Books books,
        Optional<String> input,
        Optional<String> expected,
        Optional<PromptFile> prompt,
        List<String> variables) {
    static final String NAME = "examples.jsonl";
    static final String RECORDS = "records";

    record PromptFile(String name, String text) {}

    MadeRows {
        variables = List.copyOf(variables);
    }

    /// Rows of which no more is known.
    static MadeRows of(String lines, Books books, Optional<String> expected) {
        return new MadeRows(lines, books, Optional.empty(), expected, Optional.empty(), List.of());
    }
}
