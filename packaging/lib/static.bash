#!/usr/bin/env bash
# Sourced by packaging/build: the executables.

# Without the string processing module the compiler refuses the few methods of String that would
# bring a regular expression engine of 1.3 MB into each program.
static() {
  install -d .build-static/programs
  for program in hyperv_vfattach hyperv_vfup hyperv_vfctl; do
    swift build --configuration release --scratch-path .build-static --product "$program" \
      -Xswiftc -static-executable -Xswiftc -Osize \
      -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import \
      -Xswiftc -use-ld=lld -Xlinker -s -Xlinker --gc-sections -Xlinker --icf=all \
      -Xlinker --symbol-ordering-file=packaging/runtime-order -Xlinker --no-warn-symbol-ordering \
      -Xlinker packaging/discard.ld || return
    install -m 755 ".build-static/release/$program" .build-static/programs || return
  done
}
