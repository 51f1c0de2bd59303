/// Reads what a model replied as the answer that the task asks for, and holds answers to
/// conditions.
///
/// Dependencies: networknt's json-schema-validator (Apache-2.0; 1299 of 1299 cases of the draft
/// 2020-12 suite), Jackson (JSON), CEL (Apache-2.0; expressions of the user's own, without side
/// effects). None of their types shows in a public signature.
@NullMarked
package dev.gradus.answer;

import org.jspecify.annotations.NullMarked;
