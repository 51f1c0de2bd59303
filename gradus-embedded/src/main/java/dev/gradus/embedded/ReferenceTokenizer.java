package dev.gradus.embedded;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;

/// The tokenizer that the model was trained with, run by its reference implementation. Thread-safe.
///
/// Truncation and padding that the file itself asks for are overruled: MiniLM's would pad every
/// text to 128 tokens. A special token written out in a text, as `[SEP]`, becomes that special
/// token: so the reference does it, and the model cannot be told more by it than by any other word.
final class ReferenceTokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final String prefix;

    private ReferenceTokenizer(HuggingFaceTokenizer tokenizer, String prefix) {
        this.tokenizer = tokenizer;
        this.prefix = prefix;
    }

    static ReferenceTokenizer open(URL file, String prefix, int maxTokens) throws IOException {
        NativeLibraries.prepare();
        Map<String, String> options =
                Map.of(
                        "addSpecialTokens", "true",
                        "truncation", "true",
                        "maxLength", Integer.toString(maxTokens),
                        "modelMaxLength", Integer.toString(maxTokens),
                        "padding", "false");
        try (InputStream in = file.openStream()) {
            return new ReferenceTokenizer(HuggingFaceTokenizer.newInstance(in, options), prefix);
        }
    }

    Tokens tokenize(String text) {
        Encoding encoding = tokenizer.encode(prefix + wellFormed(text));
        return new Tokens(encoding.getIds(), encoding.exceedMaxLength());
    }

    /// Half of a surrogate pair, as a text cut at a fixed number of chars may end with, is no
    /// character: native code would refuse it. It becomes U+FFFD, which the tokenizer drops.
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? new StringBuilder(text) : repaired;
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
