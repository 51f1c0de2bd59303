#!/bin/sh
# 10,000 BCa resamples of 3,000 paired outcomes, cold and warm: bench/bootstrap.sh
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-core test-compile
exec "$JAVA_HOME/bin/java" -cp gradus-core/target/test-classes:gradus-core/target/classes dev.gradus.stats.BootstrapTiming
