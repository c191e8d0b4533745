#!/usr/bin/env bash
# Sourced: functions for packages of any architecture and suite, not only this machine's. They
# install none.

# The files that list the archives of this machine's own packages.
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  if [ -s "$file" ]; then sources+=("$file"); fi
done

is_foreign() { [ "$1" != "$(dpkg --print-architecture)" ]; }

# Prints the suite of the Debian that this machine runs.
own_suite() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

# is_own ARCH SUITE: succeeds if this machine has this architecture and this suite.
is_own() { ! is_foreign "$1" && [ "$2" = "$(own_suite)" ]; }

# use_archive CACHE ARCH SUITE: sets apt and `sources` to this architecture and suite, from the same
# archive. apt has its state in the cache, and assumes that no package is installed. Changes nothing
# if this machine has the same architecture and suite.
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

# unpack CACHE ROOT PACKAGE...: unpacks the packages, with all that they need, in a folder.
# Afterwards, CACHE/apt/cache/archives has their files and no others.
unpack() {
  local cache=$1 root=$2 package
  shift 2
  rm -f "$cache"/apt/cache/archives/*.deb
  timeout 580 apt-get install --download-only --yes -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 "$@" >/dev/null || return
  # The links of Debian: a package's files in /bin go to /usr/bin.
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
  for package in "$cache"/apt/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink || return
  done
}
