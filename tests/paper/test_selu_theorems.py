"""The SELU theorems: what is true is proved, with the known figures; what is false is not; and every cover covers."""

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import flint
import numpy as np
import pytest
import sympy as sp
from scipy.special import erfc

from backproof import Judgement, Verdict
from backproof.activations import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper import selu
from backproof.paper.selu import balls, constants, map, quadrature, theorems  # noqa: A004  the module is meant
from backproof.paper.selu.cover import Smooth, box, volume
from backproof.paper.selu.rounding import between, decimal, exactly, upwards
from backproof.recheck.facts import check

PROOFS: dict[str, Callable[[], selu.Proof]] = {
    "contraction": selu.contraction,
    "invariance": selu.invariance,
    "theorem 2": selu.variance_decreases,
    "theorem 3": selu.variance_increases,
    "swapped": selu.leaves_the_domain,
}


@pytest.fixture(scope="module", params=PROOFS)
def proof(request: pytest.FixtureRequest) -> selu.Proof:
    return PROOFS[str(request.param)]()


def figure(proof: selu.Proof, name: str) -> float:
    value = proof.figures[name]
    assert isinstance(value, float)
    return value


def numeric(m: np.ndarray, v: np.ndarray, swapped: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of SELU(z) in float64, by formulas of its own."""
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    if swapped:
        scale, alpha = alpha, scale
    root = np.sqrt(v)
    below, one, two = (np.exp(k * m + k * k * v / 2) * erfc((m + k * v) / (root * np.sqrt(2))) / 2 for k in (0, 1, 2))
    bell = root * np.exp(-(m**2) / (2 * v)) / np.sqrt(2 * np.pi)
    mean = scale * (m * (1 - below) + bell + alpha * (one - below))
    square = scale**2 * ((m**2 + v) * (1 - below) + m * bell + alpha**2 * (two - 2 * one + below))
    return mean, square - mean**2


def sampled(domain: selu.Domain, count: int = 20_000) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    draws = [rng.uniform(float(low), float(high), count) for low, high in (domain.mu, domain.omega)]
    draws += [rng.uniform(float(low), float(high), count) for low, high in (domain.nu, domain.tau)]
    for place, side in enumerate((domain.mu, domain.omega, domain.nu, domain.tau)):
        corners = rng.random(count) < 0.5
        draws[place][corners] = rng.choice([float(end) for end in side], corners.sum())
    return draws[0], draws[1], draws[2], draws[3]


# What is true


@pytest.mark.parametrize("prove", PROOFS.values(), ids=PROOFS.keys())
def test_each_theorem_is_proved_with_boxes_margin_and_steps(prove: Callable[[], selu.Proof]) -> None:
    proof = prove()
    judged = proof.judgement()
    assert judged.verdict is Verdict.PROVED
    assert judged.evidence["boxes"] == proof.boxes == sum(len(cover.rows) for cover in proof.covers)
    assert 0 < proof.boxes < 1000
    assert proof.margin > 0
    assert len(judged.steps) >= 5
    assert "quadrature" in (judged.certificate or "")


def test_the_constants_are_those_of_the_paper_to_22_digits() -> None:
    digits = selu.unique().evidence["digits"]
    assert isinstance(digits, dict)
    assert str(digits["alpha"]).startswith("1.6732632423543772848")
    assert str(digits["lambda"]).startswith("1.0507009873554804934")


def test_newton_intervals_shrink_and_keep_the_zero() -> None:
    for zero in constants.solutions():
        for wide, narrow in zip(zero.steps, zero.steps[1:], strict=False):
            assert wide.contains(zero.value)
            assert narrow.contains(zero.value)
            assert narrow.rad() < wide.rad()
        assert len(zero.as_data()) == len(zero.steps)


def test_newton_does_not_find_a_zero_that_is_not_there() -> None:
    x = sp.Symbol("x")
    with pytest.raises(Undecided, match="no zero"):
        constants.newton(x - 20, x, {})
    with pytest.raises(Undecided, match="may vanish"):
        constants.newton((x - 2) ** 2, x, {})


def test_the_fixed_point_has_the_published_jacobian() -> None:
    evidence = selu.attracting().evidence
    matrix = np.array(evidence["jacobian"])
    assert matrix.round(5).tolist() == [[0, 0.08883], [0, 0.78265]]
    assert evidence["spectral_norm"] == pytest.approx(0.787673360465715, abs=1e-14)  # digits of the authors' notebook


def test_theorem_1_comes_close_to_the_authors_own_maxima() -> None:
    # 0.89760836, -0.03106050, 0.06772510, 0.80371176, 1.48157495 by floating point in the authors' notebook
    (cover,) = selu.contraction().covers
    assert Fraction("0.89760835") < cover.bound < Fraction("0.8977")
    bounds = [float(cover.bound) for cover in selu.invariance().covers]
    assert bounds == pytest.approx([0.0310605, 0.0677251, -0.80371176, 1.48157495], abs=5e-4)
    assert bounds >= [0.0310605, 0.0677251, -0.80371176, 1.48157495]


def test_theorems_2_and_3_come_close_to_the_authors_own_extrema() -> None:
    # -0.11974429 and 0.00773608 by floating point in the authors' notebook
    assert 0.118 < figure(selu.variance_decreases(), "variance_falls_by_at_least") < 0.11974429
    assert 0.0076 < figure(selu.variance_increases(), "variance_grows_by_at_least") < 0.00773609


def test_swapped_constants_send_the_fixed_point_away() -> None:
    proof = selu.leaves_the_domain()
    known = {
        "mean_at_0_1": 0.24836640570,
        "second_moment_at_0_1": 1.84791865669,
        "variance_at_0_1": 1.78623278521,
        "spectral_norm_at_0_1": 1.53956161941,
    }
    assert {name: round(figure(proof, name), 11) for name in known} == known
    assert np.array(proof.figures["fixed_point"]).round(4).tolist() == [16.1844, 651.3081]
    again = numeric(np.array(0.0), np.array(1.0), swapped=True)
    assert (float(again[0]), float(again[1])) == pytest.approx((known["mean_at_0_1"], known["variance_at_0_1"]))


# Against sampling


def test_sampled_maxima_lie_below_the_proved_bounds_of_theorem_1() -> None:
    mu, omega, nu, tau = sampled(theorems.NEAR)
    mean, variance = numeric(mu * omega, nu * tau)
    bounds = [float(cover.bound) for cover in selu.invariance().covers]
    assert all(seen.max() <= bound for seen, bound in zip((-mean, mean, -variance, variance), bounds, strict=True))
    step = 1e-6
    by_mu, by_nu = (
        (np.array(numeric(m + dm, v + dv)) - np.array(numeric(m - dm, v - dv))) / (2 * step)
        for m, v, dm, dv in ((mu * omega, nu * tau, step * omega, 0), (mu * omega, nu * tau, 0, step * tau))
    )
    norms = np.linalg.norm(np.stack([by_mu, by_nu], axis=-1).transpose(1, 0, 2), 2, axis=(1, 2))
    assert 0.89 < norms.max() <= float(selu.contraction().covers[0].bound)


def test_sampled_variances_obey_theorems_2_and_3_by_the_proved_amounts() -> None:
    mu, omega, nu, tau = sampled(theorems.ABOVE)
    fall = figure(selu.variance_decreases(), "variance_falls_by_at_least")
    assert (nu - numeric(mu * omega, nu * tau)[1]).min() >= fall
    growth = figure(selu.variance_increases(), "variance_grows_by_at_least")
    for domain in theorems.BELOW:
        mu, omega, nu, tau = sampled(domain)
        assert (numeric(mu * omega, nu * tau)[1] - nu).min() >= growth


def test_every_box_keeps_its_bound_at_random_points() -> None:
    rng = np.random.default_rng(1)
    (cover,) = [c for c in selu.variance_decreases().covers if c.quantity.startswith("variance - ")]
    for row in cover.rows:
        m, v = (rng.uniform(float(low), float(high), 200) for low, high in row.box)
        assert (numeric(m, v)[1] - v / 1.25).max() <= float(row.bound)


# Covers


def test_every_cover_fills_its_domain_and_boxes_meet_only_at_edges(proof: selu.Proof) -> None:
    for cover in proof.covers:
        flat = [((Fraction(0), Fraction(1)), part[1]) if part[0][0] == part[0][1] else part for part in _boxes(cover)]
        whole, *parts = flat
        assert sum(volume(part) for part in parts) == volume(whole)
        for part in parts:
            assert all(a[0] <= b[0] < b[1] <= a[1] for a, b in zip(whole, part, strict=True))
        for one, two in combinations(parts, 2):
            assert any(a[1] <= b[0] or b[1] <= a[0] for a, b in zip(one, two, strict=True))


def _boxes(cover: selu.Cover) -> list[tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]]:
    return [cover.domain, *(row.box for row in cover.rows)]


def test_every_row_is_below_the_limit_and_what_was_seen_below_the_bound(proof: selu.Proof) -> None:
    for cover in proof.covers:
        assert all(row.bound < cover.limit for row in cover.rows)
        assert cover.seen <= cover.bound


def test_the_data_is_plain_exact_and_the_same_again(proof: selu.Proof) -> None:
    data = proof.as_data()
    again = next(prove for name, prove in PROOFS.items() if prove().covers == proof.covers)()
    assert again.as_data() == data
    for cover in proof.covers:
        written = cover.as_data()
        assert json.loads(json.dumps(written)) == written
        rows = [[*m, *v, bound] for m, v, bound in json.loads(json.dumps(written["boxes"]))]
        exact = [[*row.box[0], *row.box[1], row.bound] for row in cover.rows]
        assert [[Fraction(number) for number in row] for row in rows] == exact


def test_bounds_are_rounded_upwards() -> None:
    third = exactly(Fraction(1, 3))
    assert upwards(third) == Fraction(33333334, 10**8)
    assert upwards(-third) == Fraction(-33333333, 10**8)
    assert decimal(Fraction(-1, 4)) == "-0.25000000"


# What is false


def test_a_smaller_bound_on_theorem_1_is_not_proved() -> None:
    with pytest.raises(Undecided, match="is false"):
        selu.contraction(limit=Fraction("0.89"))


def test_theorem_1_fails_where_small_variances_are_allowed() -> None:
    wider = selu.Domain.of(mu=("-0.1", "0.1"), omega=("-0.1", "0.1"), nu=("0.3", "1.5"), tau=("0.95", "1.1"))
    with pytest.raises(Undecided, match="is false"):
        selu.contraction(wider)


def test_the_domain_of_theorem_1_is_not_invariant_for_a_slightly_larger_tau() -> None:
    wider = selu.Domain.of(mu=("-0.1", "0.1"), omega=("-0.1", "0.1"), nu=("0.8", "1.5"), tau=("0.95", "1.2"))
    with pytest.raises(Undecided, match="is false"):
        selu.invariance(wider)


def test_theorem_2_fails_from_a_variance_of_one_half() -> None:
    wider = selu.Domain.of(mu=("-1", "1"), omega=("-0.1", "0.1"), nu=("0.5", "16"), tau=("0.8", "1.25"))
    with pytest.raises(Undecided, match="is false"):
        selu.variance_decreases(wider)


def test_theorem_3_holds_up_to_a_variance_of_two_fifths_and_no_further() -> None:
    for nu, true in (("0.4", True), ("0.41", False)):
        wider = selu.Domain.of(mu=("-0.1", "0.1"), omega=("-0.1", "0.1"), nu=("0.02", nu), tau=("0.8", "1.25"))
        if true:
            assert selu.variance_increases((wider,)).margin > 0
        else:
            with pytest.raises(Undecided, match="is false"):
                selu.variance_increases((wider,))


def _fact(certificate: Certificate, **altered: object) -> dict[str, object]:
    read: dict[str, object] = json.loads(json.dumps({"kind": certificate.kind, **certificate.data, **altered}))
    return read


@pytest.mark.parametrize(
    "judge",
    [selu.unique, selu.attracting, *(lambda prove=prove: prove().judgement() for prove in PROOFS.values())],
    ids=["unique", "attracting", *PROOFS],
)
def test_all_certificates_are_confirmed_by_the_checker(judge: Callable[[], Judgement]) -> None:
    proof = judge().proof
    assert len(proof) >= 6
    assert [outcome.says for outcome in (check(_fact(fact)) for fact in proof) if not outcome.confirmed] == []


def test_a_cover_with_a_bound_below_what_was_seen_is_refused() -> None:
    cover = selu.invariance().covers[0]
    (certificate,) = cover.facts
    assert check(_fact(certificate)).confirmed
    assert not check(_fact(certificate, bound=str(cover.seen))).confirmed


def test_a_cover_that_lacks_a_box_is_refused() -> None:
    for certificate in selu.contraction().covers[0].facts:
        boxes = certificate.data["boxes"]
        assert isinstance(boxes, list)
        assert not check(_fact(certificate, boxes=boxes[1:])).confirmed


def test_the_certificate_of_the_norm_is_cut_where_v_ceases_to_limit_tau() -> None:
    low, high = selu.contraction().covers[0].facts
    assert low.data["domain"] == [["-1/100", "1/100"], ["19/25", "22/25"]]
    assert high.data["domain"] == [["-1/100", "1/100"], ["22/25", "33/20"]]


def test_a_budget_that_is_too_small_is_said_to_be() -> None:
    quantity = Smooth("variance", map.variance(), map.CONSTANTS)
    with pytest.raises(Undecided, match="2 boxes"):
        selu.prove_below(quantity, theorems.NEAR.plane, Fraction("1.4816"), most=2)


def test_a_domain_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        selu.Domain.of(mu=("0", "1"), omega=("0", "1"), nu=("0", "1"), tau=("1", "2"))


# The map, its derivatives and their second method


def _altered(moment: map.Moment, order: tuple[int, int], factor: sp.Rational) -> map.Moment:
    return map.Moment({**moment.of, order: moment.of[order] * factor})


@pytest.mark.parametrize("order", map.ORDERS)
@pytest.mark.parametrize("place", [0, 1, 2], ids=["mean", "second moment", "variance"])
def test_an_altered_derivative_is_noticed_by_quadrature(order: tuple[int, int], place: int) -> None:
    moments = [*map.moments(), map.variance()]
    moments[place] = _altered(moments[place], order, 1 + sp.Rational(1, 10**9))
    with pytest.raises(Undecided, match="the integral is"):
        quadrature.confirm(moments[0], moments[1], moments[2], map.CONSTANTS, points=quadrature.POINTS[1:2])


def test_closed_forms_agree_with_plain_float64() -> None:
    for m, v in ((0.0, 1.0), (-0.01, 0.016), (0.1, 20.0)):
        at = {map.M: m, map.V: v, **map.CONSTANTS}
        mean, square = (float(form.subs(at)) for form in map.closed_forms())
        true = numeric(np.array(m), np.array(v))
        assert (mean, square - mean**2) == pytest.approx((float(true[0]), float(true[1])), rel=1e-9)


def test_a_function_that_the_map_does_not_know_is_undecided() -> None:
    with pytest.raises(Undecided, match="power of e"):
        map.expectation(sp.Piecewise((sp.sin(X), X > 0), (0, True)))
    with pytest.raises(Undecided, match="pieces"):
        map.expectation(sp.Piecewise((X, X > 1), (0, True)))


def test_balls_hold_the_atoms_at_every_point_of_a_box() -> None:
    part = box(("-0.1", "0.1"), ("0.5", "2"))
    rng = np.random.default_rng(2)
    with flint.ctx.workprec(balls.PRECISION):
        wide = balls.atoms(*(between(low, high) for low, high in part))
        for _ in range(50):
            point = [flint.arb(float(rng.uniform(float(low), float(high)))) for low, high in part]
            for atom, ball in balls.atoms(*point).items():
                assert wide[atom].contains(ball)


def test_an_even_power_of_a_ball_around_zero_is_not_negative() -> None:
    ball = between(Fraction(-1), Fraction(2))
    assert balls.raised(ball, 2).contains(4)
    assert balls.raised(ball, 2) > -1
    assert balls.raised(ball, 3).contains(-1)
    assert balls.raised(flint.arb(2), -2) == flint.arb(0.25)


def test_the_claims_are_judged_as_declared() -> None:
    from backproof.catalogue import load
    from backproof.verdict import World

    catalogue = load()
    stated = [entry for entry in catalogue if entry.file.stem == "selu_theorems"]
    assert len(stated) == 7
    for entry in stated:
        judge = entry.judges[World.PAPER]
        judged = judge.decide(None)  # type: ignore[arg-type]
        assert isinstance(judged, Judgement)
        assert judged.verdict is judge.expect
