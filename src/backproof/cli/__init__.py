"""The command line. Heavy imports happen inside the commands: ``--help`` must answer at once."""

from __future__ import annotations

import gc
import io
import sys
import traceback
from collections.abc import Sequence

import click

from backproof.cli.atlas import atlas
from backproof.cli.catalogue import recheck, verify
from backproof.cli.explain import explain
from backproof.cli.impl import impl
from backproof.cli.init import init
from backproof.cli.lint import lint
from backproof.cli.report import report
from backproof.cli.shared import CLEAN, FAILED, INTERRUPTED, examples, tell
from backproof.errors import BackproofError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples("backproof verify", "backproof verify sigmoid", "backproof report -o report-folder"),
)
@click.version_option(package_name="backproof", message="%(prog)s %(version)s")
def cli() -> None:
    """Judge claims about activation functions: on paper, in floats and in training.

    Exit status: 0 all verdicts are the declared ones, 1 one is not, 2 could not do it, 130 interrupted by Ctrl-C: what
    was done by then is shown and written. A second Ctrl-C stops at once.
    """


for _command in (verify, lint, report, explain, init, impl, atlas, recheck):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a letter that a terminal lacks is no reason to fail
    status = _status(arguments)
    gc.freeze()  # what is left goes with the process: looking for garbage in it takes a tenth of a short run
    sys.exit(status)


def _status(arguments: Sequence[str] | None) -> int:
    wordy = bool({"-v", "--verbose"} & set(sys.argv[1:] if arguments is None else arguments))
    try:
        status = cli.main(args=arguments, prog_name="backproof", standalone_mode=False)
        return status if isinstance(status, int) else CLEAN
    except click.ClickException as wrong:
        wrong.show()
        return FAILED
    except (click.Abort, KeyboardInterrupt) as stop:
        says = str(stop if isinstance(stop, KeyboardInterrupt) else stop.__cause__ or "")
        tell(says or "interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except BackproofError as problem:
        if wordy:
            traceback.print_exc()
        tell(str(problem))
        return FAILED
    except Exception as bug:  # noqa: BLE001 - the last resort: an internal error must not look like findings
        if wordy:
            traceback.print_exc()
        hint = "" if wordy else "; run it again with -v for the traceback"
        tell(f"internal error: {type(bug).__name__}: {bug}{hint}")
        return FAILED
