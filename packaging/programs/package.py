"""The modules of Package.swift, so that a new module or setting is written only once."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, eq=False)
class Target:
    """A target of the package: a module of Swift or C, or an executable."""

    name: str
    kind: str
    folder: Path
    imports: tuple[str, ...]
    settings: tuple[dict, ...]
    picked: tuple[str, ...]
    excluded: tuple[str, ...]

    def files(self, suffix: str) -> list[str]:
        """The files of one language, sorted, so that the order does not depend on the file system."""
        found = sorted(path for path in self.folder.rglob(f"*{suffix}") if path.is_file())
        names = {path: str(path.relative_to(self.folder)) for path in found}
        return [
            str(path)
            for path in found
            if names[path] not in self.excluded
            and (not self.picked or names[path] in self.picked)
        ]

    @property
    def is_swift(self) -> bool:
        return bool(self.files(".swift"))

    def swift_flags(self) -> list[str]:
        """The settings as options of swiftc. Exits with an error for an unknown setting."""
        return [word for setting in self.settings for word in flags(setting, "swift")]

    def c_flags(self) -> list[str]:
        return [word for setting in self.settings for word in flags(setting, "c")]


def flags(setting: dict, tool: str) -> list[str]:
    if setting["tool"] != tool:
        return []
    ((kind, value),) = setting["kind"].items()
    match kind:
        case "enableUpcomingFeature":
            return ["-enable-upcoming-feature", value["_0"]]
        case "enableExperimentalFeature":
            return ["-enable-experimental-feature", value["_0"]]
        case "define":
            return [f"-D{value['_0']}"]
    raise SystemExit(f"packaging/programs: Package.swift: {kind}: no flag known for this setting")


class Package:
    """The package as `swift package dump-package` describes it."""

    def __init__(self) -> None:
        text = subprocess.run(
            ["swift", "package", "dump-package"], check=True, stdout=subprocess.PIPE
        ).stdout
        data = json.loads(text)
        self.language = data["swiftLanguageVersions"][0]
        # As SwiftPM does: only letters, digits and underscores.
        self.name = "".join(c if c.isalnum() else "_" for c in data["name"])
        self.targets = {entry["name"]: target(entry) for entry in data["targets"]}

    def modules(self, executable: str) -> list[Target]:
        """The targets that an executable needs. Each comes after the ones that it imports; the executable
        is the last."""
        order: list[Target] = []

        def visit(name: str) -> None:
            target = self.targets[name]
            for other in target.imports:
                visit(other)
            if target not in order:
                order.append(target)

        visit(executable)
        return order


def target(entry: dict) -> Target:
    # {"byName": [name, condition]}
    imports = tuple(item["byName"][0] for item in entry["dependencies"])
    return Target(
        entry["name"],
        entry["type"],
        Path(entry.get("path") or f"Sources/{entry['name']}"),
        imports,
        tuple(entry["settings"]),
        tuple(entry.get("sources") or ()),
        tuple(entry["exclude"]),
    )
