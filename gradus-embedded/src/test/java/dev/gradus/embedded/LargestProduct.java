package dev.gradus.embedded;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The limit of fp32 encoding on this machine: a large matrix product in ONNX Runtime, on one
/// thread per core.
///
/// The graph, `C = A * W` with constant W as in an encoder's layers, is written byte by byte
/// (onnx.proto: ModelProto ir_version 1, graph 7, opset_import 8; GraphProto node 1, name 2,
/// initializer 5, input 11, output 12).
final class LargestProduct implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int rows;
    private final int inner;
    private final int columns;

    LargestProduct(int rows, int inner, int columns) throws OrtException, IOException {
        this.rows = rows;
        this.inner = inner;
        this.columns = columns;
        this.environment = OnnxModel.environment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = environment.createSession(graph(), options);
        }
    }

    /// GFLOP/s over all threads together.
    double rate(int threads, int repeats) throws InterruptedException {
        Thread[] running = new Thread[threads];
        long start = System.nanoTime();
        for (int t = 0; t < threads; t++) {
            running[t] = Thread.ofPlatform().start(() -> multiply(repeats));
        }
        for (Thread thread : running) {
            thread.join();
        }
        return 2.0 * rows * inner * columns * repeats * threads / (System.nanoTime() - start);
    }

    private void multiply(int repeats) {
        FloatBuffer values =
                ByteBuffer.allocateDirect(rows * inner * 4)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        for (int i = 0; i < rows * inner; i++) {
            values.put(i, 0.001f * (i % 1000));
        }
        try (OnnxTensor a =
                OnnxTensor.createTensor(environment, values, new long[] {rows, inner})) {
            for (int i = 0; i < repeats; i++) {
                session.run(Map.of("A", a)).close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] graph() {
        Message node = new Message().text(1, "A").text(1, "W").text(2, "C").text(4, "MatMul");
        ByteBuffer weights =
                ByteBuffer.allocate(inner * columns * 4).order(ByteOrder.LITTLE_ENDIAN);
        while (weights.hasRemaining()) {
            weights.putFloat(0.001f * (weights.position() % 997));
        }
        Message initializer =
                new Message()
                        .number(1, inner)
                        .number(1, columns)
                        .number(2, 1)
                        .text(8, "W")
                        .bytes(9, weights.array());
        Message graph =
                new Message()
                        .message(1, node)
                        .text(2, "product")
                        .message(5, initializer)
                        .message(11, matrix("A", rows, inner))
                        .message(12, matrix("C", rows, columns));
        Message opset = new Message().text(1, "").number(2, 13);
        return new Message().number(1, 8).message(7, graph).message(8, opset).toBytes();
    }

    /// ValueInfoProto: name 1, type 2; tensor_type 1; elem_type 1 (1 is float), shape 2; dim 1;
    /// dim_value 1.
    private static Message matrix(String name, int height, int width) {
        Message shape =
                new Message()
                        .message(1, new Message().number(1, height))
                        .message(1, new Message().number(1, width));
        Message tensor = new Message().number(1, 1).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /// Protocol buffer wire format: a key of field number and kind, then a varint or length and
    /// bytes.
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
