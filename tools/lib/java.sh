# shellcheck shell=bash
# How a service's JVM is started. Needs common.sh, jdk.sh (jdk_find was called) and build.sh ($BUILD).

# The main class of a service; a node's name ends in its number.
java_main() {
  case $1 in
    clc) echo io.jarrah.clc.ClcMain ;;
    walrus) echo io.jarrah.walrus.WalrusMain ;;
    sc) echo io.jarrah.sc.StorageControllerMain ;;
    cc) echo io.jarrah.cc.ClusterControllerMain ;;
    nc*) echo io.jarrah.nc.NodeControllerMain ;;
    simulated) echo io.jarrah.cloud.SimulatedCloudMain ;;
    *) die "there is no service $1" ;;
  esac
}

# Megabytes of heap: what the service keeps in memory, and room for a large answer.
java_heap() {
  case $1 in
    clc) echo 256 ;;
    walrus) echo 160 ;;
    simulated) echo 768 ;;
    *) echo 96 ;;
  esac
}

AOT_CACHE=$BUILD/jarrah.aot

# java_command SERVICE: sets the array JAVA_COMMAND, without the arguments of main.
java_command() {
  JAVA_COMMAND=(env "MALLOC_ARENA_MAX=2" "$JAVA_HOME/bin/java" -XX:+UseSerialGC "-Xmx$(java_heap "$1")m" -Xms16m -Xss512k
    -XX:MaxHeapFreeRatio=30 -XX:MinHeapFreeRatio=10 -XX:ReservedCodeCacheSize=96m -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED -Djava.net.preferIPv4Stack=true)
  if [ "$JDK_VERSION" -ge 25 ] && [ -s "$AOT_CACHE" ]; then JAVA_COMMAND+=("-XX:AOTCache=$AOT_CACHE" -Xlog:aot=off -Xlog:cds=off); fi
  JAVA_COMMAND+=(-cp "$(cat "$BUILD/classpath")" "$(java_main "$1")")
}

# aot_needed: can this JDK make a cache, and is the one that is there older than the build?
aot_needed() {
  [ "$JDK_VERSION" -ge 25 ] && { [ ! -s "$AOT_CACHE" ] || [ "$BUILD/classpath" -nt "$AOT_CACHE" ]; }
}

# aot_train: runs the whole cloud in one JVM, lets it serve a few requests, and keeps what it loaded and linked.
# A cache is not needed, so a failure here is only told.
aot_train() {
  local work=$BUILD/aot-training status=0
  rm -rf "$work"
  mkdir -p "$work"
  rm -f "$AOT_CACHE" "$AOT_CACHE.new"
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx768m --enable-native-access=ALL-UNNAMED -Djava.net.preferIPv4Stack=true \
    "-XX:AOTCacheOutput=$AOT_CACHE.new" -cp "$(cat "$BUILD/classpath")" "$(java_main simulated)" --state "$work" --ports any --train || status=$?
  rm -rf "$work"
  if [ "$status" = 0 ] && [ -s "$AOT_CACHE.new" ]; then
    mv "$AOT_CACHE.new" "$AOT_CACHE"
    touch "$AOT_CACHE"
  else
    rm -f "$AOT_CACHE.new"
    echo "no AOT cache was made (exit code $status); the services start without it, only slower"
  fi
}
