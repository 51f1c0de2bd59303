# Sourced by the benches of a training step: step_bench CLASS ARGUMENT... builds gradus-tune and runs one of them, with the JVM
# options of the training process.
. .mvn/find-jdk.sh
step_bench() {
    ./mvnw -q -pl gradus-tune -am -Dgradus.fast test-compile dependency:build-classpath \
        -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2
    main=dev.gradus.tune.train.$1
    shift
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        --add-modules=jdk.incubator.vector -Xlog:disable -Xmx1100m -XX:+UseSerialGC \
        -XX:MaxInlineLevel=30 -XX:FreqInlineSize=1000 -XX:InlineSmallCode=6000 \
        -cp "gradus-tune/target/test-classes:gradus-tune/target/classes:$(cat gradus-tune/target/test.classpath)" \
        "$main" "$@"
}
