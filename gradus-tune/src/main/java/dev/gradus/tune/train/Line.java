package dev.gradus.tune.train;

import dev.gradus.spi.GradusException;
import java.util.OptionalDouble;

/// What the training process says: one line a message, its fields parted by tabs.
///
/// `alive`; `at STEP STEPS LOSS HELD RATE`, HELD empty before the first epoch ended; and at the end
/// one of `done`, `stopped`, `error KIND SENTENCE`.
final class Line {
    static final String ALIVE = "alive";
    static final String AT = "at";
    static final String DONE = "done";
    static final String STOPPED = "stopped";
    static final String ERROR = "error";

    private Line() {}

    static String alive() {
        return ALIVE;
    }

    static String done() {
        return DONE;
    }

    static String stopped() {
        return STOPPED;
    }

    static String at(long step, long steps, double loss, OptionalDouble held, double rate) {
        String score = held.isPresent() ? Double.toString(held.getAsDouble()) : "";
        return String.join("\t", AT, "" + step, "" + steps, "" + loss, score, "" + rate);
    }

    static String error(GradusException e) {
        String kind =
                switch (e) {
                    case GradusException.Usage usage -> "usage";
                    case GradusException.Data data -> "data";
                    case GradusException.Provider provider -> "provider";
                    case GradusException.Budget budget -> "budget";
                };
        return String.join(
                "\t", ERROR, kind, String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }

    static GradusException exception(String kind, String sentence) {
        return switch (kind) {
            case "usage" -> new GradusException.Usage(sentence);
            case "data" -> new GradusException.Data(sentence);
            case "budget" -> new GradusException.Budget(sentence);
            default -> new GradusException.Provider(sentence, false);
        };
    }
}
