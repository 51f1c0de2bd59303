/// Sentence encoders that run in this process, and classifiers on their vectors. No network, ever.
///
/// Dependencies: ONNX Runtime runs the graphs (`com.microsoft.onnxruntime`; the same weights in
/// LangChain4j's own class are 2 times slower, see `bench/RESULTS.md`); the reference
/// implementation of the tokenizers comes through `ai.djl.huggingface:tokenizers`, and with it JNA,
/// which also sets the variable that keeps ONNX Runtime silent. The weights are resources of
/// `dev.langchain4j` artifacts, read without a class of theirs.
@NullMarked
package dev.gradus.embedded;

import org.jspecify.annotations.NullMarked;
