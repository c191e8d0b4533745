#!/usr/bin/env bash
# Sourced by packaging/build: the package for Debian.
# shellcheck disable=SC2154 # version and packages are set before

build_deb() {
  need dpkg-buildpackage dpkg-dev && need dh debhelper && in_passing build_deb_in
}

# debhelper wants debian/ at the top, so that it works on a copy.
build_deb_in() {
  local tree=$1/tree
  export_tree "$tree" && mv "$tree/packaging/debian" "$tree/debian" &&
    changes deb >"$tree/debian/changelog" || return
  (cd "$tree" && dpkg-buildpackage --build=binary --no-sign) >"$1/log" 2>&1 || {
    cat "$1/log" >&2
    return 70
  }
  cp "$1"/*.deb "$packages" && (cd "$1" && printf '%s\n' *.deb) | sed "s|^|$packages/|"
}
