#!/bin/sh
# Accuracy of fixed candidates on examples/card-support/test.csv, in percent: bench/reference.sh. One line of JSON, about 1 minute.
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-embedded -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "gradus-embedded/target/test-classes:gradus-embedded/target/classes:$(cat gradus-embedded/target/test.classpath)" \
    dev.gradus.embedded.ReferenceCandidates examples/card-support
