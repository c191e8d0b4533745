#!/usr/bin/env bash
# Sourced by Tests/Packages/run: what is in the packages, as lines MODE OWNER/GROUP PATH by path.

sorted() { LC_ALL=C sort -k 3; }

# What each package has to have: files.deb and the like, and what lies in these folders.
# expected PACKAGE PREFIX RULES SUFFIX, which manual pages have for being compressed.
expected() {
  {
    cat "Tests/Packages/files.$1"
    find packaging/man -type f 2>/dev/null |
      sed -E "s|^.*/(.*[.](.))$|-rw-r--r-- root/root $2/share/man/man\2/\1$4|"
    placed packaging/completions/bash "$2/share/bash-completion/completions"
    placed packaging/completions/zsh "$2/share/zsh/site-functions"
    placed packaging/dracut /usr/lib/dracut/modules.d
    case $3 in
    /etc) placed packaging/initramfs-tools /etc/initramfs-tools ;;
    *) placed packaging/initramfs-tools /usr/share/initramfs-tools ;;
    esac
  } | sorted
}

placed() { find "$1" -type f -printf "%M root/root $2/%P\n" 2>/dev/null; }

in_deb() { dpkg-deb --contents "$1" | grep -v '^d' | sed -E 's|^(\S+ \S+) +.* \./|\1 /|' | sed 's| link to | -> |' | sorted; }

in_rpm() {
  rpm -qp --qf '[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES}\n]' "$1" |
    grep -v '^d' | sorted
}

# in_folder FOLDER: everything but folders below it, as if it were the root.
in_folder() { find "$1" ! -type d \( -type l -printf '%M %u/%g /%P -> %l\n' -o -printf '%M %u/%g /%P\n' \) | sorted; }
