// Functions that Embedded Swift's library needs and the C library lacks, or that have an error in
// Embedded Swift. Linked into every program.
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

// swift_bridgeObjectRetain and swift_bridgeObjectRetain_n of Embedded Swift 6.3 return the object
// without its tag bits. But the compiler assumes that they return their argument, and on arm64 goes
// on with the register of the result: the next use of a small String crashes. The functions below
// retain the object behind the tag bits, and return the argument unchanged. Swift's own functions
// are weak symbols. Fixed upstream after 6.3.1 (swiftlang/swift pull request 91151): remove these
// with the release that has it.
void *swift_retain_n(void *object, uint32_t count);

void *swift_bridgeObjectRetain_n(void *object, uint32_t count) {
  swift_retain_n((void *)((uintptr_t)object & UINT64_C(0x8fffffffffffffff)), count);
  return object;
}

void *swift_bridgeObjectRetain(void *object) { return swift_bridgeObjectRetain_n(object, 1); }

#ifdef __linux__
// Swift's hashing takes its seed from arc4random_buf(3), which musl lacks. getentropy(3) returns at
// most 256 bytes in a call. If the kernel is too old for getentropy, hashes are the same in every
// run.
void arc4random_buf(void *buffer, size_t size) {
  for (size_t done = 0; done < size; done += 256) {
    size_t part = size - done < 256 ? size - done : 256;
    if (getentropy((char *)buffer + done, part) != 0) return;
  }
}
#endif

#ifdef __FreeBSD__
// Swift's sets and dictionaries use these to round their sizes. Without them here, each program
// would need libm, which FreeBSD's dynamic linker would have to load at every start.
static double towards_zero(double value) {
  // From 2^52 on, all numbers are whole. NaN stays NaN.
  return value > -0x1p52 && value < 0x1p52 ? (double)(int64_t)value : value;
}

double trunc(double value) { return towards_zero(value); }

double ceil(double value) {
  double whole = towards_zero(value);
  return whole < value ? whole + 1 : whole;
}
#endif
