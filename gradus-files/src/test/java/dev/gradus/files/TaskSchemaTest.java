package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The published schema and the reader agree: what one refuses for its keys and values, the other
/// refuses.
class TaskSchemaTest {
    private static final Path KIT =
            Path.of("../gradus-testkit/src/main/resources/dev/gradus/testkit/broken");

    /// Faults that need more than the file itself: other files, or two values at once.
    private static final Set<String> BEYOND_A_SCHEMA =
            Set.of(
                    "csv-is-a-folder",
                    "csv-missing",
                    "input-is-expected",
                    "local-only-remote",
                    "labels-missing",
                    "prompts-file-missing",
                    "provider-unknown",
                    "score-regex-open",
                    "test-is-train",
                    "test-missing");

    private final Schema schema = schema();

    @Test
    void accepts_the_example() throws IOException {
        assertThat(errors(Path.of("../examples/card-support/gradus.yaml"))).isEmpty();
    }

    @Test
    void accepts_a_file_with_every_key() throws IOException {
        assertThat(errors(Path.of("src/test/resources/dev/gradus/files/every-key/gradus.yaml")))
                .isEmpty();
    }

    @Test
    void refuses_what_the_reader_refuses_and_nothing_else() throws IOException {
        Set<String> byReader = new TreeSet<>();
        Set<String> bySchema = new TreeSet<>();
        for (Path folder : folders()) {
            String name = folder.getFileName().toString();
            Path file = folder.resolve("gradus.yaml");
            if (!Files.exists(file) || tree(file).isEmpty()) {
                continue;
            }
            if (!errors(file).isEmpty()) {
                bySchema.add(name);
            }
            if (refusedAtTheTaskFile(folder) && !BEYOND_A_SCHEMA.contains(name)) {
                byReader.add(name);
            }
        }
        assertThat(bySchema).isEqualTo(byReader).hasSizeGreaterThan(25);
    }

    private static boolean refusedAtTheTaskFile(Path folder) {
        if (folder.endsWith("csv-huge-cell")) {
            return false;
        }
        try {
            TaskFile.read(folder);
            return false;
        } catch (GradusException e) {
            return e.getMessage().startsWith("gradus.yaml:");
        }
    }

    private List<Error> errors(Path file) throws IOException {
        Object tree = plain(tree(file).orElseThrow());
        String json = JsonText.write(Map.of("root", tree));
        return schema.validate(
                json.substring("{\"root\":".length(), json.length() - 1), InputFormat.JSON);
    }

    /// Empty where the file is no YAML of one document.
    private static Optional<YamlNode> tree(Path file) {
        try {
            return YamlTree.read(InputFile.at(file));
        } catch (GradusException e) {
            return Optional.empty();
        }
    }

    /// The value as an editor sees it: YAML's core schema.
    private static Object plain(YamlNode node) {
        return switch (node) {
            case YamlNode.Sequence sequence -> {
                List<Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(plain(item)));
                yield items;
            }
            case YamlNode.Mapping mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.entries()
                        .forEach(entry -> map.put(entry.key().text(), plain(entry.value())));
                yield map;
            }
            case YamlNode.Scalar scalar when !scalar.plain() -> scalar.text();
            case YamlNode.Scalar scalar when YamlValue.NUMBER.matcher(scalar.text()).matches() ->
                    number(scalar.text());
            case YamlNode.Scalar scalar when Set.of("true", "false").contains(scalar.text()) ->
                    Boolean.valueOf(scalar.text());
            case YamlNode.Scalar scalar when Set.of("", "~", "null").contains(scalar.text()) ->
                    Optional.empty();
            case YamlNode.Scalar scalar -> scalar.text();
        };
    }

    private static Object number(String text) {
        double value = Double.parseDouble(text);
        return value == Math.rint(value) ? (Object) (long) value : (Object) value;
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> paths = Files.list(KIT)) {
            return paths.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("judge"))
                    .sorted()
                    .toList();
        }
    }

    private static Schema schema() {
        try {
            String text = Files.readString(Path.of("../docs/gradus.schema.json"));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
