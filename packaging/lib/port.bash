#!/usr/bin/env bash
# Sourced by packaging/build: the source, and the FreeBSD port that builds it.
# shellcheck disable=SC2154 # version and packages are set before

build_port() { in_passing build_port_in; }

build_port_in() {
  local name=hyperv-vf-$version port=$1/hyperv-vf
  local source=$packages/$name.tar.gz
  export_tree "$1/$name" && pack "$1" "$name" "$source" || return
  mkdir "$port" && cp packaging/freebsd/{pkg-descr,pkg-plist,pkg-message} "$port" || return
  sed "s/%%VERSION%%/$version/" packaging/freebsd/Makefile >"$port/Makefile"
  {
    echo "TIMESTAMP = $SOURCE_DATE_EPOCH"
    echo "SHA256 ($name.tar.gz) = $(sha256sum <"$source" | cut -d ' ' -f 1)"
    echo "SIZE ($name.tar.gz) = $(stat -c %s "$source")"
  } >"$port/distinfo"
  pack "$1" hyperv-vf "$packages/hyperv-vf-$version-freebsd-port.tar.gz"
}
