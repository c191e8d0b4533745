#!/usr/bin/env bash
# Sourced by packaging/build: the package for Debian.
# shellcheck disable=SC2154 # version, packages and built are set before

build_deb() {
  need dpkg-buildpackage dpkg-dev && need dh debhelper && programs_of "linux-$1" &&
    in_passing build_deb_in "$1"
}

# debhelper needs debian/ at the top of the tree, so the build uses a copy.
build_deb_in() {
  local tree=$2/tree
  export_tree "$tree" && mv "$tree/packaging/debian" "$tree/debian" &&
    changes deb >"$tree/debian/changelog" || return
  (cd "$tree" && PROGRAMS=$built dpkg-buildpackage --build=binary --no-sign --host-arch "$1") \
    >"$2/log" 2>&1 || {
    cat "$2/log" >&2
    return 70
  }
  cp "$2"/*.deb "$packages" && (cd "$2" && printf '%s\n' *.deb) | sed "s|^|$packages/|"
}
