#!/bin/sh
# Calls that decide a pair part by part, against asking everything: recorded pairs in 100 random orders each, and simulated ones; one
# JSON line for each set. About 2 minutes: bench/calls.sh
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-core test-compile
exec "$JAVA_HOME/bin/java" -cp gradus-core/target/test-classes:gradus-core/target/classes dev.gradus.ladder.PairCalls examples/judge
