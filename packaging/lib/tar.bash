#!/usr/bin/env bash
# Sourced by packaging/build: the tarballs for any Linux and for FreeBSD.
# shellcheck disable=SC2154 # version, packages and built are set before

build_tar() {
  in_passing build_tar_in "$1" linux Linux && in_passing build_tar_in "$1" freebsd FreeBSD
}

# build_tar_in ARCH SYSTEM NAME FOLDER: makes a tarball with the same folders as the source, so that
# the same script installs from both. NAME is the system in the spelling of uname -s.
build_tar_in() {
  programs_of "$2-$1" || return
  local name tree=$4/tree
  name=hyperv-vf-$version-$2-$(machine "$2" "$1")
  local top=$4/$name
  export_tree "$tree" && mkdir -p "$top/packaging" || return
  cp -r "$tree"/{README.md,LICENSE,etc,libexec} "$tree"/packaging/{install,CHANGELOG.md} "$top" &&
    mkdir "$top/programs" && cp -a "$built"/hyperv_vf{up,attach,ctl} "$top/programs" &&
    echo "$version" >"$top/VERSION" && echo "$3" >"$top/SYSTEM" &&
    cp -r "$tree"/packaging/{man,completions} "$top/packaging" && "files_of_$2" || return
  pack "$4" "$name" "$packages/$name.tar.gz"
}

# Copy the files for one system only. The variables tree and top come from the caller.
files_of_linux() {
  rm -r "$top/etc/devd" && cp -r "$tree"/packaging/{initramfs-tools,dracut,prometheus} "$top/packaging"
}

files_of_freebsd() {
  rm -r "$top"/etc/{udev,systemd} "$top/etc/devd/hyperv.conf" && mkdir "$top/packaging/freebsd" &&
    cp -r "$tree/packaging/freebsd/files" "$top/packaging/freebsd"
}
