#!/bin/sh
# Training on this machine's cores: examples/s, time, memory, held-out score.
#   bench/lora.sh                         the three sizes: 800 x 8 epochs, 2,000 x 5, 10,003 x 3 (about 5 minutes on 2 quiet cores)
#   bench/lora.sh key=value...            one run: examples, epochs, batch, rate, rank, alpha, dropout, kind=LORA|DORA|FULL,
#                                         start=CENTROIDS|CONTRASTIVE, base, seeds (runs 1..n), patience, test=yes (test accuracy)
# WORKERS=1 holds the training process to one core (taskset): examples/s per core.
set -e
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-tune -am -Dgradus.fast test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
pin=
[ "${WORKERS:-2}" != 1 ] || pin='taskset -c 0'
run() {
    $pin "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
        -cp "gradus-tune/target/test-classes:gradus-tune/target/classes:$(cat gradus-tune/target/test.classpath):build/encoders/*" \
        dev.gradus.tune.LoraBench examples/card-support "$@"
}
if [ $# -gt 0 ]; then
    run "$@"
    exit
fi
run examples=800 epochs=8
run examples=2000 epochs=5
run examples=10003 epochs=3
