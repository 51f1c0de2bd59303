package dev.gradus.files.imports;

import dev.gradus.files.JsonText;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// Any JSON value as one line.
final class Json {
    private Json() {}

    static String write(@Nullable Object value) {
        String wrapped = JsonText.write(Collections.singletonMap("v", value));
        return wrapped.substring("{\"v\":".length(), wrapped.length() - 1);
    }
}
