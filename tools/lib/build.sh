# shellcheck shell=bash
# Builds the services when sources changed, and lays them out as they run: run/build/lib/*.jar, one directory for all
# five, in an order that stays (the AOT cache depends on it). Needs common.sh and jdk.sh.

BUILD=$RUN/build

# One line that changes when a source does.
build_sources() {
  (cd "$ROOT" && find pom.xml .mvn ./*/pom.xml ./*/src/main -type f -printf '%p %s %T@\n' 2>/dev/null) | sort | sha256sum | cut -d' ' -f1
}

# build_needed: have the sources changed since the layout was made?
build_needed() {
  [ ! -s "$BUILD/classpath" ] || [ "$(build_sources)" != "$(cat "$BUILD/sources" 2>/dev/null)" ]
}

# build_layout: from Maven's class path of the module that sees all services.
build_layout() {
  local entry name new=$BUILD/lib.new
  rm -rf "$new"
  mkdir -p "$new"
  {
    echo "$ROOT"/integration-tests/target/integration-tests-[0-9]*T.jar
    tr ':' '\n' <"$ROOT/integration-tests/target/classpath"
    # Maven ends the file without a newline.
    echo
  } | while read -r entry; do
    [ -n "$entry" ] || continue
    name=$(basename "$entry")
    # Third parties' jars never change; ours do, under a running service, so they are copied.
    case $entry in
      "$ROOT"/*) cp -p "$entry" "$new/$name" ;;
      *) ln -f "$entry" "$new/$name" 2>/dev/null || cp -p "$entry" "$new/$name" ;;
    esac
    echo "$name"
  done >"$new/.order"
  mv "$new/.order" "$new/order"
}

build_now() {
  local sources
  sources=$(build_sources)
  mkdir -p "$BUILD"
  rm -f "$BUILD/sources"
  "$TOOLS/mvn" -T1C -q -B -Dstyle.color=never -Pquick -DskipTests -DincludeScope=runtime -Dmdep.outputFile=target/classpath \
    package org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath
  build_layout
  # Running services keep the old files open; new ones find the new files.
  rm -rf "$BUILD/lib.old"
  if [ -d "$BUILD/lib" ]; then mv "$BUILD/lib" "$BUILD/lib.old"; fi
  mv "$BUILD/lib.new" "$BUILD/lib"
  rm -rf "$BUILD/lib.old"
  sed "s|^|$BUILD/lib/|" "$BUILD/lib/order" | paste -sd: >"$BUILD/classpath"
  printf '%s\n' "$sources" >"$BUILD/sources"
}

build_if_needed() {
  if build_needed; then build_now; else echo "nothing changed"; fi
}
