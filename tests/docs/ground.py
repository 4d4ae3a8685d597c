"""A folder in which the blocks of one page are executed, from the first to the last."""

import doctest
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.docs.blocks import Block

PROGRAMS = Path(sys.executable).parent
NEEDS: Mapping[str, Mapping[str, str]] = {
    "README.md": {"examples": "examples"},
    "docs/how-to/adopt.md": {"lectures": "examples"},
    "docs/how-to/ci.md": {"lectures": "examples"},
    "docs/how-to/report.md": {"lectures": "examples"},
    "docs/tutorial/add-an-activation.md": {part: part for part in ("src", "proofs", "checks", "report", "templates")},
}
"""The parts of the checkout that lie in the folder of a page, by the names that they have there.

Where ``src`` is among them, backproof is installed from there.
"""
_OUTER = (
    "TOX",
    "GIT_",
    "PRE_COMMIT",
    "VIRTUALENV_",
    "PIP_",
    "NO_COLOR",
    "FORCE_COLOR",
    "COV_",
    "PYTEST_",
    "PYTHONPATH",
)
_SECONDS = 300
_END = "\x1e"
"""What stands around the exit status of a command in what a shell prints."""
_COMMAND = re.compile(r"^\$ ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ground:
    """The folder, and the environment of everything that is started in it."""

    folder: Path
    scratch: Path
    page: str
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        for name, part in NEEDS.get(self.page, {}).items():
            shutil.copytree(ROOT / part, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        around = {name: value for name, value in os.environ.items() if not name.startswith(_OUTER)}
        own = {
            "PATH": f"{self._programs()}{os.pathsep}{PROGRAMS}{os.pathsep}{around['PATH']}",
            "HOME": str(self.scratch / "home"),
            "XDG_CACHE_HOME": str(self.scratch / "cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "COLUMNS": "80",
        }
        object.__setattr__(self, "environment", around | own)

    def _programs(self) -> Path:
        """Where the commands are: in an environment of its own if the page changes the engine."""
        if not (self.folder / "src").is_dir():
            return PROGRAMS
        home = self.scratch / "environment"
        venv.create(home, symlinks=True)
        (packages,) = home.glob("lib/python*/site-packages")
        (packages / "checkout.pth").write_text(f"{self.folder / 'src'}\n{sysconfig.get_path('purelib')}\n", "utf-8")
        command = home / "bin" / "backproof"
        command.write_text(f"#!{home}/bin/python\nfrom backproof.cli import main\n\nmain()\n", encoding="utf-8")
        command.chmod(0o755)
        return command.parent

    def execute(self, block: Block) -> None:
        """Do what a block says, and compare what comes out with what it shows."""
        if "file" in block.marks:
            file = self.folder / block.marks["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif not block.marks:
            getattr(self, f"_{block.language}")(block)

    def _console(self, block: Block) -> None:
        parts = [part.partition("\n") for part in _COMMAND.split(block.text)[1:]]
        for (command, _, shown), (printed, _) in zip(parts, self._shell([p[0] for p in parts]), strict=True):
            assert matches(shown, printed), f"{block}: {command} prints\n{printed}\nand not\n{shown}"

    def _sh(self, block: Block) -> None:
        lines = block.text.splitlines()
        for line, (printed, status) in zip(lines, self._shell(lines), strict=True):
            promised = re.search(r"# .*exit status (\d)", line)
            assert status == (int(promised[1]) if promised else 0), f"{block}: {line} ended with {status}\n{printed}"

    def _shell(self, commands: list[str]) -> list[tuple[str, int]]:
        """What each command prints, on both streams, and its exit status; all in one shell."""
        mark = f"status=$?; printf '{_END}%s{_END}' $status; (exit $status)"
        script = "".join(f"{command}\n{mark}\n" for command in commands)
        printed = self._run("bash", "-c", f"exec 2>&1\n{script}").stdout
        parts = printed.split(_END)
        return [(out, int(status)) for out, status in zip(parts[::2], parts[1::2], strict=False)]

    def _python(self, block: Block) -> None:
        if "\ndef test_" in block.text:
            (self.folder / f"test_line_{block.line}.py").write_text(block.text, encoding="utf-8")
            return
        done = self._run("python", "-c", block.text)
        assert done.returncode == 0, f"{block}:\n{done.stdout}{done.stderr}"

    def finish(self) -> None:
        """Run the tests that the page shows, all at once."""
        shown = sorted(self.folder.glob("test_line_*.py"))
        if shown:
            done = self._run(
                "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *map(str, shown)
            )
            assert done.returncode == 0, f"{self.page}:\n{done.stdout}{done.stderr}"

    def _pycon(self, block: Block) -> None:
        session = doctest.DocTestParser().get_doctest(block.text, {}, str(block), block.page, block.line)
        said: list[str] = []
        failed, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session, out=said.append)
        assert tried, f"{block} has no line that begins with >>>"
        assert not failed, "".join(said)

    def _diff(self, block: Block) -> None:
        for change in re.split(r"^--- .*\n", block.text, flags=re.MULTILINE)[1:]:
            name, *hunks = re.split(r"^@@.*\n", change, flags=re.MULTILINE)
            file = self.folder / name.strip().removeprefix("+++ b/")
            text = file.read_text(encoding="utf-8")
            for hunk in hunks:
                lines = hunk.splitlines(keepends=True)
                before, after = ("".join(x[1:] for x in lines if x[0] in kept) for kept in (" -", " +"))
                assert text.count(before) == 1, f"{block}: {file.name} does not have these lines once:\n{before}"
                text = text.replace(before, after)
            file.write_text(text, encoding="utf-8")

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )


def matches(shown: str, printed: str) -> bool:
    """Whether a page shows what a command prints; three dots stand for anything."""
    pattern = ".*".join(re.escape(part) for part in _bare(shown).split("..."))
    return re.fullmatch(pattern, _bare(printed), re.DOTALL) is not None


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
