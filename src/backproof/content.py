"""Finding and loading the content folders: ``proofs/``, ``checks/``, ``report/``, ``templates/``.

The engine finds content as pytest finds tests: every ``*.py`` file of a folder is a module of its own,
loaded by its path, under a name that no import statement can reach.
"""

from __future__ import annotations

import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType

from backproof.errors import ContentError

_PACKAGE = Path(__file__).parent


def home() -> Path:
    """The folder that holds the project's own content folders.

    That is ``_content`` inside an installed package, else the root of the checkout.

    Raises
    ------
    ContentError
        If neither is there, which means a broken installation.
    """
    for root in (_PACKAGE / "_content", _PACKAGE.parents[1]):
        if (root / "proofs").is_dir() and (root / "templates").is_dir():
            return root
    raise ContentError(
        f"the installation in {_PACKAGE} lacks its content (proofs, checks, report, templates): install it again"
    )


def modules(folder: Path) -> list[ModuleType]:
    """Load every Python file of ``folder``, in the order of their names; none if there is no such folder."""
    return [load(file) for file in sorted(folder.glob("*.py"))] if folder.is_dir() else []


def load(file: Path) -> ModuleType:
    """Load one content file.

    Raises
    ------
    ContentError
        If it does not import: the message names the file, the line and the reason.
    """
    name = f"_backproof_content.{file.parent.name}.{file.stem}_{abs(hash(str(file.resolve()))):x}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ContentError(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses under postponed annotations look their module up here
    try:
        spec.loader.exec_module(module)
    # A content file is a stranger's program and may raise anything; the run cannot go on without it.
    except Exception as broken:
        del sys.modules[name]
        line = _line_in(file, broken)
        raise ContentError(f"{file}{line} does not import: {type(broken).__name__}: {broken}") from broken
    return module


def _line_in(file: Path, broken: Exception) -> str:
    if isinstance(broken, SyntaxError):
        return f":{broken.lineno}"
    frames = [f for f in traceback.extract_tb(broken.__traceback__) if Path(f.filename) == file]
    return f":{frames[-1].lineno}" if frames else ""
