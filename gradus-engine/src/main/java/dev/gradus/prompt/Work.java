package dev.gradus.prompt;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one rendering may still do. Used by one thread.
final class Work {
    /// The variable it travels in; no template can spell it.
    static final String KEY = "\0work";

    private static final int PASSES = 100_000;
    private static final long NANOS = 10_000_000_000L;
    private static final int ITEMS = 100_000;

    private final long started = System.nanoTime();
    private int passes;

    /// Counts one pass of a loop.
    static void pass(EvaluationContextImpl context, int line) {
        Work work = (Work) context.getScopeChain().get(KEY);
        work.passes++;
        if (work.passes > PASSES || System.nanoTime() - work.started > NANOS) {
            throw new PebbleException(
                    null,
                    "the template's loops run more than 100,000 times or 10 s. Take out a nested"
                            + " loop.",
                    line,
                    null);
        }
    }

    /// Refuses a text or a list that has grown beyond what a prompt may hold.
    static @Nullable Object bounded(@Nullable Object value, int line) {
        if (value instanceof CharSequence text && text.length() > PebbleRenderer.MAX_TEXT) {
            throw tooLong(line);
        }
        items(value, 0, line);
        return value;
    }

    static PebbleException tooLong(int line) {
        return new PebbleException(
                null, "a value grows beyond 1,048,576 characters. Join less.", line, null);
    }

    private static int items(@Nullable Object value, int before, int line) {
        int count = before + 1;
        if (count > ITEMS) {
            throw new PebbleException(
                    null, "a value has more than 100,000 items. Join less.", line, null);
        }
        Collection<?> inside =
                switch (value) {
                    case Map<?, ?> map -> map.values();
                    case Collection<?> list -> list;
                    case null, default -> java.util.List.of();
                };
        for (Object item : inside) {
            count = items(item, count, line);
        }
        return count;
    }
}
