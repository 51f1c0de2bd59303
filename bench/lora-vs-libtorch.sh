#!/bin/sh
# Training on one core, ours against libtorch's, in turn: bench/lora-vs-libtorch.sh [ROUNDS [EXAMPLES [EPOCHS]]]     (3 480 8)
# The same step of LoRA on MiniLM (rank 8, all six linear layers, batches of 16, AdamW) over the same messages. First both
# must compute the same vectors and gradients, or this ends with 1. Each round gives the best epoch of each side and their
# ratio, by the CPU time of the process, and by the clock, which means something on a quiet machine only. libtorch 2.10
# (about 120 MB, once) comes by bench/libtorch/pom.xml, which nothing else reads. LIBTORCH=packed|grouped|padded says how it
# takes its batches: packed, the fastest, by default. CORE names the core. Ours needs about 5 epochs until all of it is compiled.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-3} examples=${2:-480} epochs=${3:-8} core=${CORE:-0}
. .mvn/find-jdk.sh
./mvnw -q -pl gradus-tune -am -Dgradus.fast test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
./mvnw -q -f bench/libtorch/pom.xml dependency:build-classpath -Dmdep.outputFile=target/classpath >&2
gradus="gradus-tune/target/test-classes:gradus-tune/target/classes:$(cat gradus-tune/target/test.classpath)"
libtorch=$(cat bench/libtorch/target/classpath)
# Without both, BLAS starts threads that spin, and is 6 to 10 times slower on a machine that is in use.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

java() {
    taskset -c "$core" "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        --add-modules=jdk.incubator.vector -Xlog:disable -Xlog:all=error:stderr "$@" 2>&1 | grep -v '^WARNING: Using incubator'
}
# The options are those of the child process that trains.
ours() {
    java -Xmx1100m -XX:+UseSerialGC -XX:MaxInlineLevel=30 -XX:FreqInlineSize=1000 -XX:InlineSmallCode=6000 \
        -cp "$gradus" dev.gradus.tune.train.StepBench "$examples" "$epochs"
}
# Its tensors are freed at the end of each step, so the collector need not look for them.
theirs() { java -Dorg.bytedeco.javacpp.nopointergc=true -cp "$gradus:$libtorch" bench/libtorch/LibtorchLora.java "$@"; }

best() { # of the epochs on standard input: examples a CPU second, examples a second
    awk '/^epoch/ { wall = $5; cpu = $7; if (cpu + 0 > c) c = cpu + 0; if (wall + 0 > w) w = wall + 0 }
         END { if (!c) exit 1; print c, w }'
}

checked=$(theirs check 32 1) || { echo "$checked"; exit 1; }
echo "$checked"
case $checked in *FAILED* | *rror*) exit 1 ;; *"unit vectors differ"*) ;; *) exit 1 ;; esac
round=1
while [ "$round" -le "$rounds" ]; do
    load=$(cut -d' ' -f1 /proc/loadavg)
    a=$(ours | best)
    b=$(theirs "${LIBTORCH:-packed}" "$examples" "$epochs" | best)
    echo "$round $load $a $b"
    round=$((round + 1))
done | awk '{
        ratio[NR] = $3 / $5
        printf "round %d: ours %.1f, libtorch %.1f examples a CPU second, ratio %.2f; by the clock %.1f and %.1f, ratio %.2f; load %s\n",
            $1, $3, $5, $3 / $5, $4, $6, $4 / $6, $2
        fflush()
    }
    END {
        if (!NR) exit 1
        for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++) if (ratio[j] < ratio[i]) { t = ratio[i]; ratio[i] = ratio[j]; ratio[j] = t }
        printf "median ratio %.2f\n", NR % 2 ? ratio[(NR + 1) / 2] : (ratio[NR / 2] + ratio[NR / 2 + 1]) / 2
    }'
