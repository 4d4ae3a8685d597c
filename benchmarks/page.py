"""Where the bytes of the report are, how long it takes to make, and how soon a browser shows it.

    python benchmarks/page.py [FILE]

Judges the whole catalogue with the budget quick and renders it, or looks at a report that is there. The browser is
Debian's Chromium through Playwright; without it the last figure is missing. Times are printed beside the time that
Python's own :mod:`html.parser`, the peer of this run, takes to read the page.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

_SECTION = re.compile(r'<section class="section" id="([\w-]+)"')
_FIRST_PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntriesByName("first-contentful-paint")[0].startTime))
    .observe({ type: "paint", buffered: true });
})"""


def main(file: Path | None) -> None:
    """Print sizes by section, seconds by stage, and the first paint."""
    if file is None:
        file = made()
    page = file.read_text(encoding="utf-8")
    starts = [(0, "head"), *((m.start(), m[1]) for m in _SECTION.finditer(page)), (len(page), "")]
    print(f"{'section':<20}{'kB':>8}{'formulas':>10}{'figures':>9}")
    for (begin, name), (end, _) in pairwise(starts):
        part = page[begin:end]
        formulas, figures = part.count('<svg class="m"'), part.count('class="figure"')
        print(f"{name:<20}{len(part.encode()) / 1000:>8.0f}{formulas:>10}{figures:>9}")
    print(f"{'all':<20}{file.stat().st_size / 1000:>8.0f}")
    start = time.perf_counter()
    HTMLParser().feed(page)
    peer = time.perf_counter() - start
    print(f"html.parser reads it in {1000 * peer:.0f} ms")
    paints = sorted(painted(file) for _ in range(5)) if shutil.which("chromium") else []
    if paints:
        print(f"Chromium paints first after {paints[2]:.0f} ms (median of 5), {paints[2] / 1000 / peer:.2f} times that")


def made() -> Path:
    """Judge and render; print what each takes."""
    from backproof.render.html import write_report
    from backproof.render.section import Results
    from backproof.run import Budget, Run
    from backproof.verify import verify

    start = time.perf_counter()
    findings = verify(run=Run(Budget.QUICK))
    judged = time.perf_counter()
    file = write_report(Results(findings), Path(tempfile.mkdtemp()))
    print(f"judging {judged - start:.1f} s, rendering {time.perf_counter() - judged:.1f} s")
    return file


def painted(file: Path) -> float:
    """Milliseconds to the first contentful paint, in a fresh browser context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(file.resolve().as_uri())
        found = page.evaluate(_FIRST_PAINT)
        browser.close()
    return float(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
