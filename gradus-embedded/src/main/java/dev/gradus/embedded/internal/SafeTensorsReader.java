package dev.gradus.embedded.internal;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.spi.GradusException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what may be any bytes.
final class SafeTensorsReader {
    /// A head of 10,000 labels of 100 characters has 1 MB.
    private static final long LONGEST_HEADER = 16L << 20;

    private static final int MOST_DIMENSIONS = 8;
    private static final String REMEDY =
            " The file is damaged or not a safetensors file: restore it, or tune again.";

    private final String where;
    private final ByteBuffer values;

    private record Place(String name, int[] shape, long begin, long end) {}

    private SafeTensorsReader(String where, ByteBuffer values) {
        this.where = where;
        this.values = values;
    }

    static SafeTensors read(String where, ByteBuffer bytes) {
        int size = bytes.remaining();
        if (size < 8) {
            throw new GradusException.Data(
                    "%s has %d bytes, and a header alone needs more.%s"
                            .formatted(where, size, REMEDY));
        }
        long length = bytes.getLong(0);
        if (length < 2 || length > size - 8L || length > LONGEST_HEADER) {
            throw new GradusException.Data(
                    "%s says that its header has %s bytes, and the file has %,d after the first 8.%s"
                            .formatted(where, Long.toUnsignedString(length), size - 8, REMEDY));
        }
        int start = 8 + (int) length;
        Map<String, Object> header =
                StrictJson.object(
                        where + ": the header", decoded(where, bytes.slice(8, (int) length)));
        ByteBuffer values = bytes.slice(start, size - start).order(ByteOrder.LITTLE_ENDIAN);
        return new SafeTensorsReader(where, values).read(header);
    }

    private static String decoded(String where, ByteBuffer header) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(header).toString();
        } catch (CharacterCodingException e) {
            throw new GradusException.Data(where + ": the header is not UTF-8." + REMEDY);
        }
    }

    private SafeTensors read(Map<String, Object> header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        header.forEach((name, entry) -> {
            if (!(entry instanceof Map<?, ?> fields)) {
                throw wrong(name, "is described by no object");
            }
            if (name.equals(SafeTensorsHeader.METADATA)) {
                fields.forEach((key, value) -> metadata.put(text(key), text(value)));
            } else {
                places.add(place(name, fields));
            }
        });
        fillsWithoutHole(places);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            tensors.put(place.name(), tensor(place));
        }
        return new SafeTensors(where, tensors, metadata);
    }

    private String text(Object value) {
        if (!(value instanceof String text)) {
            throw new GradusException.Data(
                    where + ": its metadata holds something that is no text." + REMEDY);
        }
        return text;
    }

    private Place place(String name, Map<?, ?> fields) {
        if (!(fields.get("dtype") instanceof String type)) {
            throw wrong(name, "has no dtype");
        }
        if (!type.equals("F32")) {
            throw new GradusException.Data(
                    "%s: tensor '%s' has the type %s, and only F32 is read. Save it as float32, or tune again."
                            .formatted(where, Quoted.of(name), Quoted.of(type)));
        }
        long[] shape = numbers(name, "shape", fields.get("shape"));
        long[] offsets = numbers(name, "data_offsets", fields.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > values.capacity()) {
            throw wrong(
                    name,
                    "lies at %s, and the file has %,d bytes of values"
                            .formatted(Arrays.toString(offsets), values.capacity()));
        }
        if (shape.length > MOST_DIMENSIONS) {
            throw wrong(name, "has " + shape.length + " dimensions");
        }
        return new Place(name, sides(name, shape, offsets[1] - offsets[0]), offsets[0], offsets[1]);
    }

    private int[] sides(String name, long[] shape, long bytes) {
        int[] sides = new int[shape.length];
        long product = 4;
        for (int i = 0; i < shape.length; i++) {
            // Both factors are below 2^31 once checked, so the product cannot overflow.
            if (shape[i] > Integer.MAX_VALUE || product > Integer.MAX_VALUE) {
                throw wrong(name, "has a shape that no file can hold");
            }
            sides[i] = (int) shape[i];
            product *= shape[i];
        }
        if (product != bytes) {
            throw wrong(
                    name,
                    "has the shape %s, hence %,d bytes, and %,d are given to it"
                            .formatted(Arrays.toString(sides), product, bytes));
        }
        return sides;
    }

    private long[] numbers(String name, String field, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            throw wrong(name, "has no " + field);
        }
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Long number)) {
                throw wrong(name, "has a " + field + " that is no list of numbers");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private void fillsWithoutHole(List<Place> places) {
        long end = 0;
        for (Place place :
                places.stream()
                        .sorted(Comparator.comparingLong(Place::begin).thenComparing(Place::end))
                        .toList()) {
            if (place.begin() != end) {
                throw wrong(
                        place.name(),
                        (place.begin() < end ? "overlaps the one before" : "leaves a hole before")
                                + " it, at byte "
                                + place.begin());
            }
            end = place.end();
        }
        if (end != values.capacity()) {
            throw new GradusException.Data(
                    "%s has %,d bytes of values, and its tensors %,d.%s"
                            .formatted(where, values.capacity(), end, REMEDY));
        }
    }

    private Tensor tensor(Place place) {
        float[] floats = new float[(int) ((place.end() - place.begin()) / 4)];
        values.slice((int) place.begin(), floats.length * 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        for (int i = 0; i < floats.length; i++) {
            if (!Float.isFinite(floats[i])) {
                throw new GradusException.Data(
                        "%s: tensor '%s' holds %s at place %d, which is no weight. Training went astray or the file is damaged: tune again with a lower learning rate."
                                .formatted(where, Quoted.of(place.name()), floats[i], i));
            }
        }
        return new Tensor(place.shape(), floats);
    }

    private GradusException.Data wrong(String name, String what) {
        return new GradusException.Data(
                "%s: tensor '%s' %s.%s".formatted(where, Quoted.of(name), what, REMEDY));
    }
}
