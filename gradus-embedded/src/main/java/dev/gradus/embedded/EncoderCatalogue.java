package dev.gradus.embedded;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/// The encoders Gradus knows, from `encoders/encoders.properties`.
final class EncoderCatalogue {
    private final List<EncoderEntry> entries;

    private EncoderCatalogue(List<EncoderEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    static EncoderCatalogue read() {
        Properties facts = new Properties();
        try (InputStream in = EncoderCatalogue.class.getResourceAsStream("encoders.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "encoders.properties is not beside EncoderCatalogue.class");
            }
            Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
            facts.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<EncoderEntry> entries = new ArrayList<>();
        for (String name : fact(facts, "names").split(",")) {
            entries.add(entry(facts, name));
        }
        return new EncoderCatalogue(entries);
    }

    List<EncoderEntry> entries() {
        return entries;
    }

    /// An encoder whose artifact is on the class path.
    ///
    /// @throws GradusException.Usage where no encoder has this name
    /// @throws GradusException.Provider where its artifact is not there
    EncoderEntry installed(ModelName name) {
        EncoderEntry entry =
                entries.stream()
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
        if (!entry.installed()) {
            throw new GradusException.Provider(
                    "%s is not installed: %s.onnx is not on the class path. Fetch it once: ./gradus models get %s (%d MB)."
                                    .formatted(name, entry.resource(), name, entry.megabytes())
                            + " In a build of your own, add dev.langchain4j:%s:%s."
                                    .formatted(entry.artifact(), entry.version()),
                    false);
        }
        return entry;
    }

    private GradusException unknown(ModelName name) {
        String known =
                entries.stream()
                        .map(entry -> entry.name().toString())
                        .collect(Collectors.joining(", "));
        return new GradusException.Usage(
                "'%s' is not an encoder that runs in this process. There are: %s. Write one of them under models:."
                        .formatted(name, known));
    }

    private static EncoderEntry entry(Properties facts, String name) {
        return new EncoderEntry(
                new ModelName("embedded", name),
                fact(facts, name + ".artifact"),
                fact(facts, name + ".version"),
                Integer.parseInt(fact(facts, name + ".megabytes")),
                fact(facts, name + ".resource"),
                Integer.parseInt(fact(facts, name + ".layers")),
                Integer.parseInt(fact(facts, name + ".dimensions")),
                switch (fact(facts, name + ".pooling")) {
                    case "mean" -> Pooling.MEAN;
                    case "cls" -> Pooling.CLS;
                    case String other ->
                            throw new IllegalStateException(
                                    name + ".pooling is mean or cls, not '" + other + "'");
                },
                fact(facts, name + ".prefix"),
                Integer.parseInt(fact(facts, name + ".max-tokens")),
                Boolean.parseBoolean(fact(facts, name + ".quantized")),
                fact(facts, name + ".licence"));
    }

    private static String fact(Properties facts, String key) {
        String value = facts.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("encoders.properties has no " + key);
        }
        return value;
    }
}
