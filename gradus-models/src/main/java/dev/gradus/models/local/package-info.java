/// Models that run on this machine from a GGUF file, by a `llama-server` of llama.cpp that is
/// started as a child process and speaks the language of OpenAI's chat completions on a loopback
/// port. llama.cpp is the user's own installation: nothing of it is shipped or fetched.
@NullMarked
package dev.gradus.models.local;

import org.jspecify.annotations.NullMarked;
