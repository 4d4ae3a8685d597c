"""Chunks' results on disk: kept under what they depend on, checked when read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from backproof.findings import write


@dataclass(slots=True)
class Store:
    """Results of one sweep.

    Parameters
    ----------
    folder
        Where all sweeps are kept; each has a folder of its own there, named by its key.
    depends
        What the results depend on, as plain data: their key is its checksum.
    damaged
        Numbers of the chunks whose files were there and were not what had been written.
    """

    folder: Path
    depends: Mapping[str, Any]
    damaged: list[int] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The sweep's own folder."""
        return self.folder / "impl" / _sum(dict(self.depends))[:32]

    def load(self, number: int) -> dict[str, Any] | None:
        """Give a chunk's result; ``None`` if it is not there, or is damaged, which is noted."""
        file = self._file(number)
        try:
            text = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            self.damaged.append(number)
            return None
        try:
            kept = json.loads(text)
            result, said = kept["result"], kept["sha256"]
        except (ValueError, TypeError, KeyError):
            self.damaged.append(number)
            return None
        if not isinstance(result, dict) or said != _sum(result) or result.get("number") != number:
            self.damaged.append(number)
            return None
        return result

    def save(self, result: Mapping[str, Any]) -> None:
        """Keep a chunk's result: the file is written whole or not at all.

        Raises
        ------
        BackproofError
            If the folder cannot be written to.
        """
        home = self.home
        if not (home / "depends.json").is_file():
            write(json.dumps(self.depends, indent=1, sort_keys=True) + "\n", home / "depends.json")
        data = dict(result)
        write(json.dumps({"sha256": _sum(data), "result": data}), self._file(data["number"]))

    def _file(self, number: int) -> Path:
        return self.home / f"{number:05}.json"


def _sum(data: Mapping[str, Any]) -> str:
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
