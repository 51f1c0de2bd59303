package dev.gradus.tune.onnx;

/// Weights as bytes, the way the shipped int8 graphs have them: the same rounding gives the shipped
/// bytes and scales back (`Int8Test`).
///
/// Linear weights take 7 of the 8 bits, -64 to 64: processors without VNNI add two products of a
/// byte in 16 bits, which 8-bit weights can overflow. (ONNX Runtime calls it `reduce_range`.)
final class Int8 {
    private static final int LINEAR = 64;
    private static final float EMBEDDING = 127.5f;
    private static final int EMBEDDING_ZERO = 128;

    private Int8() {}

    /// @param scales one an output channel, or one for all; value = scale * (byte - zero)
    record Quantized(byte[] values, float[] scales) {}

    /// `scale = max |column| / 64`, byte = round half to even of `w / scale`.
    ///
    /// @param weight [in, out]
    static Quantized linear(float[] weight, int out) {
        float[] scales = new float[out];
        for (int i = 0; i < weight.length; i++) {
            scales[i % out] = Math.max(scales[i % out], Math.abs(weight[i]));
        }
        for (int o = 0; o < out; o++) {
            scales[o] = scales[o] == 0 ? 1 : scales[o] / LINEAR;
        }
        byte[] values = new byte[weight.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.clamp(Math.rint(weight[i] / scales[i % out]), -LINEAR, LINEAR);
        }
        return new Quantized(values, scales);
    }

    /// One scale for the whole table, uint8 around 128.
    static Quantized embedding(float[] weight) {
        float largest = 0;
        for (float value : weight) {
            largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest == 0 ? 1 : largest / EMBEDDING;
        byte[] values = new byte[weight.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.clamp(Math.rint(weight[i] / scale) + EMBEDDING_ZERO, 0, 255);
        }
        return new Quantized(values, new float[] {scale});
    }
}
