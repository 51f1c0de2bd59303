package dev.gradus.embedded.internal;

import dev.gradus.spi.GradusException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Named float tensors with texts beside them, in the safetensors format: the length of the header
/// in 8 bytes, little-endian; the header, JSON; the values. Only `F32` is read and written, for
/// adapters and heads have nothing else. Immutable but for the arrays, which are shared.
///
/// The reader is strict, as a file may come from anywhere: every length is checked before it is
/// used, tensors must fill the file without hole or overlap, and a value that is no number is
/// refused.
public final class SafeTensors {
    private final String where;
    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    /// @param shape at most 8 dimensions, from 0
    /// @param values as many as the shape's product, the last dimension running fastest
    public record Tensor(int[] shape, float[] values) {
        public Tensor {
            long product = 1;
            for (int side : shape) {
                product = Math.multiplyExact(product, (long) side);
            }
            if (product != values.length) {
                throw new IllegalArgumentException(
                        "a tensor of shape %s has %d values, not %d"
                                .formatted(Arrays.toString(shape), product, values.length));
            }
        }

        public static Tensor of(float[] values, int... shape) {
            return new Tensor(shape, values);
        }
    }

    SafeTensors(String where, Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.where = where;
        this.tensors = new LinkedHashMap<>(tensors);
        this.metadata = new LinkedHashMap<>(metadata);
    }

    /// Tensors in the order they will have in the file.
    public static SafeTensors of(Map<String, Tensor> tensors, Map<String, String> metadata) {
        return new SafeTensors("these tensors", tensors, metadata);
    }

    /// Reads a file of up to 2 GB.
    ///
    /// @throws GradusException.Data where it is missing, damaged, holds another type than `F32`, or
    ///   a value that is no number; names the file, the tensor and what to do
    public static SafeTensors read(Path file) {
        ByteBuffer bytes = WholeFile.read(file, Integer.MAX_VALUE - 8L);
        return SafeTensorsReader.read(file.toString(), bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    /// Writes a file, whole or not at all. The same tensors give the same bytes.
    ///
    /// @throws GradusException.Data where it cannot be written
    public void write(Path file) {
        byte[] header = SafeTensorsHeader.of(tensors, metadata);
        ByteBuffer[] parts = new ByteBuffer[tensors.size() + 1];
        parts[0] =
                ByteBuffer.allocate(8 + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .flip();
        int i = 1;
        for (Tensor tensor : tensors.values()) {
            ByteBuffer values =
                    ByteBuffer.allocate(Math.multiplyExact(tensor.values().length, 4))
                            .order(ByteOrder.LITTLE_ENDIAN);
            values.asFloatBuffer().put(tensor.values());
            parts[i++] = values;
        }
        WholeFile.write(file, parts);
    }

    public Set<String> names() {
        return Set.copyOf(tensors.keySet());
    }

    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /// The values of a tensor that must be there in this shape.
    ///
    /// @throws GradusException.Data where it is not
    public float[] values(String name, int... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new GradusException.Data(
                    "%s: tensor '%s' is missing. The file is not of this model, or incomplete: restore it, or tune again."
                            .formatted(where, name));
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new GradusException.Data(
                    "%s: tensor '%s' has the shape %s, and the model needs %s. The file is of another model, or damaged: restore it, or tune again."
                            .formatted(
                                    where,
                                    name,
                                    Arrays.toString(tensor.shape()),
                                    Arrays.toString(shape)));
        }
        return tensor.values();
    }

    /// A text beside the tensors that must be there.
    ///
    /// @throws GradusException.Data where it is not
    public String metadata(String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new GradusException.Data(
                    "%s: '%s' is missing among its metadata. The file was not written by tuning, or is damaged: restore it, or tune again."
                            .formatted(where, key));
        }
        return value;
    }

    public Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }
}
