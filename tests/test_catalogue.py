"""Content is found, loaded and joined; whatever is wrong with it is said with file and reason."""

import textwrap
from pathlib import Path

import pytest

from backproof import Claim, World, catalogue
from backproof.activations import ACTIVATIONS
from backproof.content import home, load
from backproof.errors import ContentError, UnknownClaim
from backproof.verify import verify

HEADER = (
    "from backproof import Claim, Judgement, Step, Verdict, in_floats, on_paper\n"
    "from backproof.certificate import Certificate\n"
    "ONE = Certificate('identity', {})\n"
)
CLAIM = 'C = Claim(id="course.claim", subject="course", text="One is one.")\n'
JUDGE = """
@on_paper(C, expect=Verdict.PROVED)
def judge() -> Judgement:
    return Judgement(
        verdict=Verdict.PROVED, method="looked", steps=(Step("1 = 1"),), certificate="again", proof=(ONE,)
    )
"""


def course(root: Path, **files: str) -> Path:
    for name, text in files.items():
        folder, _, stem = name.partition("_")
        (root / folder).mkdir(exist_ok=True)
        (root / folder / f"{stem}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return root


def test_the_projects_own_claims_load() -> None:
    loaded = catalogue.load()
    assert loaded["sigmoid.derivative"].judges.keys() == {World.PAPER, World.FLOATS}
    assert loaded["sigmoid.derivative"].file.name == "sigmoid.py"


def test_every_claim_file_says_what_it_states_and_why() -> None:
    for entry in catalogue.load():
        for heading in ("What it states", "Why it matters", "Assumptions", "References"):
            assert heading in entry.about, f"{entry.file} lacks '{heading}'"


def test_claims_about_all_activations_cover_each_of_them() -> None:
    loaded = catalogue.load()
    for f in ACTIVATIONS:
        for what in ("derivative-derived", "is-continuous", "textbook-form", "accurate-derivative"):
            assert f"{f.name}.{what}" in loaded.entries


def test_a_course_adds_its_own_claims(tmp_path: Path) -> None:
    found = verify(["course.claim"], jobs=1, roots=[course(tmp_path, proofs_one=HEADER + CLAIM + JUDGE)])
    assert found.as_expected


def test_a_check_refers_to_a_claim_by_its_identifier(tmp_path: Path) -> None:
    check = HEADER + JUDGE.replace("on_paper(C,", 'in_floats("course.claim",').replace("judge()", "judge(run)")
    loaded = catalogue.load([course(tmp_path, proofs_one=HEADER + CLAIM + JUDGE, checks_one=check)])
    assert loaded["course.claim"].judges.keys() == {World.PAPER, World.FLOATS}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"proofs_one": HEADER + CLAIM}, "has no verdict"),
        ({"proofs_one": HEADER + JUDGE.replace("(C,", '("no.where",')}, "no file in proofs or checks states it"),
        ({"proofs_one": HEADER + CLAIM + JUDGE, "proofs_two": HEADER + CLAIM + JUDGE}, "is stated in"),
        ({"proofs_one": HEADER + CLAIM + JUDGE + JUDGE.replace("def judge", "def other")}, "judged twice"),
        ({"proofs_one": "import nowhere_to_be_found\n"}, r"one.py:1 does not import: ModuleNotFoundError"),
        ({"proofs_one": "x = 1\ny = (\n"}, r"one.py:2 does not import: SyntaxError"),
        ({"proofs_one": HEADER + 'C = Claim(id="Bad Name", subject="s", text="t")\n'}, "is no claim identifier"),
        ({"proofs_one": HEADER + 'C = Claim(id="a.b", subject="s", text="")\n'}, "says nothing"),
    ],
)
def test_what_is_wrong_with_content_is_said(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(ContentError, match=message):
        catalogue.load([course(tmp_path, **files)])


def test_an_unknown_claim_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownClaim, match=r"did you mean sigmoid\.derivative"):
        catalogue.load().select(["sigmoid.derivativ"])


def test_a_subject_selects_all_its_claims() -> None:
    chosen = catalogue.load().select(["elu"])
    assert {e.claim.subject for e in chosen} == {"elu"}
    assert len(chosen) > 5


def test_dataclasses_with_postponed_annotations_load(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass(slots=True)\nclass P:\n    x: int = 0\n",
        encoding="utf-8",
    )
    assert load(file).P().x == 0


def test_two_files_of_one_name_do_not_mix(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.py").write_text(f"name = {folder!r}\n", encoding="utf-8")
    first, second = (load(tmp_path / folder / "one.py") for folder in ("a", "b"))
    assert (first.name, second.name) == ("a", "b")


def test_content_files_do_not_import_one_another() -> None:
    stems = {file.stem for folder in ("proofs", "checks", "report") for file in (home() / folder).glob("*.py")}
    for folder in ("proofs", "checks", "report"):
        for file in (home() / folder).glob("*.py"):
            imported = {
                line.split()[1].partition(".")[0]
                for line in file.read_text(encoding="utf-8").splitlines()
                if line.startswith(("import ", "from "))
            }
            assert not imported & (stems | {"proofs", "checks", "report"}), file


def test_claim_identifiers_start_with_their_subject() -> None:
    for entry in catalogue.load():
        claim: Claim = entry.claim
        assert claim.id.startswith(f"{claim.subject}."), claim.id
