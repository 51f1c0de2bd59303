#!/bin/sh
# Reads and judges recorded outcomes: bench/judge.sh [ITEMS [ARMS [graded]]]   (100000 10, 0/1 scores)
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-engine -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
exec "$JAVA_HOME/bin/java" -Xmx1g -cp "gradus-engine/target/test-classes:gradus-engine/target/classes:$(cat gradus-engine/target/test.classpath)" \
    dev.gradus.judge.JudgeBench "$@"
