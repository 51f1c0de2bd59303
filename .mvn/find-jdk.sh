# Sourced by mvnw, gradus and .ci/run: sets JAVA_HOME to a JDK of at least 25, or says what to install.
# The JDK in JAVA_HOME is taken when it is new enough, then the usual folders, then the one behind `java`.
# Starts no process on the way to a hit, so that `./gradus --version` stays quick.

# gradus_is_jdk FOLDER: true when FOLDER holds a JDK (not only a JRE) of at least 25.
gradus_is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r gradus_key gradus_value || [ -n "$gradus_key" ]; do
        [ "$gradus_key" = JAVA_VERSION ] || continue
        gradus_value=${gradus_value#\"}
        gradus_jdk_version=${gradus_value%\"}
        gradus_value=${gradus_jdk_version%%[!0-9]*}
        [ "${gradus_value:-0}" -ge 25 ]
        return
    done <"$1/release"
    return 1
}

gradus_find_jdk() {
    for gradus_jdk in \
        "${JAVA_HOME:-}" \
        /usr/lib/jvm/* \
        /opt/java/* \
        /opt/jdk* \
        "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
        "${HOME:-/nowhere}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
        if gradus_is_jdk "$gradus_jdk"; then
            JAVA_HOME=$gradus_jdk
            return 0
        fi
    done
    gradus_jdk=$(command -v javac) && gradus_jdk=$(readlink -f "$gradus_jdk" 2>/dev/null) || return 1
    gradus_jdk=${gradus_jdk%/bin/javac}
    gradus_is_jdk "$gradus_jdk" && JAVA_HOME=$gradus_jdk
}

if gradus_find_jdk; then
    export JAVA_HOME
else
    echo "Gradus needs a JDK of version 25 or newer and found none: install one (Temurin 25 from https://adoptium.net, or your system's openjdk-25-jdk) and set JAVA_HOME to its folder if it is in an unusual place." >&2
    exit 2
fi
