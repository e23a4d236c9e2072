# shellcheck shell=bash
# How a service's JVM is started, and the AOT cache that makes it cheap. Needs common.sh, jdk.sh (jdk_find was called) and build.sh ($BUILD).

AOT_CACHE=$BUILD/jarrah.aot

# java_command SERVICE: sets the array JAVA_COMMAND, without the arguments of main.
java_command() {
  local service=$1
  case $service in nc*) service=nc ;; cc*) service=cc ;; esac
  JAVA_COMMAND=(env "JARRAH_HOME=$BUILD" "JAVA_HOME=$JAVA_HOME" "$ROOT/etc/jarrah-service" "$service")
}

# aot_needed: can this JDK make a cache, and is the one that is there older than the build?
aot_needed() {
  [ "$JDK_VERSION" -ge 25 ] && { [ ! -e "$AOT_CACHE" ] || [ "$BUILD/classpath" -nt "$AOT_CACHE" ]; }
}

# aot_train: runs the whole cloud in one JVM, lets it serve a few requests, and keeps what it loaded and linked.
# The cache only makes things faster, so a failure here is told and not tried again until the next build.
aot_train() {
  local work=$BUILD/aot-training status=0 JAVA_COMMAND
  rm -rf "$work" "$AOT_CACHE" "$AOT_CACHE.new"
  mkdir -p "$work"
  java_command simulated
  JARRAH_JAVA_OPTS="-XX:AOTCacheOutput=$AOT_CACHE.new" "${JAVA_COMMAND[@]}" --state "$work" --ports any --train || status=$?
  rm -rf "$work"
  if [ "$status" = 0 ] && [ -s "$AOT_CACHE.new" ]; then
    mv "$AOT_CACHE.new" "$AOT_CACHE"
  else
    rm -f "$AOT_CACHE.new"
    : >"$AOT_CACHE"
    echo "no AOT cache was made (exit code $status); the services start without it, only slower"
  fi
  touch "$AOT_CACHE"
}
