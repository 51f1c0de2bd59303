package dev.gradus.tune.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OnnxFileTest {
    @Test
    void reads_weights_and_nodes_of_a_hand_made_graph() {
        byte[] model = model();
        OnnxFile file = OnnxFile.read("toy.onnx", ByteBuffer.wrap(model));

        OnnxFile.Tensor raw = file.initializer("w").orElseThrow();
        OnnxFile.Tensor packed = file.initializer("scale").orElseThrow();
        assertThat(raw.dims()).containsExactly(1L, 2L);
        assertThat(file.floats(raw)).containsExactly(1, -1);
        assertThat(file.floats(packed)).containsExactly(0.5f);
        assertThat(model[raw.offset() + 2]).isEqualTo((byte) 0x80);
        assertThat(file.node("product").orElseThrow())
                .isEqualTo(new OnnxFile.Node("product", "MatMul", List.of("x", "w"), List.of("y")));
        assertThat(file.floats(file.constant("eps").orElseThrow())).containsExactly(0.25f);
        assertThat(file.initializer("absent")).isEmpty();
        assertThatThrownBy(() -> file.bytes(raw))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith("toy.onnx: weight 'w' [1, 2] is of type 1, not raw int8.");
    }

    @Test
    void reads_the_installed_graphs() {
        for (String name : List.of("minilm-l6", "minilm-l6-q")) {
            EncoderFiles encoder = EncoderFiles.of(new ModelName("embedded", name));
            OnnxFile file = OnnxFile.read(name, encoder.graph());

            assertThat(file.initializers()).hasSize(name.endsWith("q") ? 180 : 102);
            assertThat(file.initializer("embeddings.LayerNorm.bias")).isPresent();
        }
    }

    @Test
    void refuses_every_truncation() {
        byte[] model = model();
        for (int length = 0; length < model.length; length++) {
            byte[] cut = Arrays.copyOf(model, length);
            assertThatThrownBy(() -> OnnxFile.read("cut.onnx", ByteBuffer.wrap(cut)))
                    .as("%d of %d bytes", length, model.length)
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessageStartingWith("cut.onnx is no ONNX file that can be read: ");
        }
    }

    @Test
    void damaged_bytes_are_read_or_refused_but_never_a_bug() {
        byte[] model = model();
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = model.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                OnnxFile file = OnnxFile.read("damaged", ByteBuffer.wrap(damaged));
                for (OnnxFile.Tensor tensor : file.initializers()) {
                    file.floats(tensor);
                }
            } catch (GradusException.Data wrong) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(1_000, 19_999);
    }

    @Test
    void a_name_or_a_shape_without_end_is_refused() {
        byte[] manyDims = new byte[0];
        for (int i = 0; i < 9; i++) {
            manyDims = joined(manyDims, varint(1, 2));
        }
        byte[] tensor = joined(manyDims, text(8, "w"));
        assertThatThrownBy(() -> read(tensor))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("weight 'w' has the dims [2, 2, 2, 2, 2, 2, 2, 2, 2]");
        assertThatThrownBy(() -> read(text(8, "n".repeat(5_000))))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("a name has 5000 bytes");
        byte[] huge = joined(varint(1, 1 << 30), varint(1, 1 << 30), text(8, "w"));
        assertThatThrownBy(() -> read(huge))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("weight 'w' has the dims");
    }

    private static OnnxFile read(byte[] initializer) {
        return OnnxFile.read("x", ByteBuffer.wrap(field(7, field(5, initializer))));
    }

    private static byte[] model() {
        byte[] raw =
                joined(
                        varint(1, 1),
                        varint(1, 2),
                        varint(2, 1),
                        text(8, "w"),
                        field(9, floats(1, -1)));
        byte[] packed = joined(varint(2, 1), field(4, floats(0.5f)), text(8, "scale"));
        byte[] product =
                joined(
                        text(1, "x"),
                        text(1, "w"),
                        text(2, "y"),
                        text(3, "product"),
                        text(4, "MatMul"));
        byte[] value = field(5, joined(varint(2, 1), field(9, floats(0.25f))));
        byte[] constant =
                joined(
                        text(2, "eps"),
                        text(3, "Constant_1"),
                        text(4, "Constant"),
                        field(5, joined(text(1, "value"), value)));
        return joined(
                varint(1, 6),
                field(
                        7,
                        joined(
                                field(1, product),
                                field(1, constant),
                                field(5, raw),
                                field(5, packed))));
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        return joined(new byte[] {(byte) (number << 3 | 2)}, varint(content.length), content);
    }

    private static byte[] varint(int number, long value) {
        return joined(new byte[] {(byte) (number << 3)}, varint(value));
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
