# shellcheck shell=bash
# Debian packages as files: download without installing, from the machine's own mirror. Needs common.sh.

# debs_apt ARGS...: apt with the machine's lists, or with lists of our own under run/ where those are missing or stale.
debs_apt() {
  local state=$RUN/cache/apt
  if [ -n "${DEBS_OWN_LISTS:-}" ]; then
    mkdir -p "$state/lists/partial" "$state/archives/partial"
    apt-get -q -o Dir::State::Lists="$state/lists" -o Dir::Cache="$state" -o APT::Sandbox::User=root "$@"
  else
    apt-get -q -o APT::Sandbox::User=root "$@"
  fi
}

# debs_resolve PACKAGE...: a line "file uri" for each, sorted; makes lists of our own when the machine has none.
debs_resolve() {
  local out
  if ! out=$(debs_apt download --print-uris "$@" 2>/dev/null); then
    DEBS_OWN_LISTS=yes
    debs_apt update >/dev/null
    out=$(debs_apt download --print-uris "$@") || return 1
  fi
  printf '%s\n' "$out" | sed -n "s/^'\([^']*\)' \([^ ]*\) .*/\2 \1/p" | sort
}

# debs_fetch DIRECTORY PACKAGE...: the packages' files in that directory, and none of other versions.
debs_fetch() {
  local dir=$1 name missing=()
  shift
  mkdir -p "$dir"
  for name in "$@"; do
    compgen -G "$dir/${name}_*.deb" >/dev/null || missing+=("$name")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    (cd "$dir" && debs_apt download "${missing[@]}")
  fi
}

# debs_unpack DIRECTORY TARGET: every package into TARGET/NAME, without documentation and drivers no guest has.
debs_unpack() {
  local deb name
  for deb in "$1"/*.deb; do
    name=$(basename "$deb")
    mkdir -p "$2/${name%%_*}"
    dpkg-deb --fsys-tarfile "$deb" |
      tar -x -C "$2/${name%%_*}" --no-same-owner --exclude='./usr/share' --exclude='*/drivers/gpu' --exclude='*/drivers/net/ethernet' --exclude='*/sound'
  done
}
