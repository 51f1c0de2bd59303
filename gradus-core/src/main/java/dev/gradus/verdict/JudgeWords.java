package dev.gradus.verdict;

import dev.gradus.score.JudgedScore;
import java.util.Locale;

/// What a verdict says of the judge that it rests on.
final class JudgeWords {
    private static final String NEW_FILE = "judged.csv";

    private JudgeWords() {}

    /// Follows the sentence on the sealed test.
    static String worth(JudgedScore judge, double said) {
        return judge.corrected()
                .map(one ->
                        String.format(
                                Locale.ROOT,
                                " The judge %s says %.3f; its bias is taken out by %,d human labels%s.",
                                judge.model(),
                                said,
                                judge.labels(),
                                judge.kappa().isPresent()
                                        ? String.format(
                                                Locale.ROOT,
                                                " (kappa %.2f)",
                                                judge.kappa().getAsDouble())
                                        : ""))
                .orElse("");
    }

    static String unchecked(JudgedScore judge) {
        return "The judge "
                + judge.model()
                + " was held against "
                + (judge.labels() == 0 ? "no human label" : judge.labels() + " human labels")
                + "; from "
                + judge.fewest()
                + " on its scores count.";
    }

    /// What makes the judge count.
    static String label(JudgedScore judge) {
        String into = judge.file().filter(file -> judge.labels() == 0).orElse(NEW_FILE);
        return "label "
                + judge.labelsMissing()
                + (judge.labels() == 0 ? "" : " more")
                + " answers of the winner: gradus export answers --sample "
                + judge.fewest()
                + " --into "
                + into
                + " picks them at random; fill its column human"
                + judge.file()
                        .map(file ->
                                file.equals(into) ? "" : ", and add to " + file + " what is new")
                        .orElse(", and name it as " + judge.key());
    }

    /// What narrows the interval of a judge that counts.
    static String more(JudgedScore judge) {
        return String.format(
                Locale.ROOT,
                "label more answers of the winner in %s: the interval rests on %,d",
                judge.file().orElse(NEW_FILE),
                judge.labels());
    }
}
