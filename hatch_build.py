"""Put the four content folders into the wheel as ``backproof/_content/<name>``.

They stand at the root of the checkout because they are what a reader of the project comes for.
An editable install needs nothing: the loader then reads the checkout itself.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONTENT = ("proofs", "checks", "report", "templates")


class ContentHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the content folders to a standard wheel and fails where one is empty."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        for name in CONTENT:
            folder = Path(self.root) / name
            files = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
            if not files:
                raise FileNotFoundError(f"the content folder {folder} has no files: the wheel would be hollow")
            for file in files:
                target = Path("backproof", "_content", name, file.relative_to(folder))
                build_data["force_include"][str(file)] = target.as_posix()
