#!/usr/bin/env bash
# Sourced by Tests/Packages/run: prints the content of packages, as lines MODE OWNER/GROUP PATH,
# sorted by path.
# shellcheck disable=SC2154 # version is set before

sorted() { LC_ALL=C sort -k 3; }

in_deb() {
  dpkg-deb --contents "$1" | grep -v '^d' | sed -E 's|^(\S+ \S+) +.* \./|\1 /|' | sorted
}

in_rpm() {
  rpm -qp --qf '[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES}\n]' "$1" |
    grep -v '^d' | sorted
}

# One path contains the version.
in_pkg() {
  tar -Ptvf "$1" | grep -v ' +[A-Z_]*$' | sed -E 's|^(\S+ \S+) +\S+ \S+ \S+ |\1 |' |
    sed "s|-$version/|-VERSION/|" | sorted
}

# in_folder FOLDER: prints everything except folders below it, with paths as if it were the root.
in_folder() {
  find "$1" -type l -printf '%M %u/%g /%P -> %l\n' -o ! -type d -printf '%M %u/%g /%P\n' | sorted
}
