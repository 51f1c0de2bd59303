package dev.gradus;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.gradus.check.TokenCounter;
import dev.gradus.task.ModelName;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tokens as OpenAI's models count them: o200k_base since gpt-4o, cl100k_base before. Other
/// providers publish no such table; for theirs cl100k_base is an estimate, and said to be one.
final class ModelTokens implements TokenCounter {
    private static final Pattern O200K =
            Pattern.compile("(?:chatgpt-4o|gpt-4o|gpt-4\\.\\d|gpt-[5-9]|gpt-oss|o[1-9]).*");
    private static final Pattern CL100K = Pattern.compile("gpt-(?:4|3\\.5|35)(?:-.*)?");

    /// Loads each table once, when it is first asked for: it takes half a second.
    private static final EncodingRegistry TABLES = Encodings.newLazyEncodingRegistry();

    private final Encoding encoding;
    private final String method;
    private final boolean exact;

    private ModelTokens(EncodingType type, String method, boolean exact) {
        this.encoding = TABLES.getEncoding(type);
        this.method = method;
        this.exact = exact;
    }

    static ModelTokens of(ModelName model) {
        String name = model.model().toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (O200K.matcher(last).matches()) {
            return new ModelTokens(EncodingType.O200K_BASE, "o200k_base, of " + model, true);
        }
        return CL100K.matcher(last).matches()
                ? new ModelTokens(EncodingType.CL100K_BASE, "cl100k_base, of " + model, true)
                : new ModelTokens(
                        EncodingType.CL100K_BASE, "estimate for " + model + ": cl100k_base", false);
    }

    @Override
    public int count(String text) {
        return encoding.countTokensOrdinary(text);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public boolean exact() {
        return exact;
    }
}
