#!/usr/bin/env bash
# Sourced by Tests/Packages/run: the packages for FreeBSD's pkg(8). Debian has no pkg(8): a small
# driver does what its manual pages say.
# shellcheck disable=SC2154 # work, version, native, programs are set before

driver() { python3 -B Tests/Packages/pkg "$@"; }

pkg_of() { echo ".build-packages/hyperv-vf-$version-freebsd$1-$2.pkg"; }

pkg_is_right() { driver check "$(pkg_of "$1" "$2")" "$version" "$1" "$2" "$SOURCE_DATE_EPOCH"; }

pkg_files() {
  local major processor
  for major in 14 15; do
    for processor in amd64 aarch64; do holds "$(pkg_of "$major" "$processor")" pkg || return; done
  done
}

# bare_root SHELL: makes a root with busybox or dash as its /bin/sh, and with little else.
bare_root() {
  rm -rf "$work/bare"
  mkdir -p "$work/bare"/{bin,sbin,usr/bin,usr/sbin} && cp /bin/busybox "$work/bare/bin" &&
    chroot "$work/bare" /bin/busybox --install -s || return
  if [ "$1" = dash ]; then
    { ldd /bin/dash | grep -o '/[^ ]*'; echo /bin/dash; } |
      xargs cp --parents --target-directory "$work/bare" && ln -sf dash "$work/bare/bin/sh"
  fi
}

pkg_comes_and_goes() {
  bare_root "$1" && driver round "$(pkg_of 14 amd64)" "$work/bare" "${@:2}"
}

# Uses the programs of this machine instead of FreeBSD's: each program contains both systems.
pkg_in_model() {
  mkdir -p "$work/model/programs" &&
    ln -s "$programs/linux-$native" "$work/model/programs/freebsd-$native" &&
    PROGRAMS=$work/model/programs OUTPUT=$work/model packaging/build pkg "$native" &&
    driver model "$work/model"/*-freebsd15-*.pkg ../shared/parity
}

pkgs() {
  local major processor
  for major in 14 15; do
    for processor in amd64 aarch64; do
      check "pkg: FreeBSD:$major:$processor is as pkg-create(8) says" \
        pkg_is_right "$major" "$processor"
    done
  done
  check "pkg: files, owners and modes" pkg_files
  check "pkg: installed, upgraded, deleted: nothing is left (busybox sh)" pkg_comes_and_goes busybox
  check "pkg: installed, upgraded, deleted: nothing is left (dash)" pkg_comes_and_goes dash
  check "pkg: the same from outside, by pkg -r" pkg_comes_and_goes busybox outside
  if [ -d ../shared/parity ]; then
    check "pkg: its programs take over on a recorded machine" pkg_in_model
  else
    echo "skip pkg: its programs take over on a recorded machine: no ../shared/parity"
  fi
}
