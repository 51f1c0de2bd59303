package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How an annotation tool writes what people decided: which field is the label, and whether a
/// person stands behind it.
sealed interface AnnotationDialect
        permits ArgillaRecords, LabelStudioRows, LabelStudioTasks, ProdigyRecords, StateColumns {

    /// What the tool is called.
    String name();

    /// @throws NotSpoken where the record is not of this dialect after all
    Said read(AnnotatedRecord record);

    /// The dialect of a file with these columns.
    static Optional<AnnotationDialect> of(List<String> columns) {
        Set<String> names = Set.copyOf(columns);
        if (names.containsAll(Set.of("data", "annotations"))) {
            return Optional.of(new LabelStudioTasks());
        }
        if (names.containsAll(Set.of("annotation_id", "annotator"))) {
            return Optional.of(new LabelStudioRows());
        }
        if (names.contains("answer") && (names.contains("accept") || names.contains("label"))) {
            return Optional.of(new ProdigyRecords());
        }
        return ArgillaRecords.of(columns)
                .map(AnnotationDialect.class::cast)
                .or(() -> StateColumns.of(columns));
    }

    /// A file looked like a dialect by its columns, and is none.
    final class NotSpoken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
