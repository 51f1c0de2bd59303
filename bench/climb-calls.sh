#!/bin/sh
# Whole climbs whose answers are drawn, part by part and asking everything on the same draws: calls, false claims of "better", power; then
# whole climbs on two mock chat models. One JSON line each. About 25 minutes: bench/climb-calls.sh [CLIMBS]   (2000)
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-engine -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" -cp gradus-core/target/test-classes:gradus-core/target/classes dev.gradus.ladder.ClimbCalls "${1:-2000}"
exec "$JAVA_HOME/bin/java" -cp "gradus-engine/target/test-classes:gradus-engine/target/classes:$(cat gradus-engine/target/test.classpath)" dev.gradus.ChatCalls
