package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names of class labels that Hugging Face's datasets keep in the footer of a Parquet file,
/// beside columns of numbers: `{"info": {"features": {"label": {"names": [...], "_type":
/// "ClassLabel"}}}}` under the key `huggingface`.
final class ClassLabels {
    private static final String KEY = "huggingface";

    private ClassLabels() {}

    /// By column; empty where the footer has none.
    static Map<String, List<String>> of(Map<String, String> footer) {
        Map<String, List<String>> names = new HashMap<>();
        String json = footer.get(KEY);
        if (json == null) {
            return names;
        }
        try {
            Map<String, ?> document = JsonText.parseObject(json, KEY);
            if (document.get("info") instanceof Map<?, ?> info
                    && info.get("features") instanceof Map<?, ?> features) {
                features.forEach((column, feature) -> {
                    if (feature instanceof Map<?, ?> one
                            && "ClassLabel".equals(one.get("_type"))
                            && one.get("names") instanceof List<?> list) {
                        names.put(
                                String.valueOf(column),
                                list.stream().map(String::valueOf).toList());
                    }
                });
            }
        } catch (GradusException.Data none) {
            // Numbers stay numbers: what stands under the key is no description of columns.
            return Map.of();
        }
        return names;
    }
}
