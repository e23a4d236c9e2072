# shellcheck shell=bash
# etc/jarrah-service: an ahead-of-time cache only makes starts faster; without it, with one of another build, and with a JDK too old to
# read it the services start. Needs what lib/test-simulated loads.

# launcher_jdk VERSION: a JDK by its looks, whose java prints its arguments.
launcher_jdk() {
  local home=$CLOUD/jdk-$1
  mkdir -p "$home/bin"
  echo "JAVA_VERSION=\"$1.0.1\"" >"$home/release"
  printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >"$home/bin/java"
  cp "$home/bin/java" "$home/bin/javac"
  chmod 755 "$home/bin/java" "$home/bin/javac"
  echo "$home"
}

# launcher_home: where Jarrah is installed, for these tests.
launcher_home() {
  mkdir -p "$CLOUD/home"
  ln -sfn "$BUILD/lib" "$CLOUD/home/lib"
  rm -f "$CLOUD/home/jarrah.aot"
  echo "$CLOUD/home"
}

# The cache is given to JDK 25 and later only: earlier ones do not know the option, and would not start.
launcher_by_jdk() {
  local home version out
  home=$(launcher_home)
  echo cache >"$home/jarrah.aot"
  for version in 21 24 25 26; do
    out=$(JARRAH_JDK=$(launcher_jdk "$version") JARRAH_HOME=$home "$ROOT/etc/jarrah-service" clc --config x)
    grep -qx io.jarrah.clc.ClcMain <<<"$out" || { echo "JDK $version was not started: $out"; return 1; }
    [ "$(grep -c AOTCache <<<"$out" || true)" = $((version >= 25)) ] || { echo "JDK $version was given: $out"; return 1; }
  done
  rm "$home/jarrah.aot"
  out=$(JARRAH_JDK=$(launcher_jdk 25) JARRAH_HOME=$home "$ROOT/etc/jarrah-service" clc)
  if grep AOTCache <<<"$out"; then return 1; fi
  if out=$(JARRAH_JDK=$(launcher_jdk 17) JARRAH_HOME=$home "$ROOT/etc/jarrah-service" clc 2>&1); then return 1; fi
  grep 'no JDK 21 or newer' <<<"$out"
}

# launcher_serves: the whole cloud starts, serves a few requests and ends, in an installation with what jarrah.aot then is.
launcher_serves() {
  local status=0
  JARRAH_HOME=$CLOUD/home "$ROOT/etc/jarrah-service" simulated --state "$CLOUD/launched" --ports any --train || status=$?
  rm -rf "$CLOUD/launched"
  return "$status"
}

launcher_without_cache() {
  launcher_home
  launcher_serves
}

launcher_with_foreign_cache() {
  head -c 100000 /dev/urandom >"$(launcher_home)/jarrah.aot"
  launcher_serves
}

test_launcher() {
  check "the launcher gives a cache to JDKs that can read it" launcher_by_jdk
  check "the services start and serve without an AOT cache" launcher_without_cache
  check "the services start and serve with an AOT cache that is damaged" launcher_with_foreign_cache
}
