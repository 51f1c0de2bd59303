#!/bin/sh
# Sentences a second against LangChain4j's class, against the machine's limit in fp32, and the time to the first embedding:
# bench/encoding.sh [ENCODER...], by default minilm-l6-q and minilm-l6. Quiet machine, please; about 3 minutes.
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
[ $# -gt 0 ] || set -- minilm-l6-q minilm-l6
for encoder; do
    case $encoder in minilm-l6-q | bge-small-q) ;; *) ./gradus models get "embedded/$encoder" >&2 ;; esac
done
./mvnw -q -pl gradus-embedded -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "gradus-embedded/target/test-classes:gradus-embedded/target/classes:$(cat gradus-embedded/target/test.classpath):build/encoders/*" \
    dev.gradus.embedded.EncodingBench examples/card-support "$@"
