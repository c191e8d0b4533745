#!/usr/bin/env bash
# Sourced: packages of an architecture and a suite that need not be this machine's. None is installed.

# The files that say where this machine has its own packages.
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  if [ -s "$file" ]; then sources+=("$file"); fi
done

is_foreign() { [ "$1" != "$(dpkg --print-architecture)" ]; }

# Of the Debian that this machine runs.
own_suite() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

# is_own ARCH SUITE: whether this machine's packages are of both.
is_own() { ! is_foreign "$1" && [ "$2" = "$(own_suite)" ]; }

# use_archive CACHE ARCH SUITE: from here on apt and `sources` are of that architecture and that
# suite, from the same archive; apt has its state in the cache, and believes that nothing is
# installed. For this machine's own all is as it was.
use_archive() {
  ! is_own "$2" "$3" || return 0
  local apt=$1/apt file
  rm -rf "$apt/parts"
  mkdir -p "$apt/parts" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  : >"$apt/status"
  for file in "${sources[@]}"; do sed "s/\<$(own_suite)\>/$3/g" "$file" >"$apt/parts/${file##*/}"; done
  sources=("$apt"/parts/*)
  printf '%s "%s";\n' APT::Sandbox::User root APT::Architecture "$2" APT::Architectures "$2" \
    Dir::State "$apt/state" Dir::State::status "$apt/status" Dir::Cache "$apt/cache" \
    Dir::Etc::SourceList /dev/null Dir::Etc::SourceParts "$apt/parts" >"$apt/conf"
  export APT_CONFIG=$apt/conf
  if [ -z "$(find "$apt/updated" -mmin -60 2>/dev/null)" ]; then
    timeout 300 apt-get update -qq && touch "$apt/updated"
  fi
}

# unpack CACHE ROOT PACKAGE...: the packages, with all that they need, unpacked in a folder. Their
# files are in CACHE/apt/cache/archives then, and no others.
unpack() {
  local cache=$1 root=$2 package
  shift 2
  rm -f "$cache"/apt/cache/archives/*.deb
  timeout 580 apt-get install --download-only --yes -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 "$@" >/dev/null || return
  # As Debian has them; what a package has in /bin gets into /usr/bin.
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
  for package in "$cache"/apt/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink || return
  done
}
