#!/usr/bin/env bash
# Sourced by packaging/build: the tarball for any Linux.
# shellcheck disable=SC2154 # version and packages are set before

build_tar() { in_passing build_tar_in; }

# The same folders as in the source, so that the same script installs from both.
build_tar_in() {
  local name tree=$1/tree
  name=hyperv-vf-$version-linux-$(uname -m)
  local top=$1/$name
  export_tree "$tree" && mkdir -p "$top/packaging" || return
  cp -r "$tree"/{README.md,LICENSE,etc,libexec} "$tree"/packaging/{install,CHANGELOG.md} "$top" &&
    cp -r "$PROGRAMS" "$top/programs" && echo "$version" >"$top/VERSION" || return
  rm -r "$top/etc/devd"
  for part in man completions initramfs-tools dracut; do
    if [ -d "$tree/packaging/$part" ]; then cp -r "$tree/packaging/$part" "$top/packaging" || return; fi
  done
  pack "$1" "$name" "$packages/$name.tar.gz"
}
