"""The page in Chromium: quiet, whole without scripts, filterable with them, light and dark, wide and narrow."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .filter((e) => !e.closest(".scroll, .display, .hidden, .sheet, svg"))
  .map((e) => `${e.tagName}.${e.className}`)"""


@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_loads_quietly_and_asks_for_nothing_else(
    browser: "Browser", small_report: Path, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(small_report.as_uri(), wait_until="networkidle")
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [small_report.as_uri()]
    context.close()


def test_without_scripts_everything_is_there_and_derivations_fold(browser: "Browser", small_report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small_report.as_uri())
    assert page.locator("#claims-filters").is_hidden()
    assert page.locator("tr[data-claim]").count() == page.locator("article[data-claim]").count()
    steps = page.locator("#activations-sigmoid .derivation .steps")
    assert steps.is_hidden()
    page.locator("#activations-sigmoid .derivation summary").click()
    assert steps.is_visible()
    context.close()


def test_filters_work_by_keyboard_and_mouse(browser: "Browser", small_report: Path) -> None:
    page = browser.new_page()
    page.goto(small_report.as_uri())
    everything = page.locator("tr[data-claim]").count()
    page.get_by_role("combobox", name="Verdict").select_option("refuted")
    page.get_by_role("combobox", name="World").select_option("floats")
    rows = page.locator("tr[data-claim]:visible")
    assert 0 < rows.count() < everything
    assert set(rows.evaluate_all("rows => rows.map(row => row.dataset.floats)")) == {"refuted"}
    assert page.locator("article[data-claim]:visible").count() == rows.count()
    page.get_by_role("searchbox", name="Words").focus()
    page.keyboard.type("no such words anywhere")
    assert rows.count() == 0
    assert page.locator("#claims-shown").inner_text() == f"0 of {everything} claims"
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(
        "n => document.querySelectorAll('tr[data-claim]:not([hidden])').length === n", arg=everything
    )
    page.close()


def test_a_link_reaches_a_claim_that_is_filtered_away(browser: "Browser", small_report: Path) -> None:
    page = browser.new_page()
    page.goto(small_report.as_uri())
    page.get_by_role("searchbox", name="Words").fill("no such words anywhere")
    page.evaluate("location.hash = '#claim-sigmoid.worlds-apart'")
    page.locator("[id='claim-sigmoid.worlds-apart']").wait_for(state="visible")
    page.close()


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_nothing_is_wider_than_the_window(browser: "Browser", small_report: Path, width: int) -> None:
    _no_overflow(browser, small_report, width)


def test_the_whole_catalogue_fits_a_phone(browser: "Browser", report: Path) -> None:
    _no_overflow(browser, report, 390)


def _no_overflow(browser: "Browser", report: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_TOO_WIDE) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_marks_and_formulas_stand_out_from_the_page(
    browser: "Browser", small_report: Path, scheme: str, tmp_path: Path
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page.goto(small_report.as_uri())
    page.screenshot(path=tmp_path / f"{scheme}.png")
    colours = page.evaluate(
        """() => {
          const probe = document.body.appendChild(document.createElement("i"));
          const read = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
          const names = ["--page", "--ink", "--muted", "--link", "--holds", "--partly", "--wrong", "--open"];
          return Object.fromEntries(names.map((name) => [name, read(name).match(/\\d+/g).map(Number)]));
        }"""
    )
    paper = _luminance(colours.pop("--page"))
    for name, colour in colours.items():
        light, dark = sorted((paper, _luminance(colour)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{name} is hard to read in {scheme}"
    formula = page.locator("main svg.m").first
    assert formula.evaluate("e => getComputedStyle(e).fill") == formula.evaluate("e => getComputedStyle(e).color")
    page.close()


def _luminance(colour: list[int]) -> float:
    """Relative luminance of an sRGB colour, from 0 to 1 (WCAG 2.2)."""
    parts = [v / 255 for v in colour]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_formulas_are_drawn_with_outlines_that_are_there(browser: "Browser", small_report: Path) -> None:
    page = browser.new_page()
    page.goto(small_report.as_uri())
    boxes = page.locator("#activations-sigmoid .facing svg.m").evaluate_all(
        "all => all.map((e) => { const b = e.getBBox(); return [b.width, b.height]; })"
    )
    assert len(boxes) >= 2
    assert all(width > 0 and height > 0 for width, height in boxes)
    page.close()


def test_printing_unfolds_and_hides_what_paper_cannot_use(browser: "Browser", small_report: Path) -> None:
    page = browser.new_page()
    page.goto(small_report.as_uri())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("#claims-filters").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    page.close()
