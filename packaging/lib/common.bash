#!/usr/bin/env bash
# Sourced by packaging/build: functions for all packages.
# shellcheck disable=SC2154 # version, packages and arches are set before

# need COMMAND PACKAGE: installs the Debian package of a missing command. Needs root.
need() {
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "packaging/build: $1: installing package $2" >&2
    [ -n "${updated:-}" ] || apt-get update -qq && updated=yes
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null && return
  fi
  echo "packaging/build: $1: not found; on Debian: apt-get install $2" >&2
  return 69
}

# Runs before every package: sets the time of all files in it.
prepare() {
  if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) || {
      echo "packaging/build: no commit to take the time from: set SOURCE_DATE_EPOCH" >&2
      return 78
    }
  fi
  export SOURCE_DATE_EPOCH
  mkdir -p "$packages"
}

# each_arch COMMAND: runs the command with each requested architecture.
each_arch() {
  local arch
  for arch in $arches; do "$1" "$arch" || return; done
}

# programs_of SYSTEM-ARCH: sets built to the folder of its executables. If PROGRAMS is not set,
# builds them first, once in a run.
built_now=()
programs_of() {
  local folder=${PROGRAMS:-.build-programs}/$1
  if [ -z "${PROGRAMS:-}" ] && [[ " ${built_now[*]} " != *" $1 "* ]]; then
    packaging/build programs "$1" >&2 || return
    built_now+=("$1")
  fi
  built=$(cd "$folder" && pwd) && export built
}

# in_passing COMMAND...: runs the command with a temporary folder as its last word. Removes the
# folder afterwards.
in_passing() {
  local folder status
  folder=$(mktemp -d) || return
  "$@" "$folder"
  status=$?
  rm -rf "$folder"
  return "$status"
}

# export_tree FOLDER: copies the files under version control there, with the time of the commit.
export_tree() {
  mkdir -p "$1" &&
    git ls-files -z | tar --create --null --files-from=- --mode='u=rwX,go=rX' |
    tar --extract --preserve-permissions --no-same-owner --directory "$1" &&
    same_time "$1"
}

same_time() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }

# machine SYSTEM ARCH: prints the name that uname -m has for the architecture on that system.
machine() {
  case $1-$2 in
  linux-amd64) echo x86_64 ;;
  linux-arm64) echo aarch64 ;;
  *) echo "$2" ;;
  esac
}

# pack FOLDER NAME FILE: makes a compressed tar archive of FOLDER/NAME. The archive does not depend
# on who made it, or when.
pack() {
  same_time "$1" &&
    tar --create --directory "$1" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner \
      --mtime="@$SOURCE_DATE_EPOCH" "$2" | gzip -9n >"$3" && echo "$3"
}

# changes FORMAT: prints CHANGELOG.md in the format of Debian or rpm. The newest version has the
# date of the commit, the others the date in their heading.
changes() {
  local heading date newest=yes
  grep '^## ' packaging/CHANGELOG.md | while read -r _ heading date; do
    if [ "$newest" = yes ]; then date=@$SOURCE_DATE_EPOCH; fi
    newest=no
    "changes_$1" "$heading" "$date"
  done
}

# entries VERSION: prints the entries of a version in CHANGELOG.md.
entries() {
  awk -v version="$1" '/^## / { ours = $2 == version; next } ours && NF' packaging/CHANGELOG.md
}

author='hyperv-vf authors <hyperv-vf@localhost.localdomain>'

changes_deb() {
  printf 'hyperv-vf (%s) unstable; urgency=medium\n\n' "$1"
  entries "$1" | sed 's/^- /  * /; s/^  \([^ *]\)/    \1/'
  printf '\n -- %s  %s\n\n' "$author" "$(LC_ALL=C date --utc --date="$2" '+%a, %d %b %Y %T +0000')"
}

changes_rpm() {
  printf '* %s %s - %s-1\n' "$(LC_ALL=C date --utc --date="$2" '+%a %b %d %Y')" "$author" "$1"
  entries "$1"
  echo
}
