package dev.gradus.answer;

/// What open thinking models write before their answer: `<think> ... </think>`.
final class Thinking {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private Thinking() {}

    static String without(String reply) {
        int close = reply.lastIndexOf(CLOSE);
        return close >= 0 && reply.stripLeading().startsWith(OPEN)
                ? reply.substring(close + CLOSE.length())
                : reply;
    }
}
