#!/usr/bin/env zsh
# Prints what our completion for zsh gives its own machinery for WORDS, a line an argument; words and
# interfaces as they are offered.
#
#   Tests/Completion/specifications.zsh WORD...
fpath=(${0:h}/../../packaging/completions/zsh $fpath)
autoload -Uz _hyperv_vfctl

# The words behind the verb are left to a second call, as _arguments -C leaves them.
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
