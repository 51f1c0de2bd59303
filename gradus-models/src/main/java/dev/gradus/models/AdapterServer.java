package dev.gradus.models;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.ModelSource.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A server that answers with a base model and with adapters on it, several at a time. A loaded
/// adapter is a model name of its own (vLLM, Ollama) or a scale (llama.cpp).
///
/// Each call costs no money, is made once, and ends after 60 s (Ollama's creation after 15
/// minutes). What the server refuses, and what breaks on the way, is a `GradusException.Provider`
/// with the server's words, cut at 300 characters, keys taken out.
///
/// @see VllmAdapters
/// @see LlamaAdapters
/// @see OllamaAdapters
public sealed interface AdapterServer extends AutoCloseable
        permits VllmAdapters, LlamaAdapters, OllamaAdapters {

    /// What serves.
    enum Kind {
        /// vLLM's OpenAI-compatible server; `http://localhost:8000/v1`.
        VLLM,
        /// llama.cpp's `llama-server`; `http://localhost:8080`.
        LLAMACPP,
        /// Ollama; `http://localhost:11434`.
        OLLAMA
    }

    /// An adapter that is being served.
    ///
    /// @param name that requests ask for; of llama.cpp the number that a request scales it by
    /// @param source where the server has it from; may be empty
    /// @param scale by which it counts, where the server says so: 0 is off
    record Loaded(String name, String source, Optional<Double> scale) {}

    /// Opens no connection yet.
    ///
    /// @param settings base URL, key and headers, as for chat models; the usual address without
    /// @param place the folder of key files, and the environment
    static AdapterServer of(Kind kind, ProviderSettings settings, Place place) {
        return switch (kind) {
            case VLLM ->
                    new VllmAdapters(
                            AdapterCalls.open("vllm", "http://localhost:8000/v1", settings, place));
            case LLAMACPP ->
                    new LlamaAdapters(
                            AdapterCalls.open(
                                    "llamacpp", "http://localhost:8080", settings, place));
            case OLLAMA ->
                    new OllamaAdapters(
                            AdapterCalls.open("ollama", "http://localhost:11434", settings, place));
        };
    }

    /// The adapters that are loaded, in the server's order.
    List<Loaded> loaded();

    /// Loads an adapter while the server runs.
    ///
    /// @param name by which requests will ask for it: 1 to 200 letters, digits, `.`, `_`, `-`, `:`
    /// @param adapter its folder, or GGUF file, as the server's machine sees it
    /// @throws dev.gradus.spi.GradusException.Usage where the server cannot do that while it runs,
    ///   with what to do
    void load(String name, Path adapter);

    /// Takes it out again.
    void unload(String name);

    /// Arguments for a server that is started with these adapters.
    List<String> arguments(List<Start> adapters);

    /// An adapter to start with.
    record Start(String name, Path adapter, int rank) {}

    @Override
    void close();
}
