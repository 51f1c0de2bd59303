package dev.gradus.embedded;

import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.util.List;

/// The sentence encoders that run in this process: `embedded/minilm-l6`, `embedded/bge-small`,
/// `embedded/e5-small` and their quantized twins, `-q`. Their weights are Maven artifacts; nothing
/// is ever fetched at run time.
public final class EmbeddedEncoders implements EncoderSource {
    private final EncoderCatalogue catalogue = EncoderCatalogue.read();

    /// For `ServiceLoader`.
    public EmbeddedEncoders() {}

    @Override
    public List<EncoderFacts> encoders() {
        return catalogue.entries().stream().map(EncoderEntry::facts).toList();
    }

    @Override
    public Encoder open(ModelName name) {
        return OnnxEncoder.open(catalogue.installed(name));
    }

    @Override
    public Adapted openAdapted(ModelName base, Path adapter) {
        return AdaptedEncoder.open(catalogue.installed(base), adapter);
    }
}
