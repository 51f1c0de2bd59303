package dev.gradus.tune.open;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The form of a training file: one JSON object a line, in UTF-8.
public enum TrainingShape {
    /// `{"messages": [{"role", "content"}, ...]}`: OpenAI's, and what TRL and Axolotl read.
    CHAT,
    /// `{"instruction", "input", "output"}`; the instruction is the system message.
    ALPACA,
    /// `{"conversations": [{"from": "system|human|gpt", "value"}, ...]}`.
    SHAREGPT,
    /// `{"prompt": [...], "chosen": [...], "rejected": [...]}`, each a list of messages: TRL's.
    DPO,
    /// `{"input": {"messages"}, "preferred_output": [...], "non_preferred_output": [...]}`:
    /// OpenAI's.
    DPO_OPENAI,
    /// `{"id", "prompt": [...], "expected", "input", "variables"}`: what GRPO asks and what the
    /// reward is scored with.
    GRPO;

    /// True where a wrong answer stands beside the right one.
    public boolean needsPairs() {
        return this == DPO || this == DPO_OPENAI;
    }

    Map<String, Object> row(Conversation row, Optional<String> rejected) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (this) {
            case CHAT -> {
                List<Map<String, String>> messages = new ArrayList<>(asked(row));
                messages.add(message("assistant", row.answer()));
                fields.put("messages", messages);
            }
            case ALPACA -> {
                fields.put(
                        "instruction", row.system().isEmpty() ? row.asked().user() : row.system());
                fields.put("input", row.system().isEmpty() ? "" : row.asked().user());
                fields.put("output", row.answer());
            }
            case SHAREGPT -> fields.put("conversations", turns(row));
            case DPO -> {
                fields.put("prompt", asked(row));
                fields.put("chosen", List.of(message("assistant", row.answer())));
                fields.put("rejected", List.of(message("assistant", rejected.orElseThrow())));
            }
            case DPO_OPENAI -> {
                fields.put("input", Map.of("messages", asked(row)));
                fields.put("preferred_output", List.of(message("assistant", row.answer())));
                fields.put(
                        "non_preferred_output",
                        List.of(message("assistant", rejected.orElseThrow())));
            }
            case GRPO -> {
                fields.put("id", row.id());
                fields.put("prompt", asked(row));
                fields.put("expected", row.example().expected());
                fields.put("input", row.example().input());
                // As text: the column of a data set has one type, and rows differ in their names.
                fields.put("variables", OpenFiles.json(row.example().variables()));
            }
        }
        return fields;
    }

    private static List<Map<String, String>> asked(Conversation row) {
        List<Map<String, String>> messages = new ArrayList<>();
        row.asked().system().ifPresent(system -> messages.add(message("system", system)));
        messages.add(message("user", row.asked().user()));
        return messages;
    }

    private static Map<String, String> message(String role, String content) {
        return pair("role", role, "content", content);
    }

    private static List<Map<String, String>> turns(Conversation row) {
        List<Map<String, String>> turns = new ArrayList<>();
        row.asked()
                .system()
                .ifPresent(system -> turns.add(pair("from", "system", "value", system)));
        turns.add(pair("from", "human", "value", row.asked().user()));
        turns.add(pair("from", "gpt", "value", row.answer()));
        return turns;
    }

    private static Map<String, String> pair(String first, String one, String second, String two) {
        Map<String, String> pair = new LinkedHashMap<>();
        pair.put(first, one);
        pair.put(second, two);
        return pair;
    }
}
