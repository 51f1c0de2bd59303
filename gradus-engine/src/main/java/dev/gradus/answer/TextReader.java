package dev.gradus.answer;

/// Any text is an answer but an empty one.
final class TextReader implements AnswerReader {
    @Override
    public Reading read(String reply) {
        String text = Thinking.without(reply).strip();
        return text.isEmpty() ? Reading.wrong(reply, "The answer is empty.") : Reading.of(text);
    }
}
