package dev.gradus.tune.train;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.tune.AdapterFiles;
import dev.gradus.tune.net.Parameters;
import dev.gradus.tune.onnx.BertWeights;
import dev.gradus.tune.onnx.LinearRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tuned weights as the files of an adapter.
final class TrainingResult {
    private final TrainingJob job;
    private final BertWeights base;
    private final Parameters parameters;
    private final float[] theta;

    TrainingResult(TrainingJob job, BertWeights base, Parameters parameters, float[] theta) {
        this.job = job;
        this.base = base;
        this.parameters = parameters;
        this.theta = theta;
    }

    void write(Path folder, double temperature) {
        switch (job.recipe().kind()) {
            case LORA, DORA ->
                    AdapterFiles.writeLowRank(folder, job.recipe(), job.base(), lowRank());
            case FULL -> AdapterFiles.writeFull(folder, full().named());
        }
        AdapterFiles.writeHead(
                folder,
                job.labels(),
                values("head.weight"),
                values("head.bias"),
                temperature,
                job.base(),
                job.baseHash());
    }

    private float[] values(String name) {
        Parameters.Slice slice = parameters.slice(name);
        return Arrays.copyOfRange(theta, slice.at(), slice.at() + slice.size());
    }

    private Map<String, Tensor> lowRank() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < base.layers().size(); i++) {
            for (LinearRole role : LinearRole.values()) {
                BertWeights.Linear linear = base.layers().get(i).linear(role);
                int rank = job.recipe().rank();
                tensors.put(
                        AdapterFiles.down(i, role),
                        Tensor.of(values(role.in(i) + ".lora_A"), rank, linear.in()));
                tensors.put(
                        AdapterFiles.up(i, role),
                        Tensor.of(
                                turned(values(role.in(i) + ".lora_B"), rank, linear.out()),
                                linear.out(),
                                rank));
                if (job.recipe().kind() == dev.gradus.task.Recipe.Kind.DORA) {
                    tensors.put(
                            AdapterFiles.magnitude(i, role),
                            Tensor.of(values(role.in(i) + ".lora_magnitude_vector"), linear.out()));
                }
            }
        }
        return tensors;
    }

    private static float[] turned(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                turned[c * rows + r] = values[r * columns + c];
            }
        }
        return turned;
    }

    private BertWeights full() {
        List<BertWeights.Layer> layers = new ArrayList<>();
        for (int i = 0; i < base.layers().size(); i++) {
            String name = "encoder.layer." + i;
            layers.add(
                    new BertWeights.Layer(
                            linear(LinearRole.QUERY, i),
                            linear(LinearRole.KEY, i),
                            linear(LinearRole.VALUE, i),
                            linear(LinearRole.ATTENTION_OUTPUT, i),
                            linear(LinearRole.INTERMEDIATE, i),
                            linear(LinearRole.OUTPUT, i),
                            norm(name + ".attention.output.LayerNorm"),
                            norm(name + ".output.LayerNorm")));
        }
        return new BertWeights(
                base.hidden(),
                base.intermediate(),
                base.heads(),
                base.epsilon(),
                base.words(),
                base.positions(),
                base.types(),
                base.embeddingNorm(),
                layers);
    }

    private BertWeights.Linear linear(LinearRole role, int layer) {
        BertWeights.Linear shape = base.layers().get(layer).linear(role);
        return new BertWeights.Linear(
                shape.in(),
                shape.out(),
                values(role.in(layer) + ".weight"),
                values(role.in(layer) + ".bias"));
    }

    private BertWeights.Norm norm(String name) {
        return new BertWeights.Norm(values(name + ".weight"), values(name + ".bias"));
    }
}
