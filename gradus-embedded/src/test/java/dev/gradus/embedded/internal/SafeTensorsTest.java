package dev.gradus.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    @TempDir Path folder;

    @Test
    void what_is_written_is_read_again() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(new float[] {1.5f, -2, 3e-20f, 4, 5, 6}, 2, 3));
        tensors.put("a \"quoted\" \u20ac", Tensor.of(new float[] {7}));
        tensors.put("empty", Tensor.of(new float[0], 0, 4));
        Path file = folder.resolve("deep/x.safetensors");

        SafeTensors.of(tensors, Map.of("labels", "[\"\u00e4\\n\", \"\uD83D\uDE00\"]")).write(file);
        SafeTensors read = SafeTensors.read(file);

        assertThat(read.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        assertThat(read.values("b", 2, 3)).containsExactly(1.5f, -2, 3e-20f, 4, 5, 6);
        assertThat(read.values("a \"quoted\" \u20ac")).containsExactly(7);
        assertThat(read.values("empty", 0, 4)).isEmpty();
        assertThat(read.metadata("labels")).isEqualTo("[\"\u00e4\\n\", \"\uD83D\uDE00\"]");
        assertThat(folder.resolve("deep")).isDirectoryContaining("glob:**/x.safetensors");
    }

    /// Byte for byte what the format's own description has.
    @Test
    void writes_the_bytes_of_the_format() throws IOException {
        Path file = folder.resolve("x");
        SafeTensors.of(Map.of("w", Tensor.of(new float[] {1, -1}, 2)), Map.of()).write(file);

        byte[] bytes = Files.readAllBytes(file);
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        int padded = (header.length() + 7) / 8 * 8;
        assertThat(bytes).startsWith(padded, 0, 0, 0, 0, 0, 0, 0).hasSize(8 + padded + 8);
        assertThat(new String(bytes, 8, padded, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(header);
        assertThat(bytes).endsWith(0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'w':{'dtype':'F16','shape':[4],'data_offsets':[0,8]}}|tensor 'w' has the type F16, and only F32 is read. Save it as float32",
                "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|tensor 'w' has the shape [3], hence 12 bytes, and 8 are given to it.",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,16]}}|tensor 'w' lies at [0, 16], and the file has 8 bytes of values.",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|tensor 'w' lies at [8, 0]",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|tensor 'w' leaves a hole before it, at byte 4.",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|has 8 bytes of values, and its tensors 4.",
                "{'v':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|tensor 'w' overlaps the one before it, at byte 4.",
                "{'w':{'dtype':'F32','shape':[2,4294967296,4294967296],'data_offsets':[0,8]}}|tensor 'w' has a shape that no file can hold.",
                "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|a text, a whole number, a list or an object is wanted (at character 30)",
                "{'w':{'dtype':'F32','shape':'2','data_offsets':[0,8]}}|tensor 'w' has no shape.",
                "{'w':{'dtype':'F32','data_offsets':[0,8]}}|tensor 'w' has no shape.",
                "{'w':7}|tensor 'w' is described by no object.",
                "{'w':{},'w':{}}|key 'w' stands twice",
                "{'__metadata__':{'a':1}}|its metadata holds something that is no text.",
                "{'a':[[[[[[[[[[1]]]]]]]]]]}|it is nested more than 8 deep",
                "{'w'|it ends too early",
                "nonsense|'{' is wanted",
            })
    void refuses_a_header_that_does_not_describe_the_file(String header, String message)
            throws IOException {
        Path file = folder.resolve("adapter_model.safetensors");
        Files.write(file, file(header.replace('\'', '"'), new byte[8]));

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refuses_a_header_longer_than_the_file() throws IOException {
        Path file = folder.resolve("x.safetensors");
        for (long length : new long[] {-1, 0, 1, 100, Long.MAX_VALUE, Integer.MAX_VALUE}) {
            byte[] bytes = file("{}", new byte[0]);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            Files.write(file, bytes);

            assertThatThrownBy(() -> SafeTensors.read(file))
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessageContaining(
                            "says that its header has "
                                    + Long.toUnsignedString(length)
                                    + " bytes, and the file has 2 after the first 8.");
        }
    }

    @Test
    void refuses_every_truncation_of_a_file() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafeTensors.of(Map.of("w", Tensor.of(new float[] {1, 2, 3}, 3)), Map.of("a", "b"))
                .write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> SafeTensors.read(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessageContaining("estore it, or tune again.");
        }
    }

    @Test
    void damaged_bytes_are_read_or_refused_but_never_a_bug() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafeTensors.of(Map.of("w", Tensor.of(new float[] {1, 2, 3}, 3)), Map.of("a", "b"))
                .write(file);
        byte[] whole = Files.readAllBytes(file);
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                SafeTensorsReader.read(
                        "x", ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN));
            } catch (GradusException.Data wrong) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1_000);
    }

    @Test
    void a_value_that_is_no_number_is_neither_read_nor_written() throws IOException {
        Path file = folder.resolve("x.safetensors");
        byte[] values = {0, 0, (byte) 0xc0, 0x7f, 0, 0, 0, 0};
        Files.write(
                file,
                file("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", values));

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("tensor 'w' holds NaN at place 0");
        SafeTensors bad =
                SafeTensors.of(
                        Map.of("w", Tensor.of(new float[] {Float.POSITIVE_INFINITY}, 1)), Map.of());
        assertThatThrownBy(() -> bad.write(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'w' holds Infinity");
    }

    @Test
    void names_what_is_missing_or_of_another_shape() {
        SafeTensors tensors =
                SafeTensors.of(Map.of("w", Tensor.of(new float[6], 2, 3)), Map.of("a", "b"));

        assertThatThrownBy(() -> tensors.values("v", 2))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("tensor 'v' is missing");
        assertThatThrownBy(() -> tensors.values("w", 3, 2))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(
                        "tensor 'w' has the shape [2, 3], and the model needs [3, 2].");
        assertThatThrownBy(() -> tensors.metadata("labels"))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("'labels' is missing among its metadata.");
    }

    @Test
    void a_file_that_cannot_be_written_leaves_the_one_before() throws IOException {
        Path file = folder.resolve("plain");
        Files.writeString(file, "before");

        assertThatThrownBy(() -> SafeTensors.of(Map.of(), Map.of()).write(file.resolve("x")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("x cannot be written:")
                .hasMessageEndingWith(
                        "Free some space or make the folder writable, then run the same command again.");
        assertThat(file).hasContent("before");
        assertThatThrownBy(() -> SafeTensors.read(folder.resolve("absent")))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        folder.resolve("absent")
                                + " is missing. Restore it, or tune again: ./gradus tune DIR.");
    }

    private static byte[] file(String header, byte[] values) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(values)
                .array();
    }
}
