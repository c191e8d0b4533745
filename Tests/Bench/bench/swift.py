"""Small Swift programs of the sources themselves, built as the installed ones are."""

import pathlib
import re
import subprocess

FLAGS = ["-O", "-wmo", "-num-threads", "2", "-swift-version", "6", "-parse-as-library",
         "-package-name", "hyperv-vf", "-static-executable", "-use-ld=lld", "-Xlinker", "-s",
         "-Xlinker", "--gc-sections", "-Xlinker", "--icf=all", "-Xcc", "-D_GNU_SOURCE"]
WITHOUT_STRINGS = ["-Xfrontend", "-disable-implicit-string-processing-module-import"]


def build(folder, name, main, sources=(), flags=WITHOUT_STRINGS):
    """Compiles `main` and these files of Sources as one module; gives the program's path."""
    copies = [_copy(folder / name, source) for source in sources]
    path = folder / f"{name}.program"
    built = subprocess.run(
        ["swiftc", *FLAGS, *flags, "-module-name", "Bench", "-o", path, main, *copies],
        capture_output=True, text=True)
    if built.returncode != 0:
        raise SystemExit(f"bench: swiftc: {built.stderr}")
    return path


def _copy(folder, source):
    """The source without the import of what is one module with it now."""
    folder.mkdir(exist_ok=True)
    copy = folder / source.replace("/", "-")
    text = pathlib.Path("Sources", source).read_text()
    copy.write_text(re.sub(r"(?m)^import Failover$", "", text))
    return copy
