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
    cp -a "$PROGRAMS" "$top/programs" && echo "$version" >"$top/VERSION" || return
  rm -r "$top/etc/devd"
  cp -r "$tree"/packaging/{man,completions,initramfs-tools,dracut} "$top/packaging" || return
  pack "$1" "$name" "$packages/$name.tar.gz"
}
