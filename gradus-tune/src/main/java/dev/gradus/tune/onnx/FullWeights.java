package dev.gradus.tune.onnx;

import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// Every weight anew.
final class FullWeights implements TunedWeights {
    private final Path file;
    private final SafeTensors tensors;
    private final Set<String> used = new HashSet<>();

    FullWeights(Path file) {
        this.file = file;
        this.tensors = SafeTensors.read(file);
    }

    @Override
    public float[] tuned(String name, float[] before, int[] shape) {
        used.add(name);
        float[] values = tensors.values(name, shape);
        return isLinear(name) ? BertWeights.transposed(values, shape[0], shape[1]) : values;
    }

    private static boolean isLinear(String name) {
        return name.startsWith("encoder.")
                && name.endsWith(".weight")
                && !name.endsWith("LayerNorm.weight");
    }

    @Override
    public void checkAllUsed() {
        Set<String> left = new TreeSet<>(tensors.names());
        left.removeAll(used);
        if (!left.isEmpty()) {
            throw strange(file, left);
        }
    }

    static GradusException.Data strange(Path file, Set<String> left) {
        return new GradusException.Data(
                "%s: %d of its tensors belong to no weight of the base, the first is '%s'. It is of another model: restore the file, or tune again."
                        .formatted(file, left.size(), left.iterator().next()));
    }
}
