package dev.gradus.tune.onnx;

/// The six linear layers of a BERT block, in the order in which a text passes them.
public enum LinearRole {
    QUERY("attention.self.query"),
    KEY("attention.self.key"),
    VALUE("attention.self.value"),
    ATTENTION_OUTPUT("attention.output.dense"),
    INTERMEDIATE("intermediate.dense"),
    OUTPUT("output.dense");

    private final String path;

    LinearRole(String path) {
        this.path = path;
    }

    /// Where it stands inside a block, as `attention.self.query`: what PEFT's `target_modules`
    /// match.
    public String path() {
        return path;
    }

    /// Its name in the whole model, as `encoder.layer.0.attention.self.query`.
    public String in(int layer) {
        return "encoder.layer." + layer + "." + path;
    }
}
