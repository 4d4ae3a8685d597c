"""Lectures that try to do something: read, judged and rendered for real, and shown as the text that they are."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backproof.lint.run import lint
from backproof.lint.settings import Settings
from backproof.render.html import write_report
from backproof.render.section import Results

from .conftest import collected, handmade

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

_CLAIM = "If $f(x) = \\tanh(x)$, then $f'(x) = 1 - f(x)$."
_MARKDOWN = rf"""# Tanh <script>alert("title")</script> here

{_CLAIM} <img src=x onerror="alert('image')"> follows.

[press me](javascript:alert('link')) and <a href="javascript:alert('anchor')">press this</a>
and <javascript:alert('auto')>.

<script>
  alert("block");
</script>

<iframe srcdoc="<script>parent.alert('frame')</script>"></iframe>

<style>body {{ display: none }}</style>

| value | {"<svg onload=alert('cell')>"} |
| --- | --- |
| $\text{{</svg><script>alert('formula')</script>}}$ | `</code><script>alert('code')</script>` |

```html
</code></pre><script>alert("fence")</script>
```

Entities: &lt;script&gt;alert("entity")&lt;/script&gt;. Jinja: {{{{ 7 * 7 }}}} and {{% raw %}}.

Reversed: safe{chr(0x202E)}txt.exe{chr(0x2066)} and {chr(0x1B)}[31m red, שלום {_CLAIM}
"""
_LATEX = rf"""\documentclass{{article}}
\begin{{document}}
\section{{Tanh <script>alert(1)</script>}}
{_CLAIM}
\href{{javascript:alert('href')}}{{press me}} <img src=x onerror=alert(2)>
$\href{{javascript:alert('math')}}{{x}} = \text{{<script>alert(3)</script>}}$
\begin{{verbatim}}
</pre><script>alert("verbatim")</script>
\end{{verbatim}}
\end{{document}}
"""
_CELLS = [
    {"cell_type": "markdown", "metadata": {}, "source": _MARKDOWN},
    {
        "cell_type": "code",
        "metadata": {},
        "source": "</pre><script>alert('cell')</script>\nx = 1  # \u202e\x08",
        "outputs": [{"output_type": "display_data", "data": {"text/html": "<script>alert('output')</script>"}}],
    },
]
_MADE = "script, img, iframe, object, embed, form, input, style, base, link, meta, video, audio, [onload], [onerror]"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page about hostile files of every kind."""
    folder = tmp_path_factory.mktemp("hostile")
    broken = b"# Tanh\n\nBroken: \xff\xfe\x80\xc3( \x9b31m. " + _CLAIM.encode() + b"\n"
    (folder / "broken.md").write_bytes(broken)
    (folder / "zero.md").write_bytes(b"# Tanh\n\0<script>alert(1)</script>\n")
    (folder / "a.md").write_text(_MARKDOWN, encoding="utf-8")
    (folder / "b.tex").write_text(_LATEX, encoding="utf-8")
    notebook = {"cells": _CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "c.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "<img src=x onerror=alert(1)>.md").write_text(f"# Tanh\n\n{_CLAIM}\n", encoding="utf-8")
    found = lint([folder], Settings(cache=False, jobs=1))
    assert sum(claim.status == "wrong" for claim in found.claims) >= 6
    return write_report(Results(collected(*handmade()), found), folder / "report")


@pytest.fixture(scope="module")
def loaded(browser: "Browser", report: Path) -> "tuple[Page, list[str]]":
    """The page with all of it unfolded, and everything that it said, asked and opened while a reader used it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    happened: list[str] = []

    def dismiss(dialog: "Dialog") -> None:
        happened.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda message: happened.append(f"console {message.text}"))
    page.on("pageerror", lambda error: happened.append(f"error {error}"))
    page.on("popup", lambda popup: happened.append(f"popup {popup.url}"))
    page.on("request", lambda asked: happened.append(f"request {asked.url}"))
    page.goto(report.as_uri(), wait_until="networkidle")
    assert happened.pop(0) == f"request {report.as_uri()}"
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return page, happened


def _text(loaded: "tuple[Page, list[str]]") -> str:
    return " ".join(loaded[0].locator("#lectures").inner_text().split())


def test_nothing_that_a_lecture_says_happens(loaded: "tuple[Page, list[str]]", report: Path) -> None:
    page, happened = loaded
    for words in ("press me", "press this", "alert('auto')"):
        for place in page.locator("#lectures .text").get_by_text(words).all():
            place.click()
    page.wait_for_timeout(100)
    assert happened == []
    assert page.url.partition("#")[0] == report.as_uri()


def test_no_element_is_made_from_a_lecture(loaded: "tuple[Page, list[str]]") -> None:
    page, _ = loaded
    assert page.locator("#lectures").locator(_MADE).count() == 0
    assert page.locator("script").count() == 1
    assert page.locator("body").is_visible()


def test_every_link_stays_on_the_page(loaded: "tuple[Page, list[str]]") -> None:
    page, _ = loaded
    targets = page.locator("#lectures [href]").evaluate_all("all => all.map((e) => e.getAttribute('href'))")
    assert len(targets) > 10
    assert [target for target in targets if not target.startswith("#")] == []
    ids = set(page.locator("[id]").evaluate_all("all => all.map((e) => e.id)"))
    assert {target[1:] for target in targets} <= ids


@pytest.mark.parametrize(
    "words",
    [
        '<script>alert("title")</script>',
        "<img src=x onerror=\"alert('image')\">",
        "press me",
        "<a href=\"javascript:alert('anchor')\">press this",
        '<script> alert("block"); </script>',
        '<iframe srcdoc="',
        "<style>body { display: none }</style>",
        "</code><script>alert('code')</script>",
        '</code></pre><script>alert("fence")</script>',
        '<script>alert("entity")</script>',
        "{{ 7 * 7 }}",
        "<script>alert(1)</script>",
        '</pre><script>alert("verbatim")</script>',
        "</pre><script>alert('cell')</script>",
        "<img src=x onerror=alert(1)>.md",
    ],
)
def test_what_a_lecture_says_stands_there(loaded: "tuple[Page, list[str]]", words: str) -> None:
    assert words in _text(loaded)


def test_characters_that_steer_are_seen(loaded: "tuple[Page, list[str]]") -> None:
    text = _text(loaded)
    assert "safe\N{REPLACEMENT CHARACTER}txt.exe" in text
    assert "\N{SYMBOL FOR ESCAPE}[31m red" in text
    assert "Broken: \u00ff\u00fe\N{REPLACEMENT CHARACTER}\u00c3(" in text
    assert not {c for c in text if "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" or c in "\x1b\x08\x80\x9b"}


def test_each_block_keeps_its_direction_to_itself(loaded: "tuple[Page, list[str]]") -> None:
    page, _ = loaded
    blocks = page.locator(".text :is(p, h4, h5, h6, th, td):not(.cell, .note *, .losing)")
    open_blocks = blocks.evaluate_all(
        "all => all.filter((e) => e.dir !== 'auto' || !/isolate/.test(getComputedStyle(e).unicodeBidi)).length"
    )
    assert blocks.count() > 10
    assert open_blocks == 0


def test_a_file_that_is_no_text_says_so(loaded: "tuple[Page, list[str]]") -> None:
    text = _text(loaded)
    assert "zero.md, line 2: The file is binary: it contains NUL bytes. Give its source, as UTF-8 text." in text
    assert "It could not be read, see above." in text
