package dev.gradus.files.imports;

import dev.gradus.files.imports.TaskDraft.Message;
import dev.gradus.files.imports.TaskDraft.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of a task folder from cases with named values: one of them is the input.
final class Columns {
    private static final List<String> INPUTS =
            List.of(
                    "input",
                    "text",
                    "question",
                    "query",
                    "message",
                    "user_input",
                    "prompt",
                    "content",
                    "document",
                    "body",
                    "utterance",
                    "topic");
    private static final Set<String> RESERVED =
            Set.of("input", "expected", "brief", "labels", "shots", "schema", "loop");
    private final Findings findings;
    private final TaskDraft draft;

    Columns(Findings findings, TaskDraft draft) {
        this.findings = findings;
        this.draft = draft;
    }

    /// Chooses the input among the variables, renames what templates here mean otherwise, and makes
    /// the rows.
    void choose(Map<PromptfooCase, Object> expected) {
        Set<String> vars = new LinkedHashSet<>();
        expected.keySet().forEach(one -> vars.addAll(one.vars().keySet()));
        leaveUnfilled(vars);
        Set<String> read = new LinkedHashSet<>();
        draft.prompts.forEach(prompt -> read.addAll(Templates.names(prompt.text())));
        read.retainAll(vars);
        Optional<String> input = input(read.isEmpty() ? vars : read, expected.keySet());
        Map<String, String> names = new HashMap<>();
        for (String var : vars) {
            String own = RESERVED.contains(var) ? "var_" + var : var;
            names.put(var, input.filter(var::equals).isPresent() ? "input" : own);
        }
        draft.prompts.replaceAll(prompt -> renamed(prompt, names));
        read.stream()
                .filter(var -> input.filter(var::equals).isEmpty())
                .forEach(var -> draft.variables.add(names.getOrDefault(var, var)));
        boolean described =
                !vars.contains("description")
                        && expected.keySet().stream().anyMatch(one -> !one.description().isEmpty());
        expected.forEach((one, right) -> {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put(
                    "input",
                    input.map(var -> one.vars().getOrDefault(var, "")).orElse(one.description()));
            for (String var : vars) {
                row.putIfAbsent(names.getOrDefault(var, var), one.vars().getOrDefault(var, ""));
            }
            if (described) {
                row.put("description", one.description());
                findings.map(
                        one.at().at("description"),
                        one.construct() + ".description",
                        "column description");
            }
            row.put("expected", right);
            draft.rows.add(row);
        });
    }

    private void leaveUnfilled(Set<String> vars) {
        if (vars.isEmpty()) {
            return;
        }
        List<Prompt> kept = new ArrayList<>();
        for (Prompt prompt : draft.prompts) {
            Set<String> missing = new LinkedHashSet<>(Templates.names(prompt.text()));
            missing.removeAll(vars);
            if (missing.isEmpty()) {
                kept.add(prompt);
            } else {
                findings.retract(prompt.at(), prompt.construct());
                findings.leave(
                        prompt.at(),
                        prompt.construct(),
                        "it reads " + String.join(", ", missing) + ", which no test gives");
            }
        }
        draft.prompts.clear();
        draft.prompts.addAll(kept);
    }

    /// By its name, or else the one with the most different values; among equals the longest.
    private static Optional<String> input(Set<String> vars, Set<PromptfooCase> cases) {
        Optional<String> named = INPUTS.stream().filter(vars::contains).findFirst();
        if (named.isPresent()) {
            return named;
        }
        Optional<String> best = Optional.empty();
        long most = -1;
        for (String var : vars) {
            Set<String> values = new HashSet<>();
            cases.forEach(one -> values.add(one.vars().getOrDefault(var, "")));
            long weight =
                    values.size() * 1_000_000L
                            + Math.min(999_999, values.stream().mapToLong(String::length).sum());
            if (weight > most) {
                most = weight;
                best = Optional.of(var);
            }
        }
        return best;
    }

    private static Prompt renamed(Prompt prompt, Map<String, String> names) {
        return new Prompt(
                prompt.name(),
                prompt.messages().stream()
                        .map(one -> new Message(one.role(), Templates.renamed(one.text(), names)))
                        .toList(),
                prompt.at(),
                prompt.construct());
    }
}
