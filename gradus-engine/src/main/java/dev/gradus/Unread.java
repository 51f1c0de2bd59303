package dev.gradus;

import dev.gradus.Answerer.Said;
import dev.gradus.calls.Caller;
import dev.gradus.chat.ChatReply;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers of one candidate that could not be read, one after the other in the order in which they
/// came. After 20 in a row the candidate is not asked further: what it would still cost says
/// nothing more of its form, and nothing at all of its model. One answer that can be read begins
/// the count anew; a candidate that was stopped stays so for the climb. Thread-safe.
final class Unread {
    static final int MOST = 20;
    private static final int CUT = 120;

    private final Map<Why, Integer> why = new EnumMap<>(Why.class);
    private int inARow;
    private int asked;
    private String last = "";

    private enum Why {
        CUT("cut off at the most that it may write"),
        DECLINED("declined"),
        EMPTY("left empty"),
        SHAPE("not in the form that is asked for");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    /// An answer came.
    ///
    /// @param problem what is wrong with it; empty where it was read
    synchronized void came(Said said, ChatReply.Finish finish, String problem) {
        asked++;
        if (stopped()) {
            return;
        }
        if (said == Said.READ) {
            inARow = 0;
            why.clear();
            return;
        }
        inARow++;
        why.merge(why(said, finish), 1, Integer::sum);
        last = problem;
    }

    private static Why why(Said said, ChatReply.Finish finish) {
        return said == Said.EMPTY
                ? Why.EMPTY
                : switch (finish) {
                    case LENGTH -> Why.CUT;
                    case REFUSAL -> Why.DECLINED;
                    case STOP, TOOLS, OTHER -> Why.SHAPE;
                };
    }

    synchronized boolean stopped() {
        return inARow >= MOST;
    }

    /// For a call that waits for its turn.
    void check() {
        if (stopped()) {
            throw new Caller.Unwanted();
        }
    }

    /// Why the candidate was stopped; empty where it was not.
    synchronized Optional<String> reason() {
        return stopped() ? Optional.of(said("in a row ")) : Optional.empty();
    }

    /// Why a candidate is a failed run of which no answer could be read.
    synchronized String ofAll() {
        return said("");
    }

    private String said(String row) {
        boolean cut = why.getOrDefault(Why.CUT, 0) * 2 >= Math.max(1, inARow);
        return String.format(
                Locale.ROOT,
                "stopped: %,d answers %scould not be read (%s), %,d were asked%s%s",
                inARow,
                row,
                why.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey().words)
                        .collect(Collectors.joining(", ")),
                asked,
                last.isEmpty() ? "" : ". The last: " + cut(last),
                cut ? ". Raise sampling.max-tokens, or ask for a shorter answer" : "");
    }

    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        String whole = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return whole.length() <= CUT ? whole : whole.substring(0, CUT) + "…";
    }
}
