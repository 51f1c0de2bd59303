package dev.gradus.tune.net;

import java.util.ArrayList;
import java.util.List;

/// What a recipe trains, laid end to end in one array: the optimiser, the gradients and the
/// checkpoints need not know the layers.
public final class Parameters {
    private final List<Slice> slices = new ArrayList<>();
    private int size;

    /// A matrix in the array, row-major.
    ///
    /// @param decays whether weight decay applies: to matrices, not to biases and scales
    public record Slice(String name, int at, int rows, int columns, boolean decays) {
        public int size() {
            return rows * columns;
        }
    }

    Slice add(String name, int rows, int columns, boolean decays) {
        Slice slice = new Slice(name, size, rows, columns, decays);
        slices.add(slice);
        size = Math.addExact(size, slice.size());
        return slice;
    }

    /// Length of the array.
    public int size() {
        return size;
    }

    public List<Slice> slices() {
        return List.copyOf(slices);
    }

    /// @throws IllegalArgumentException where there is none of that name
    public Slice slice(String name) {
        return slices.stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    }
}
