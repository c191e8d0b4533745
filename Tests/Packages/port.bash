#!/usr/bin/env bash
# Sourced by Tests/Packages/run: the FreeBSD port, as far as it can run on Linux.
# shellcheck disable=SC2154 # work, port, source, version, native, programs are set before

# Runs the install step of the port's Makefile with bmake, from the unpacked source into a stage
# folder.
stage_port() {
  rm -rf "$work/port"
  mkdir -p "$work/port/mk" || return
  for file in "$port" "$source"; do tar -xf "$file" -C "$work/port" || return; done
  # This machine's executables: FreeBSD's would not run here.
  mkdir "$work/port/hyperv-vf-$version/.build-static" &&
    cp -r "$programs/linux-$native" "$work/port/hyperv-vf-$version/.build-static/programs" || return
  # The parts of FreeBSD's ports system that this port uses.
  printf 'install: pre-build do-install\n.PHONY: install\n' >"$work/port/mk/bsd.port.mk"
  make_port install PREFIX=/usr/local SETENV=env MAKE_ENV= \
    WRKSRC="$work/port/hyperv-vf-$version" STAGEDIR="$work/port/stage" SH=/bin/sh
}

make_port() {
  bmake -m "$work/port/mk" -m /usr/share/bmake/mk-bmake -C "$work/port/hyperv-vf" "$@"
}

# Prints the paths of the plist below PREFIX. @sample names a file; other keywords do not.
plist() { sed -n -e 's/^@sample //' -e '/^@/!p' "$work/port/hyperv-vf/pkg-plist" | LC_ALL=C sort; }

port_plist() {
  stage_port || return
  local prefix=$work/port/stage/usr/local
  packaging/compress-manuals "$prefix/share/man" &&
    diff <(plist) <(find "$prefix" ! -type d -printf '%P\n' | LC_ALL=C sort) &&
    [ "$(ls "$work/port/stage")" = usr ] && [ "$(ls "$work/port/stage/usr")" = local ] &&
    ! grep -n '^[^#]*/usr/libexec' "$prefix"/etc/devd/*.conf
}

port_distinfo() {
  local distinfo=$work/port/hyperv-vf/distinfo
  (cd .build-packages &&
    sed -n 's/^SHA256 (\(.*\)) = \(.*\)/\2  \1/p' "$distinfo" | sha256sum --check) &&
    grep -qxF "SIZE (${source##*/}) = $(stat -c %s "$source")" "$distinfo" &&
    [ "$(make_port -V DISTVERSION)" = "$version" ]
}

# Makes a folder like the base system's, with scripts.
port_scripts() {
  local base=$work/base ours=$work/port/stage/usr/local/libexec/hyperv
  mkdir -p "$base" && printf '#!/bin/sh\n' >"$base/hyperv_vfattach" &&
    printf '#!/bin/sh\n# other\n' >"$base/hyperv_vfup" && chmod 555 "$base"/* || return
  cp -a "$base" "$work/base.before"
  replaced() { make_port "$1" PREFIX="${ours%/libexec/hyperv}" BASE_SCRIPTS="$base"; }
  for _ in once twice; do replaced replace-scripts || return; done
  [ "$("$base/hyperv_vfup" --version)" = "hyperv_vfup $version" ] || return
  for _ in once twice; do replaced restore-scripts || return; done
  diff -r "$work/base.before" "$base" && [ "$(stat -c %a "$base/hyperv_vfup")" = 555 ] || return
  # Meanwhile, an update of the base system has restored its script.
  replaced replace-scripts && rm "$base/hyperv_vfup" &&
    cp -p "$work/base.before/hyperv_vfup" "$base" && replaced restore-scripts &&
    diff -r "$work/base.before" "$base"
}
