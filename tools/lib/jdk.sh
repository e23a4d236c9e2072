# shellcheck shell=bash
# Finds the JDK: the one that JARRAH_JDK names and no other, or else the newest from 21 on, under /usr/lib/jvm, or in JAVA_HOME, or on
# the PATH. Stands alone: tools/mvn and the launcher of the services use it too.

# jdk_version HOME: the feature version of a JDK, 0 when it is none.
jdk_version() {
  local version=0
  if [ -x "$1/bin/javac" ]; then
    # The release file spares starting a JVM.
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  fi
  echo "${version:-0}"
}

# jdk_find: sets and exports JAVA_HOME, sets JDK_VERSION; fails when there is none.
jdk_find() {
  local home version path
  JDK_VERSION=0
  if [ -n "${JARRAH_JDK:-}" ]; then
    set -- "$JARRAH_JDK"
  else
    path=$(command -v javac 2>/dev/null || true)
    set -- /usr/lib/jvm/*/ "${JAVA_HOME:-/nonexistent}" "$(dirname "$(dirname "$(readlink -f "${path:-/nonexistent/bin/javac}")")")"
  fi
  for home in "$@"; do
    version=$(jdk_version "${home%/}")
    if [ "$version" -ge 21 ] && [ "$version" -gt "$JDK_VERSION" ]; then
      JDK_VERSION=$version
      JAVA_HOME=${home%/}
    fi
  done
  [ "$JDK_VERSION" -ge 21 ] || return 1
  export JAVA_HOME
}
