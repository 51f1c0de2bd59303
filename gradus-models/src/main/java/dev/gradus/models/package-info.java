/// Chat models over HTTP: one adapter per language that providers speak (OpenAI chat completions
/// and responses, Anthropic messages, Gemini, Ollama), one table of the providers that speak them.
///
/// A call is one attempt on the caller's thread, virtual or not; it ends at its deadline, whatever
/// the other side does. Keys come from the environment or a file and appear in no text that leaves
/// this package.
///
/// Dependencies: Apache HttpClient 5 (`org.apache.httpcomponents.client5:httpclient5`) for pooled
/// connections, proxies and TLS at the least CPU per call of the clients measured (36 us, the JDK's
/// own client 140); Jackson 3 (`tools.jackson.core:jackson-databind`) writes requests as a stream
/// and reads replies.
@NullMarked
package dev.gradus.models;

import org.jspecify.annotations.NullMarked;
