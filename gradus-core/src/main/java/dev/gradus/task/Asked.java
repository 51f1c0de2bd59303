package dev.gradus.task;

import dev.gradus.canonical.Canonical;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is asked of a model: the brief, the labels with what they mean, and the user's own prompt.
/// A tuned model freezes these; settings, examples and goals may change beside it. Two texts that
/// differ in white space ask the same, and so do labels in another order.
///
/// @param brief 64 hexadecimal digits
/// @param labels likewise, for no labels too
/// @param prompt likewise, for no prompt too
public record Asked(String brief, String labels, String prompt) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public static Asked of(String brief, List<Label> labels, Optional<String> prompt) {
        ContentHash hash = new ContentHash();
        labels.stream()
                .sorted(Comparator.comparing(Label::name))
                .forEach(label ->
                        hash.add(Canonical.text(label.name()))
                                .add(plain(label.description().orElse(""))));
        return new Asked(
                ContentHash.of(plain(brief)), hash.hex(), ContentHash.of(plain(prompt.orElse(""))));
    }

    public static Asked of(Task task) {
        return of(
                task.brief(),
                task.answer().asLabels().map(AnswerShape.Labels::labels).orElse(List.of()),
                task.prompt());
    }

    private static Canonical plain(String text) {
        return Canonical.text(SPACE.matcher(text).replaceAll(" ").strip());
    }
}
