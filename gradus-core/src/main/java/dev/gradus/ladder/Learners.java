package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Prompt;
import dev.gradus.candidate.Shots;
import java.util.regex.Pattern;

/// Which candidates learned from examples: shots, classifiers, cascades, instructions that a model
/// rewrote. Label names, descriptions and the user's own prompts learn nothing.
public final class Learners {
    private static final Pattern REWRITTEN = Pattern.compile("rewritten \\d+");

    private Learners() {}

    /// True where other train examples would have made another candidate.
    public static boolean learned(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> encoded.method().learns();
            case Candidate.Prompted prompted ->
                    !(prompted.shots() instanceof Shots.None) || rewritten(prompted.prompt());
            // Its threshold did.
            case Candidate.Cascade cascade -> true;
        };
    }

    /// True where the words have the form of [Prompts#rewritten].
    public static boolean rewritten(Prompt prompt) {
        return REWRITTEN.matcher(prompt.name()).matches()
                && prompt.system().startsWith("{% verbatim %}");
    }
}
