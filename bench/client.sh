#!/bin/sh
# CPU of one call of a chat model on the client's side, beside a raw socket: bench/client.sh [AT_ONCE [CALLS [ROUNDS]]]   (128 60000 5)
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
folder=$(mktemp -d)
trap 'kill $mock 2>/dev/null; rm -rf "$folder"' EXIT
cc -O2 -o "$folder/mock" bench/upstream/mock_upstream.c
./mvnw -q -pl gradus-models -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
"$folder/mock" -p 9111 2>/dev/null &
mock=$!
sleep 1
"$JAVA_HOME/bin/java" -cp "gradus-models/target/test-classes:gradus-models/target/classes:$(cat gradus-models/target/test.classpath)" \
    dev.gradus.models.ClientBench 9111 "${1:-128}" "${2:-60000}" "${3:-5}"
