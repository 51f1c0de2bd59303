#!/bin/sh
# What a training step takes while nobody else uses the cores of a shared machine: bench/lora-quiet.sh [SECONDS]     (120)
# Long enough, some steps meet quiet cores even where most do not; a loop of multiply-adds before and after each step tells which.
set -eu
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-tune -am -Dgradus.fast test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    --add-modules=jdk.incubator.vector -Xlog:disable -Xmx1100m -XX:+UseSerialGC \
    -XX:MaxInlineLevel=30 -XX:FreqInlineSize=1000 -XX:InlineSmallCode=6000 \
    -cp "gradus-tune/target/test-classes:gradus-tune/target/classes:$(cat gradus-tune/target/test.classpath)" \
    dev.gradus.tune.train.QuietBench "${1:-120}"
