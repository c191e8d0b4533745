"""Texts of rc.conf with very deep nesting or endless recursion. They are left to sh(1) or are errors, and
must never end the program. The size of a stack frame depends on the compiler."""

import os
import platform
import resource
import subprocess

# A process has 8 MB of stack (getrlimit(2)); arm64 uses a little more of it.
STACK = 7 << 20
LEVELS = 20_000

# The opening of each level, the innermost text, and the closing.
NESTED = {
    "parentheses of arithmetic": ("x=$((", "(", "1", ")", "))"),
    "signs of arithmetic": ("x=$((", "- ", "1", "", "))"),
    "conditions of arithmetic": ("x=$((", "1?", "1", ":1", "))"),
    "arithmetic": ("x=", "$((", "1", "))", ""),
    "defaults": ("x=", "${a-", "1", "}", ""),
    "defaults in quotes": ('x="', '${a-"', "1", '"}', '"'),
    "defaults and arithmetic": ("x=", "${a-$((", "1", "))}", ""),
    "assignments in words": ("x=", "${a:=", "1", "}", ""),
    "prefixes": ("y=a; x=", "${y#", "1", "}", ""),
    "suffixes": ("y=a; x=", "${y%%", "1", "}", ""),
    "commands in words": ("x=", "$(echo ", "1", ")", ""),
    "subshells": ("", "( ", ":", " )", ""),
    "groups": ("", "{ ", ":", "; }", ""),
    "conditions": ("", "if ", ":", "; then :; fi", ""),
    "branches": ("", "if :; then ", ":", "; fi", ""),
    "loops": ("", "while false; do ", ":", "; done", ""),
    "loops over words": ("", "for i in 1; do ", ":", "; done", ""),
    "cases": ("", "case 1 in 1) ", ":", ";; esac", ""),
    "functions": ("", "f() { ", ":", "; }", "\nf"),
    "functions of subshells": ("", "f() ( ", ":", " )", "\nf"),
    "negations": ("", "! ", ":", "", ""),
    "parentheses of test": ("[ ", "\\( ", "1", " \\)", " ]"),
}
# Bodies of a function f that call f.
RECURSIVE = [
    "{ f; }", "( f; )", "{ ( ( f ) ); }", "{ f | f; }", "{ if f; then f; fi; }", "{ while f; do f; done; }",
    "{ for i in 1; do f; done; }", "{ case 1 in 1) f;; esac; }", "{ f && f; }", "{ ! f; }", "{ eval f; }",
    "{ eval '( f )'; }", "{ a=1 f; }", "{ local a=1; f; }", "{ f & }", '{ f "$@" x; }',
]


def texts():
    """The texts with their names."""
    for name, (start, opening, inside, closing, end) in NESTED.items():
        yield name, f"{start}{opening * LEVELS}{inside}{closing * LEVELS}{end}\n"
    for body in RECURSIVE:
        yield f"f() {body}", f"f() {body}\nf\n"


def check(report, programs, folder):
    """Evaluates each text with the program of this machine."""
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
    program = programs / f"linux-{architecture}" / "hyperv_vfctl"
    path = folder / "nested"
    own = folder / "itself"
    own.write_text(f". {own}\n")
    found = [*texts(), ("a file that reads itself", own.read_text())]
    problems = []
    for name, text in found:
        path.write_text(text)
        ended = subprocess.run(
            [os.path.abspath(program), "rcconf", "--no-shell", path], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (STACK, resource.RLIM_INFINITY)))
        if ended.returncode < 0:
            problems.append(f"{name}: signal {-ended.returncode}")
    report.check(f"{len(found)} texts that nest without an end", problems)
