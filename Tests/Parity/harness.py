"""The harness of the recorded machines, which is beside the checkout, as a module."""

import pathlib
import types

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT.parent / "shared/parity/parity"


def load():
    """Loads the harness without its last line, which would run it."""
    module = types.ModuleType("parity")
    module.__file__ = str(PROGRAM)
    source = PROGRAM.read_text().rsplit("sys.exit(main())", 1)[0]
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    return module
