/// What is said to a chat model and what it says: messages, tools, the form of the answer, how it
/// is sampled, and what it took. One vocabulary for every provider.
@NullMarked
package dev.gradus.chat;

import org.jspecify.annotations.NullMarked;
