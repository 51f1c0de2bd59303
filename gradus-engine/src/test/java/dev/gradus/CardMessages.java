package dev.gradus;

import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Messages to a bank, each told apart by one word.
final class CardMessages {
    static final String[] NAMES = {"card_arrival", "refund_please", "pin_blocked"};

    /// The word of each label.
    static final String[] WORDS = {"card", "refund", "pin"};

    private CardMessages() {}

    static List<Example> examples(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % NAMES.length;
            examples.add(
                    Example.of(
                            name + "-" + i,
                            name + i + " my " + WORDS[label] + " since " + random.nextInt(900),
                            NAMES[label]));
        }
        return examples;
    }
}
