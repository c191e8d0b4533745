#!/usr/bin/env zsh
# Prints the specifications that the completion for zsh passes to _arguments for WORDS, one argument
# per line. Words and interfaces are printed as they are offered.
#
#   Tests/Completion/specifications.zsh WORD...
fpath=(${0:h}/../../packaging/completions/zsh $fpath)
autoload -Uz _hyperv_vfctl

# The words after the verb are for a second call, as with the real _arguments -C.
_arguments() {
  if [[ $1 == -C && $#words -gt 2 ]]; then
    words=("${(@)words[2,-1]}")
    state=arguments
    return 1
  fi
  local argument
  for argument; do
    case $argument in
    *:_hyperv_vfctl_verb) _hyperv_vfctl_verb ;;
    *:_hyperv_vfctl_interface) _hyperv_vfctl_interface ;;
    *) print -r -- $argument ;;
    esac
  done
}
_describe() { print -rl -- "${(@P)2}"; }
compadd() { print -rl -- "${(@P)argv[-1]}"; }

words=("$@")
service=$words[1]
_hyperv_vfctl
