package dev.gradus.files.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One test of promptfoo with one value for each variable.
///
/// @param at where the test stands
/// @param construct as in `tests[3]`
/// @param description empty where it has none
/// @param vars values by name
/// @param assertions its own and those of `defaultTest`, as far as they can be read at all
/// @param grader the model that judges, as promptfoo names it
/// @param dropped assertions of it that could not be taken
record PromptfooCase(
        Node at,
        String construct,
        String description,
        Map<String, String> vars,
        List<Assertion> assertions,
        Optional<String> grader,
        int dropped) {

    /// What an answer must be like.
    ///
    /// @param type promptfoo's word without `not-`
    /// @param negated true for `not-`
    /// @param value JSON value with the variables filled in; null where it has none
    /// @param threshold NaN where it has none
    record Assertion(
            Node at,
            String construct,
            String type,
            boolean negated,
            @Nullable Object value,
            double threshold,
            double weight) {}
}
