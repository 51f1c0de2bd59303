package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Checks the expected answer of each row. The first five wrong rows are named and the rest
/// counted, so that a column named wrongly does not print a whole file.
final class LabelCheck {
    private static final int MOST_SHOWN = 5;

    private final Set<String> labels;
    private final String home;
    private final boolean emptyIsRight;
    private final List<String> problems = new ArrayList<>();
    private int more;

    /// @param labels the labels that may stand; none where any text may
    /// @param home the file that lists them
    LabelCheck(List<String> labels, String home) {
        this(labels, home, false);
    }

    /// @param emptyIsRight true where the score needs no expected answer, as a judge's rubric
    LabelCheck(List<String> labels, String home, boolean emptyIsRight) {
        this.labels = new LinkedHashSet<>(labels);
        this.home = home;
        this.emptyIsRight = emptyIsRight && labels.isEmpty();
    }

    void check(InputFile file, long line, String expected) {
        if (expected.isEmpty() && emptyIsRight) {
            return;
        }
        if (expected.isEmpty()) {
            String what = labels.isEmpty() ? "the expected answer" : "the label";
            wrong(file.problem(line, what + " is empty. Write it, or take the row out."));
        } else if (!labels.isEmpty() && !labels.contains(expected)) {
            wrong(
                    file.problem(
                            line,
                            "label "
                                    + Quoted.value(expected)
                                    + " is not one of the "
                                    + labels.size()
                                    + " labels"
                                    + (problems.size() < MOST_SHOWN
                                            ? Closest.hint(expected, labels)
                                            : "")
                                    + ". Fix the row, or add the label to "
                                    + home
                                    + "."));
        }
    }

    private void wrong(GradusException problem) {
        if (problems.size() < MOST_SHOWN) {
            problems.add(problem.getMessage());
        } else {
            more++;
        }
    }

    void throwProblems() {
        if (problems.isEmpty()) {
            return;
        }
        String rest =
                more == 0
                        ? ""
                        : "\nand "
                                + more
                                + (more == 1 ? " more row like these." : " more rows like these.")
                                + (labels.isEmpty() || home.equals(TaskFile.NAME)
                                        ? ""
                                        : " Where another column is meant, write "
                                                + home
                                                + " anew: gradus new FOLDER --labels");
        throw new GradusException.Data(String.join("\n", problems) + rest);
    }
}
