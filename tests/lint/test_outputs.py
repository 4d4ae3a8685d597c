"""SARIF, GitHub annotations and JUnit: what their readers need, whatever a lecture's text contains."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from backproof.lint.finding import Finding, Lint, Problem
from backproof.render.lint_github import commands
from backproof.render.lint_json import to_json
from backproof.render.lint_junit import junit
from backproof.render.lint_sarif import sarif
from backproof.render.lint_text import text
from backproof.render.screen import FILE

EVIL = "a: b, 50%\r\n<tag> & \"quotes\" 'single' \x00\x1b[31m\ud800 ]]> ::error::"


def finding(**changes: Any) -> Finding:
    given: dict[str, Any] = {
        "path": "week 7/notes.md",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 9,
        "text": "f(x)",
        "status": "wrong",
        "code": "BP201",
        "kind": "derivative",
        "message": "the derivative is another one",
        "counterexample": {"x": 1.0},
        "suggestion": "g(x)",
        "replacement": "g(x)",
        "excerpt": "The f(x) here",
    }
    return Finding(**(given | changes))


def lint(*findings: Finding, problems: tuple[Problem, ...] = ()) -> Lint:
    return Lint(files=tuple(dict.fromkeys(f.path for f in findings)), findings=findings, problems=problems)


ALL = lint(
    finding(),
    finding(line=9, end_line=9),
    finding(status="conditional", code="BP202", message=EVIL, text=EVIL, path="a,b:c%.md", suggestion=EVIL),
    finding(status="ok", code=""),
    finding(status="unread", code="BP901", message="no idea", counterexample={}),
    finding(path="n.ipynb", cell=4, suppressed="on purpose"),
    finding(path="n.ipynb", cell=4, line=8, end_line=8, known=True),
    finding(path="n.ipynb", cell=5, ignored=True),
    problems=(
        Problem(path="gone.md", line=1, column=1, code="BP902", message="The file does not exist."),
        Problem(path="n.ipynb", line=2, column=1, code="BP904", message="nothing here", level="note", cell=4),
    ),
)

SARIF = {
    "type": "object",
    "required": ["version", "runs", "$schema"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": {"$ref": "#/$defs/message"},
                                                "fullDescription": {"$ref": "#/$defs/message"},
                                                "help": {"$ref": "#/$defs/message"},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "properties": {
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {"type": "object", "required": ["message"]},
                                }
                            },
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
                            "properties": {
                                "message": {"$ref": "#/$defs/message"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "suppressions": {"items": {"properties": {"kind": {"enum": ["inSource", "external"]}}}},
                                "locations": {
                                    "items": {
                                        "type": "object",
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}}
                                                    },
                                                    "region": {"$ref": "#/$defs/region"},
                                                },
                                            }
                                        },
                                    }
                                },
                                "fixes": {
                                    "items": {
                                        "required": ["artifactChanges"],
                                        "properties": {
                                            "artifactChanges": {
                                                "minItems": 1,
                                                "items": {
                                                    "required": ["artifactLocation", "replacements"],
                                                    "properties": {
                                                        "replacements": {
                                                            "minItems": 1,
                                                            "items": {"required": ["deletedRegion"]},
                                                        }
                                                    },
                                                },
                                            }
                                        },
                                    }
                                },
                            },
                        },
                    },
                },
            },
        },
    },
    "$defs": {
        "message": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
        "region": {
            "type": "object",
            "properties": {
                "startLine": {"type": "integer", "minimum": 1},
                "startColumn": {"type": "integer", "minimum": 1},
                "endLine": {"type": "integer", "minimum": 1},
                "endColumn": {"type": "integer", "minimum": 1},
            },
        },
    },
}
"""What matters here of the SARIF 2.1.0 schema, in its own words."""


def results(outcome: Lint, *, strict: bool = False) -> list[Any]:
    data = json.loads(sarif(outcome, strict=strict))
    jsonschema.Draft202012Validator(SARIF).validate(data)
    (run,) = data["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    return run["results"]  # type: ignore[no-any-return]


def test_sarif_levels_suppressions_and_rules() -> None:
    found = results(ALL)
    assert [(r["ruleId"], r["level"]) for r in found] == [
        ("BP201", "error"),
        ("BP201", "error"),
        ("BP202", "note"),
        ("BP201", "error"),
        ("BP201", "error"),
        ("BP904", "note"),
    ]
    assert [s["kind"] for r in found for s in r.get("suppressions", ())] == ["inSource", "external"]
    assert "BP901" in {r["ruleId"] for r in results(ALL, strict=True)}
    run = json.loads(sarif(ALL, strict=False))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["descriptor"] == {"id": "BP902"}
    assert "## Why it matters" in run["tool"]["driver"]["rules"][0]["help"]["markdown"]
    assert found[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "week%207/notes.md"


def test_fingerprints_stay_when_lines_move_and_tell_equal_findings_apart() -> None:
    def prints(*lines: int) -> list[str]:
        found = results(lint(*(finding(line=n, end_line=n) for n in lines)))
        return [r["partialFingerprints"]["backproof/v1"] for r in found]

    assert prints(3, 9) == prints(103, 209)
    assert len(set(prints(3, 9))) == 2


def test_annotations_cannot_be_broken_by_text() -> None:
    lines = commands(ALL, strict=False).splitlines()
    assert len(lines) == 5
    assert all(re.fullmatch(r"::(error|notice|warning) [^\r\n]*?::[^\r\n]*", line) for line in lines)
    evil = next(line for line in lines if "BP202" in line)
    assert evil.startswith("::notice file=a%2Cb%3Ac%25.md,line=3,title=backproof BP202 conditional,endLine=3,")
    assert "a: b, 50%25" in evil
    assert "col=5,endColumn=9" in lines[2]


def test_annotations_of_a_notebook_name_the_cell() -> None:
    (line,) = commands(lint(finding(path="n.ipynb", cell=4)), strict=False).splitlines()
    assert "file=n.ipynb,line=1,title=backproof BP201 wrong::cell 4, line 3: in truth the derivative" in line


def test_junit_has_a_case_for_each_claim_and_is_xml_whatever_the_text() -> None:
    root = ET.fromstring(junit(ALL, strict=False).encode(errors="strict"))  # noqa: S314 - our own
    assert root.attrib["failures"] == "2"
    assert root.attrib["errors"] == "1"
    assert root.attrib["skipped"] == "4"
    assert root.attrib["tests"] == str(len(root.findall(".//testcase"))) == "10"
    for kind in ("failure", "error", "skipped"):
        assert len(root.findall(f".//{kind}")) == int(
            root.attrib[{"failure": "failures", "error": "errors"}.get(kind, kind)]
        )
    strict = ET.fromstring(junit(ALL, strict=True))  # noqa: S314 - our own
    assert int(strict.attrib["failures"]) > 2


@pytest.mark.parametrize("strict", [True, False])
def test_no_text_breaks_an_output(strict: bool) -> None:
    for output in (
        to_json(ALL),
        sarif(ALL, strict=strict),
        text(ALL, FILE, verbose=True, strict=strict),
        commands(ALL, strict=strict),
        junit(ALL, strict=strict),
    ):
        output.encode()
    shown = text(ALL, FILE, verbose=True)
    assert not any(ord(c) < 0x20 and c != "\n" for c in shown)


def test_the_schema_of_sarif_is_named_and_paths_below_the_folder_are_relative(tmp_path: Path) -> None:
    inside = results(lint(finding(path=str(Path.cwd() / "notes.md"))))
    assert inside[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "notes.md"
    outside = results(lint(finding(path=str(tmp_path / "notes.md"))))
    assert outside[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")
