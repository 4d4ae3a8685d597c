#!/usr/bin/env bash
# The definition of done, in the current environment: pip install -e '.[dev]' first. tox runs the same on a wheel.
set -euo pipefail
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ruff format --check .
ruff check .
mypy
pytest -n 2            # engine, report (with its links), documents (with theirs)
sphinx-build -W --keep-going -q -d "$scratch/doctrees" docs "$scratch/docs"
backproof lint --no-cache --quiet --baseline examples/mistakes.json README.md CHANGELOG.md docs examples
backproof report -o "$scratch"
echo "all checks passed"
