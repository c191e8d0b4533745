#!/usr/bin/env bash
# Sourced by packaging/build: the executables.

# Without the string processing module the compiler refuses the few methods of String that would
# bring a regular expression engine of 1.3 MB into each program. With a section for each function the
# linker drops another 0.2 MB that nothing calls. With -Osize another 0.3 MB would go, but values are then
# copied by asking the runtime for their types, which takes a short run up to a tenth longer.
#
# A run is over before it has used a type twice. So types are made from each other and not read from
# their mangled names, and what the runtime remembers of them lies on its heap, not strewn over pages
# that would each have to be mapped for it.
#
# packaging/functions.order brings the functions together that are run, a third of a start's cost
# otherwise; Tests/Bench/run --order writes it anew, by the map. What it names and is no more does no harm.
# packaging/sections.ld does so with functions that have no name, and leaves out what is not needed.
#
# Each of the programs does what the name says that it is called by, so that one image serves for all
# three: most of it is Swift's runtime.
static() {
  install -d .build-static/programs
  # SwiftPM does not know that the list is linked by.
  if [ packaging/functions.order -nt .build-static/release/hyperv_vfup ]; then
    rm -f .build-static/release/hyperv_vfup
  fi
  swift build --configuration release --scratch-path .build-static --product hyperv_vfup \
    -Xswiftc -static-executable -Xswiftc -Xfrontend -Xswiftc -function-sections \
    -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import \
    -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors \
    -Xswiftc -Xfrontend -Xswiftc -disable-preallocated-instantiation-caches \
    -Xswiftc -use-ld=lld -Xlinker -s -Xlinker --gc-sections -Xlinker --icf=all \
    -Xlinker packaging/sections.ld -Xlinker -Map=.build-static/functions.map -Xlinker --no-demangle \
    -Xlinker --symbol-ordering-file=packaging/functions.order -Xlinker --no-warn-symbol-ordering || return
  install -m 755 .build-static/release/hyperv_vfup .build-static/programs || return
  for name in hyperv_vfattach hyperv_vfctl; do
    ln -f .build-static/programs/hyperv_vfup ".build-static/programs/$name" || return
  done
}
