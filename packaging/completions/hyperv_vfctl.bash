# bash completion for hyperv_vfctl(8), hyperv_vfup(8) and hyperv_vfattach(8). Installed as
# /usr/share/bash-completion/completions/hyperv_vfctl, with links for the other two.
# shellcheck shell=bash

_hyperv_vf_interfaces() {
  if [ -d /sys/class/net ]; then
    (cd /sys/class/net && printf '%s\n' *) | grep -vx bonding_masters
  else
    ifconfig -l
  fi
}

# The options of a verb.
_hyperv_vfctl_options() {
  case $1 in
  status | rcconf | check) echo '--json --no-shell' ;;
  verify) echo '--json --quiet --no-shell' ;;
  plan | rcvar) echo '--no-shell' ;;
  undo | standby | resume) echo '-n --dry-run -v --verbose --no-shell' ;;
  template) echo '--sh --swift --no-shell' ;;
  persist) echo '--for --write --no-shell' ;;
  esac
}

# What else may stand behind a verb; nothing: files.
_hyperv_vfctl_operands() {
  case $1 in
  check) ;;
  rcconf) compgen -f -- "$2" ;;
  rcvar) compgen -W "$(sed -n 's/^[[:blank:]]*\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' \
    /etc/rc.conf /etc/rc.conf.local 2>/dev/null)" -- "$2" ;;
  plan) compgen -W "attach up $(_hyperv_vf_interfaces)" -- "$2" ;;
  *) compgen -W "$(_hyperv_vf_interfaces)" -- "$2" ;;
  esac
}

_hyperv_vfctl() {
  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}
  if [ "$COMP_CWORD" = 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "status verify check plan undo standby resume template
      persist probe rcconf rcvar --help --version" -- "$word")
  elif [ "${COMP_WORDS[COMP_CWORD - 1]}" = --for ]; then
    mapfile -t COMPREPLY < <(compgen -W 'rc.conf networkd networkmanager ifupdown' -- "$word")
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_hyperv_vfctl_options "$verb")" -- "$word")
  else
    mapfile -t COMPREPLY < <(_hyperv_vfctl_operands "$verb" "$word")
  fi
}

# hyperv_vfup and hyperv_vfattach: options, then the interface.
_hyperv_vf() {
  local word=${COMP_WORDS[COMP_CWORD]} words
  if [[ $word == -* ]]; then
    words='-n --dry-run -v --verbose --no-shell -h --help --version'
    if [[ ${1##*/} == hyperv_vfup ]]; then words+=' --join-only --no-override'; fi
  else
    words=$(_hyperv_vf_interfaces)
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _hyperv_vfctl hyperv_vfctl
complete -F _hyperv_vf hyperv_vfup hyperv_vfattach
