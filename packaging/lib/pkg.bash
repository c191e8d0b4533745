#!/usr/bin/env bash
# Sourced by packaging/build: packages for FreeBSD's pkg(8), of what describes the port, as
# pkg-create(8) makes them of the port on FreeBSD.
# shellcheck disable=SC2154 # version, packages and built are set before

# The same executables run on FreeBSD 14.0 and all later versions, but pkg(8) wants a package for
# each major version.
build_pkg() {
  need jq jq && need zstd zstd && programs_of "freebsd-$1" &&
    in_passing build_pkg_in "$1" 14 && in_passing build_pkg_in "$1" 15
}

# build_pkg_in ARCH MAJOR FOLDER
build_pkg_in() {
  local tree=$3/tree stage=$3/stage meta=$3/meta processor=$1
  if [ "$1" = arm64 ]; then processor=aarch64; fi
  local file=$packages/hyperv-vf-$version-freebsd$2-$processor.pkg
  mkdir "$meta" && export_tree "$tree" && stage_pkg &&
    files_pkg >"$meta/files" && manifest_pkg "$2" "$processor" >"$meta/+MANIFEST" &&
    jq --compact-output --join-output 'del(.files, .scripts, .lua_scripts)' "$meta/+MANIFEST" \
      >"$meta/+COMPACT_MANIFEST" && pack_pkg | zstd -19 --quiet --force -o "$file" && echo "$file"
}

# What the port's install step does, and what the ports system adds to it.
stage_pkg() {
  DESTDIR=$stage PREFIX=/usr/local SYSTEM=FreeBSD PROGRAMS=$built "$tree/packaging/install" stage &&
    "$tree/packaging/compress-manuals" "$stage/usr/local/share/man" &&
    install -D -m 644 "$tree/LICENSE" \
      "$stage/usr/local/share/licenses/hyperv-vf-$version/BSD2CLAUSE"
}

# Lines NAME SIZE SUM: the plist's files, then the license. A link's size and sum are of its target.
files_pkg() {
  { sed -e 's/^@sample //' -e '/^@/d' "$tree/packaging/freebsd/pkg-plist"
    echo "share/licenses/hyperv-vf-$version/BSD2CLAUSE"; } | while read -r name; do
    local path=/usr/local/$name
    echo "$path $(stat -c %s "$stage$path") $(content "$stage$path" | sha256sum | cut -d ' ' -f 1)"
  done
}

content() { if [ -L "$1" ]; then readlink -n "$1"; else cat "$1"; fi; }

# manifest_pkg MAJOR PROCESSOR
manifest_pkg() {
  local arch=x86:64 port=$tree/packaging/freebsd field fields=()
  if [ "$2" = aarch64 ]; then arch=aarch64:64; fi
  for field in COMMENT MAINTAINER CATEGORIES LICENSE; do
    fields+=(--arg "$field" "$(sed -n "s/^$field=[[:space:]]*//p" "$port/Makefile")")
  done
  jq --null-input --compact-output --join-output --from-file "$tree/packaging/lib/pkg.jq" \
    "${fields[@]}" --arg version "$version" --arg prefix /usr/local \
    --arg abi "FreeBSD:$1:$2" --arg arch "freebsd:$1:$arch" --rawfile files "$meta/files" \
    --rawfile plist "$port/pkg-plist" --rawfile descr "$port/pkg-descr" \
    --rawfile message "$port/pkg-message"
}

# The archive: both manifests, then the files by their absolute names.
pack_pkg() {
  same_time "$meta" && same_time "$stage" && cut -d ' ' -f 1 "$meta/files" | cut -c 2- |
    tar --create --format=ustar --owner=root:0 --group=wheel:0 --absolute-names \
      --transform='s|^usr/|/usr/|' --directory "$meta" +COMPACT_MANIFEST +MANIFEST \
      --directory "$stage" --files-from=-
}
