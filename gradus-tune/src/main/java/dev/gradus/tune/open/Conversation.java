package dev.gradus.tune.open;

import dev.gradus.task.Example;

/// One row of a training set: what is asked, and the right answer.
///
/// @param tokens of all texts, as counted; what a chat template adds is not in it
record Conversation(Example example, Asking.Asked asked, String answer, int tokens) {

    String id() {
        return example.id();
    }

    String system() {
        return asked.system().orElse("");
    }
}
