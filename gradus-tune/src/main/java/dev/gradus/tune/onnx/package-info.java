/// The graphs of encoders: which bytes of an ONNX file are which weight of BERT, and graphs with
/// tuned weights in their place. No ONNX library: about 200 lines read the few fields that matter,
/// and whatever is not understood stays byte for byte as it was.
@NullMarked
package dev.gradus.tune.onnx;

import org.jspecify.annotations.NullMarked;
