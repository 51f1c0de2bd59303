#!/bin/sh
# Durable writes a second of the ledger, against the disk's own: bench/ledger.sh [FOLDER ON THE DISK TO MEASURE]
set -e
folder=$(cd "${1:-.}" && pwd)
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-store -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "gradus-store/target/test-classes:gradus-store/target/classes:$(cat gradus-store/target/test.classpath)" \
    dev.gradus.store.LedgerBench "$folder"
