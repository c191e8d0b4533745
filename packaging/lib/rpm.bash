#!/usr/bin/env bash
# Sourced by packaging/build: the package for Fedora, Red Hat and SUSE.
# shellcheck disable=SC2154 # version, packages and built are set before

build_rpm() {
  need rpmbuild rpm && programs_of "linux-$1" && in_passing build_rpm_in "$1"
}

build_rpm_in() {
  local tree=$2/tree
  export_tree "$tree" && changes rpm >>"$tree/packaging/rpm/hyperv-vf.spec" || return
  (cd "$tree" && PROGRAMS=$built rpmbuild -bb --build-in-place \
    --target "$(machine linux "$1")-linux" --define "_topdir $2/rpm" \
    --define "upstream $version" packaging/rpm/hyperv-vf.spec) >"$2/log" 2>&1 || {
    cat "$2/log" >&2
    return 70
  }
  cp "$2"/rpm/RPMS/*/*.rpm "$packages" &&
    (cd "$2"/rpm/RPMS && printf '%s\n' */*.rpm) | sed "s|^.*/|$packages/|"
}
