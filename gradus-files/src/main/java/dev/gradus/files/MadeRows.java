package dev.gradus.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Examples that were made of a file which is not one row an example as it stands, such as chat
/// messages or the export of an annotation tool. What was left out is counted, and the books
/// balance: taken and left out are all that the file held.
///
/// @param lines JSON lines
/// @param held records of the file
/// @param taken examples made of them
/// @param merged records that are one example together with another, as several annotators' are
/// @param leftOut records by the reason why they make no example
/// @param notes what was passed over in records that were taken
/// @param input column of the input, where it is known
/// @param expected column of the right answer, where it is known
/// @param prompt file for the prompt; empty without one
/// @param variables columns that the prompt reads
record MadeRows(
        String lines,
        long held,
        long taken,
        long merged,
        Map<String, Long> leftOut,
        List<String> notes,
        Optional<String> input,
        Optional<String> expected,
        Optional<PromptFile> prompt,
        List<String> variables) {
    static final String NAME = "examples.jsonl";

    record PromptFile(String name, String text) {}

    MadeRows {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        notes = List.copyOf(notes);
        variables = List.copyOf(variables);
        long left = leftOut.values().stream().mapToLong(Long::longValue).sum();
        if (taken + merged + left != held) {
            throw new IllegalStateException(
                    "%d taken, %d merged and %d left out are not the %d records"
                            .formatted(taken, merged, left, held));
        }
    }
}
