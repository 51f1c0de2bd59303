package dev.gradus.files;

import dev.gradus.task.ModelName;

/// Reads `provider/model` where a task file names a model.
final class ModelKey {
    private static final String WANTED = "provider/model, as in embedded/minilm-l6-q";

    private ModelKey() {}

    static ModelName of(YamlValue value) {
        String text = value.text(WANTED);
        int slash = text.indexOf('/');
        if (slash <= 0
                || slash == text.length() - 1
                || text.chars().anyMatch(Character::isWhitespace)) {
            throw value.wrong(WANTED);
        }
        return ModelName.parse(text);
    }
}
