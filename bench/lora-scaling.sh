#!/bin/sh
# Two workers against one, step by step in turn in one process: bench/lora-scaling.sh [ROUNDS]     (200; the first third warms up)
# The cores of a shared machine change their speed from second to second (others use the other threads of the same cores), so
# that two runs, one after the other, compare their luck.
set -eu
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-tune -am -Dgradus.fast test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    --add-modules=jdk.incubator.vector -Xlog:disable -Xmx1100m -XX:+UseSerialGC \
    -XX:MaxInlineLevel=30 -XX:FreqInlineSize=1000 -XX:InlineSmallCode=6000 \
    -cp "gradus-tune/target/test-classes:gradus-tune/target/classes:$(cat gradus-tune/target/test.classpath)" \
    dev.gradus.tune.train.ScalingBench "${1:-200}"
