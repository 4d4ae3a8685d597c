"""Where this backproof was installed from, and so what pip is to install elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit

from backproof.course.texts import is_requirement

NAME = "backproof"
_OTHER = "--requirement names something else: a version, or 'backproof @ URL'."


@dataclass(frozen=True, slots=True)
class Origin:
    """What pip is to install if nobody says otherwise, why that, and the command for something else; "" for none."""

    requirement: str
    says: str
    instead: str = ""


def origin() -> Origin:
    """The origin of the distribution that runs."""
    return origin_of(json.loads(metadata.distribution(NAME).read_text("direct_url.json") or "{}"))


def origin_of(record: Mapping[str, Any]) -> Origin:
    """What a ``direct_url.json`` tells; it is there for what came from elsewhere than an index.

    The format is that of https://packaging.python.org/en/latest/specifications/direct-url/.
    """
    url = str(record.get("url", ""))
    if not url:
        return Origin(NAME, f"That is the package index's. {_OTHER}")
    wanted = f"{NAME} @ {_address(url, record.get('vcs_info', {}))}"
    usable = is_requirement(wanted) and urlsplit(url).password is None
    if url.startswith("file:"):
        return Origin(
            NAME,
            f"This backproof was installed from {url}, not from the package index. If the index lacks it, pip finds no "
            f"matching distribution. Then take these files away and write them again with --requirement and an "
            f"address that every machine reaches, such as 'backproof @ git+https://host/backproof'. On this machine "
            f"alone:",
            f"--requirement '{wanted}'" if usable else "--requirement 'backproof @ URL'",
        )
    if not usable:
        return Origin(NAME, f"This backproof was not installed from the package index. {_OTHER}")
    return Origin(wanted, f"This backproof was installed from there. {_OTHER}")


def _address(url: str, vcs: Mapping[str, Any]) -> str:
    """As pip takes it: with the system of a repository, and the version that was asked for, else its commit."""
    if not vcs:
        return url
    version = vcs.get("requested_revision") or vcs.get("commit_id")
    return f"{vcs.get('vcs', 'git')}+{url}{f'@{version}' if version else ''}"
