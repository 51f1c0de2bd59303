@NullMarked
package dev.gradus.report;

import org.jspecify.annotations.NullMarked;
