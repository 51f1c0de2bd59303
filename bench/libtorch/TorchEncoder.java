import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.linalg_vector_norm;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import dev.gradus.tune.net.Parameters;
import dev.gradus.tune.net.Parameters.Slice;
import dev.gradus.tune.onnx.BertWeights;
import dev.gradus.tune.onnx.LinearRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/// The same net as `dev.gradus.tune.net.Network` with LoRA, as libtorch computes it fastest on one
/// core: the linear layers see all tokens of a batch without padding, and only the attention, a
/// hundredth of the work, is padded.
final class TorchEncoder {
    private final BertWeights base;
    private final float scale;
    private final Tensor words;
    private final Tensor places;
    private final Norm embeddingNorm;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, Tensor> trained = new LinkedHashMap<>();
    private final Tensor headWeight;
    private final Tensor headBias;

    private record Norm(TensorOptional weight, TensorOptional bias) {}

    private record Linear(Tensor weight, TensorOptional bias, Tensor down, Tensor up) {}

    private record Block(Map<LinearRole, Linear> linears, Norm attended, Norm fed) {}

    /// @param theta trained values, laid out as `parameters` says
    TorchEncoder(BertWeights base, Parameters parameters, float[] theta, float scale) {
        this.base = base;
        this.scale = scale;
        int d = base.hidden();
        this.words = Tensor.create(base.words(), base.words().length / d, d);
        float[] sums = base.positions().clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += base.types()[i % d];
        }
        this.places = Tensor.create(sums, sums.length / d, d);
        this.embeddingNorm = norm(base.embeddingNorm());
        for (int i = 0; i < base.layers().size(); i++) {
            Map<LinearRole, Linear> linears = new LinkedHashMap<>();
            for (LinearRole role : LinearRole.values()) {
                BertWeights.Linear of = base.layers().get(i).linear(role);
                Tensor down = train(parameters.slice(role.in(i) + ".lora_A"), theta, false);
                Tensor up = train(parameters.slice(role.in(i) + ".lora_B"), theta, true);
                Tensor weight =
                        Tensor.create(of.weight(), of.in(), of.out()).transpose(0, 1).contiguous();
                linears.put(role, new Linear(weight, vector(of.bias()), down, up));
            }
            BertWeights.Layer layer = base.layers().get(i);
            blocks.add(new Block(linears, norm(layer.attentionNorm()), norm(layer.outputNorm())));
        }
        this.headWeight = train(parameters.slice("head.weight"), theta, false);
        Slice bias = parameters.slice("head.bias");
        this.headBias = train(bias, theta, false).view(bias.size());
    }

    private static TensorOptional vector(float[] values) {
        return new TensorOptional(Tensor.create(values, values.length));
    }

    private static Norm norm(BertWeights.Norm norm) {
        return new Norm(vector(norm.weight()), vector(norm.bias()));
    }

    private Tensor train(Slice slice, float[] theta, boolean turned) {
        float[] values = java.util.Arrays.copyOfRange(theta, slice.at(), slice.at() + slice.size());
        Tensor tensor = Tensor.create(values, slice.rows(), slice.columns());
        // As PEFT keeps it: lora_B is [out, rank], where ours lies as [rank, out].
        Tensor kept = turned ? tensor.transpose(0, 1).contiguous() : tensor;
        kept.requires_grad_(true);
        trained.put(slice.name(), kept);
        return kept;
    }

    TensorVector trained() {
        return new TensorVector(trained.values().toArray(Tensor[]::new));
    }

    /// The gradient after `backward`, laid out as ours.
    float[] gradient(Parameters parameters) {
        float[] all = new float[parameters.size()];
        for (Slice slice : parameters.slices()) {
            Tensor gradient = trained.get(slice.name()).grad();
            if (slice.name().endsWith(".lora_B")) {
                gradient = gradient.transpose(0, 1).contiguous();
            }
            float[] values = values(gradient);
            System.arraycopy(values, 0, all, slice.at(), values.length);
        }
        return all;
    }

    static float[] values(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        java.nio.FloatBuffer buffer = tensor.contiguous().createBuffer();
        buffer.get(values);
        return values;
    }

    /// Unit vectors, [texts, dimensions].
    Tensor encode(TorchBatch batch) {
        int d = base.hidden();
        Tensor x =
                normalized(
                        words.index_select(0, batch.ids)
                                .add(places.index_select(0, batch.positions)),
                        embeddingNorm);
        for (Block block : blocks) {
            Tensor context = attention(block, x, batch);
            Tensor attended =
                    normalized(
                            adapted(block, LinearRole.ATTENTION_OUTPUT, context).add(x),
                            block.attended);
            Tensor inner = gelu(adapted(block, LinearRole.INTERMEDIATE, attended));
            x = normalized(adapted(block, LinearRole.OUTPUT, inner).add(attended), block.fed);
        }
        Tensor mean = batch.shares.mm(x);
        return mean.div(
                linalg_vector_norm(
                        mean, new Scalar(2.0), new long[] {1}, true, new ScalarTypeOptional()));
    }

    Tensor loss(TorchBatch batch) {
        return cross_entropy_loss(
                linear(encode(batch), headWeight, new TensorOptional(headBias)), batch.labels);
    }

    private Tensor normalized(Tensor x, Norm norm) {
        return layer_norm(
                x, new long[] {base.hidden()}, norm.weight, norm.bias, base.epsilon(), false);
    }

    /// x·Wᵀ + b + (s·x·Aᵀ)·Bᵀ.
    private Tensor adapted(Block block, LinearRole role, Tensor x) {
        Linear of = block.linears.get(role);
        Tensor hidden = linear(x, of.down, new TensorOptional()).mul(new Scalar(scale));
        return addmm(linear(x, of.weight, of.bias), hidden, of.up.t());
    }

    private Tensor attention(Block block, Tensor x, TorchBatch batch) {
        Tensor context =
                scaled_dot_product_attention(
                        heads(adapted(block, LinearRole.QUERY, x), batch),
                        heads(adapted(block, LinearRole.KEY, x), batch),
                        heads(adapted(block, LinearRole.VALUE, x), batch),
                        new TensorOptional(batch.mask),
                        0,
                        false,
                        new DoubleOptional(),
                        false);
        Tensor rows = context.transpose(1, 2).reshape((long) batch.texts * batch.longest, base.hidden());
        return batch.packed ? rows.index_select(0, batch.back) : rows;
    }

    private Tensor heads(Tensor x, TorchBatch batch) {
        int size = base.hidden() / base.heads();
        Tensor padded = batch.packed ? x.index_select(0, batch.padded) : x;
        return padded.view(batch.texts, batch.longest, base.heads(), size).transpose(1, 2);
    }
}
