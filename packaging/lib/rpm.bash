#!/usr/bin/env bash
# Sourced by packaging/build: the package for Fedora, Red Hat and SUSE.
# shellcheck disable=SC2154 # version and packages are set before

build_rpm() {
  need rpmbuild rpm && in_passing build_rpm_in
}

build_rpm_in() {
  local tree=$1/tree
  export_tree "$tree" && changes rpm >>"$tree/packaging/rpm/hyperv-vf.spec" || return
  (cd "$tree" && rpmbuild -bb --build-in-place --define "_topdir $1/rpm" \
    --define "upstream $version" packaging/rpm/hyperv-vf.spec) >"$1/log" 2>&1 || {
    cat "$1/log" >&2
    return 70
  }
  cp "$1"/rpm/RPMS/*/*.rpm "$packages" &&
    (cd "$1"/rpm/RPMS && printf '%s\n' */*.rpm) | sed "s|^.*/|$packages/|"
}
