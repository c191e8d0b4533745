#!/usr/bin/env bash
# Sourced: packages of an architecture that need not be this machine's. None is installed.

# The files that say where this machine has its own packages.
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  if [ -s "$file" ]; then sources+=("$file"); fi
done

is_foreign() { [ "$1" != "$(dpkg --print-architecture)" ]; }

# use_archive CACHE ARCH: from here on apt is that architecture's, which has its state in the cache
# and believes that nothing is installed; for this machine's it is as it was.
use_archive() {
  is_foreign "$2" || return 0
  local apt=$1/apt
  mkdir -p "$apt/parts" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  : >"$apt/status"
  cp "${sources[@]}" "$apt/parts"
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
  mkdir -p "$root"/usr/{bin,sbin,lib}
  ln -s usr/bin usr/sbin usr/lib "$root"
  for package in "$cache"/apt/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink || return
  done
}
