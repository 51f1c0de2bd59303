package dev.gradus.answer;

import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;

/// Reads a reply as an answer of the task's shape. Thread-safe; calls nothing.
public interface AnswerReader {
    /// Replies beyond this are not searched: they are read as they are, or not valid.
    int LONGEST = 1 << 20;

    Reading read(String reply);

    /// As a patient person reads: quotes, code fences, `Label: x`, JSON around a label, case and
    /// punctuation do not matter; a document is found in the text around it. Never chooses between
    /// two answers.
    ///
    /// @throws GradusException.Data where the shape's schema is none
    static AnswerReader of(AnswerShape shape) {
        return switch (shape) {
            case AnswerShape.Labels labels -> new LabelReader(labels, true);
            case AnswerShape.Json json -> new JsonReader(json, true);
            case AnswerShape.Text text -> new TextReader();
        };
    }

    /// To the letter, white space at the ends apart: the label, or the document and nothing else.
    ///
    /// @throws GradusException.Data where the shape's schema is none
    static AnswerReader strict(AnswerShape shape) {
        return switch (shape) {
            case AnswerShape.Labels labels -> new LabelReader(labels, false);
            case AnswerShape.Json json -> new JsonReader(json, false);
            case AnswerShape.Text text -> new TextReader();
        };
    }
}
