#!/usr/bin/env bash
# Sourced by packaging/build: packages for FreeBSD's pkg(8). They are made from the description of
# the port, like those that pkg-create(8) makes on FreeBSD.
# shellcheck disable=SC2154 # version, packages and built are set before

# The same executables run on FreeBSD 14.0 and all later versions, but pkg(8) needs a package for
# each major version.
build_pkg() {
  need jq jq && need zstd zstd && programs_of "freebsd-$1" &&
    in_passing build_pkg_in "$1" 14 && in_passing build_pkg_in "$1" 15
}

# build_pkg_in ARCH MAJOR FOLDER: builds the package for one major version of FreeBSD.
build_pkg_in() {
  local tree=$3/tree stage=$3/stage meta=$3/meta processor=$1
  if [ "$1" = arm64 ]; then processor=aarch64; fi
  local file=$packages/hyperv-vf-$version-freebsd$2-$processor.pkg
  mkdir "$meta" && export_tree "$tree" && stage_pkg &&
    files_pkg >"$meta/files" && manifest_pkg "$2" "$processor" >"$meta/+MANIFEST" &&
    jq --compact-output --join-output 'del(.files, .scripts, .lua_scripts)' "$meta/+MANIFEST" \
      >"$meta/+COMPACT_MANIFEST" && pack_pkg | zstd -19 --quiet --force -o "$file" && echo "$file"
}

# Does the port's install step, and the additions of the ports system to it.
stage_pkg() {
  DESTDIR=$stage PREFIX=/usr/local SYSTEM=FreeBSD PROGRAMS=$built "$tree/packaging/install" stage &&
    "$tree/packaging/compress-manuals" "$stage/usr/local/share/man" &&
    install -D -m 644 "$tree/LICENSE" \
      "$stage/usr/local/share/licenses/hyperv-vf-$version/BSD2CLAUSE"
}

# Prints a line NAME SIZE SUM for each file of the plist, and for the license. The size and the sum
# of a link are those of its target.
files_pkg() {
  { sed -e 's/^@sample //' -e '/^@/d' "$tree/packaging/freebsd/pkg-plist"
    echo "share/licenses/hyperv-vf-$version/BSD2CLAUSE"; } | while read -r name; do
    local path=/usr/local/$name
    echo "$path $(stat -c %s "$stage$path") $(content "$stage$path" | sha256sum | cut -d ' ' -f 1)"
  done
}

content() { if [ -L "$1" ]; then readlink -n "$1"; else cat "$1"; fi; }

# manifest_pkg MAJOR PROCESSOR: prints the +MANIFEST.
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

# Prints the archive: both manifests, then the files under their absolute names.
pack_pkg() {
  same_time "$meta" && same_time "$stage" && cut -d ' ' -f 1 "$meta/files" | cut -c 2- |
    tar --create --format=ustar --owner=root:0 --group=wheel:0 --absolute-names \
      --transform='s|^usr/|/usr/|' --directory "$meta" +COMPACT_MANIFEST +MANIFEST \
      --directory "$stage" --files-from=-
}
