"""Writes the seeds of both fuzz targets: recorded texts, cut to what a run takes.

    seeds.py FOLDER    gets FOLDER/RCConf and FOLDER/Answers
"""

import base64
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "Fixtures"
SHARED = HERE.parents[2] / "shared"


def rcconf():
    """Texts of rc.conf files, by name."""
    for path in [*FIXTURES.glob("rcconf/*.jsonl"), *SHARED.glob("rcconf/*.jsonl")]:
        for line in path.read_text().splitlines():
            case = json.loads(line)
            yield case["name"], base64.b64decode(case["text"])
    for path in SHARED.glob("rcconf/corpus/*.conf"):
        yield path.name, path.read_bytes()


def machines():
    """Guests for FuzzGuest, by name: the project's own seeds, and the same with recorded outputs of the
    tools."""
    own = {path.name: path.read_text() for path in (HERE / "seeds").iterdir()}
    yield from own.items()
    for path in FIXTURES.glob("linux-ip/*.txt"):
        yield f"linux-{path.stem}", f"{own['linux']}{own['linux-files']}@ip\n{path.read_text()}"
    for path in SHARED.glob("freebsd-15.1/*.txt"):
        questions = own["freebsd-static"].partition("@ifconfig\n")[0]
        yield path.name, f"{questions}@ifconfig\n{path.read_text()}@netstat\n{path.read_text()}"


def answers():
    """Each guest, with each value of the first byte that selects its system."""
    for name, text in machines():
        for what in range(5):
            choice = bytes([2 * what + ("linux" in name)])
            yield f"{name}-{what}", choice + text.encode()


def main(folder: str) -> None:
    for target, texts, limit in (("RCConf", rcconf(), 1024), ("Answers", answers(), 6000)):
        seeds = Path(folder, target)
        seeds.mkdir(parents=True, exist_ok=True)
        for name, text in texts:
            (seeds / name).write_bytes(text[:limit])


if __name__ == "__main__":
    main(sys.argv[1])
