"""A process that is urgent, and that waits for a lock of the kernel without sleeping, lets others run."""

import os
import shutil
import subprocess
from pathlib import Path

PROGRAM = """
#include "CSystem.h"
#include <sched.h>
#include <time.h>

static bool is_urgent(void) { return sched_getscheduler(0) != SCHED_OTHER; }

int main(void) {
  cs_set_urgent(true);
  if (!is_urgent()) return 77;
  // As restart_syscall() does: neither sleeps nor returns.
  struct timespec now, began;
  clock_gettime(CLOCK_MONOTONIC, &began);
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while (is_urgent() && now.tv_sec - began.tv_sec < 10);
  if (is_urgent()) return 1;
  // The next time it is urgent anew, and ends so.
  cs_set_urgent(true);
  if (!is_urgent()) return 2;
  cs_set_urgent(false);
  return is_urgent() ? 3 : 0;
}
"""
WORDS = {1: "urgent without an end", 2: "not urgent a second time", 3: "urgent after the end"}


def check(report, folder):
    """Compiles and runs it, with the C library of this machine."""
    source, program = folder / "urgency.c", folder / "urgency"
    source.write_text(PROGRAM)
    compiler = Path(os.path.realpath(shutil.which("swiftc"))).with_name("clang")
    subprocess.run([compiler, "-fuse-ld=lld", "-D_GNU_SOURCE", "-ISources/CSystem/include", source,
                    "Sources/CSystem/CSystem.c", "-o", program], check=True)
    status = subprocess.run([program], timeout=60).returncode
    if status == 77:
        print("skip urgency: no real-time policy on this machine", flush=True)
    else:
        report.check("urgency ends by itself", [WORDS.get(status, f"exit {status}")] if status else [])
