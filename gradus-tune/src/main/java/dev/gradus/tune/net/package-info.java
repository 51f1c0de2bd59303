/// The encoder as a trainable net: kernels, layers with forward and backward side by side, and the
/// parameters that a recipe trains.
///
/// Dependencies: none. The kernels use `jdk.incubator.vector` where the JVM was started with it.
@NullMarked
package dev.gradus.tune.net;

import org.jspecify.annotations.NullMarked;
