"""SELU normalises itself: the theorems.

What it states
    Theorems 1 to 3 of the paper that introduced SELU, proved with intervals: close to mean 0 and variance 1 a layer
    brings all means and variances closer together, and keeps them there; large variances fall; small variances grow.
    The constants for which that is so are unique. With the two constants swapped it is not so.

Why it matters
    A net of many layers applies one such map after another. A contraction keeps activations where gradients neither
    vanish nor explode, without batch normalisation. The authors checked their inequalities in floating point; here
    they hold for every real number of the domains.

Assumptions
    A unit's pre-activation is normal, as in the limit of many inputs. Inputs of a layer have the same mean mu and
    variance nu and are independent; omega is the sum of a unit's weights, tau the sum of their squares. Mean and
    variance of the outputs are then functions of m = mu omega and v = nu tau.

References
    Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, arXiv 1706.02515: eq. 3 to 5 for
    the map, eq. 14 for the constants, Theorems 1 to 3. Domains of Theorems 2 and 3 as in the notebook that the authors
    published with the paper.
    Johansson 2017, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic.
"""

from backproof import Claim, Judgement, Verdict, on_paper
from backproof.paper import selu

PAPER = "Klambauer et al. 2017"
NORMAL = "the pre-activation of a unit is normal with mean mu omega and variance nu tau"
NEAR = "mu and omega in [-0.1, 0.1], nu in [0.8, 1.5], tau in [0.95, 1.1]"

UNIQUE = Claim(
    id="selu.constants-unique",
    subject="selu",
    text="For alpha and lambda between 0.1 and 10, exactly one pair gives standard normal inputs outputs of mean 0 and "
    "second moment 1.",
    latex=r"\mathbb{E}\,\mathrm{SELU}(Z) = 0,\ \mathbb{E}\,\mathrm{SELU}(Z)^2 = 1,\ (\alpha, \lambda) \in [0.1, 10]^2",
    assumptions=("Z is standard normal",),
    references=(f"{PAPER}, eq. 14",),
)


@on_paper(UNIQUE, expect=Verdict.PROVED)
def constants_unique() -> Judgement:
    """One equation for alpha alone, then one for lambda; each monotone on the whole box."""
    return selu.unique()


FIXED_POINT = Claim(
    id="selu.fixed-point-attracting",
    subject="selu",
    text="For weights of sum 0 and sum of squares 1, mean 0 and variance 1 are an attracting fixed point of a layer.",
    latex=r"g(0, 1) = (0, 1),\quad \sigma_{\max}(J(0, 1)) < 0.7877 \text{ for } \omega = 0,\ \tau = 1",
    assumptions=(NORMAL,),
    references=(f"{PAPER}, section 2, Stable and attracting fixed point (0, 1) for normalized weights",),
)


@on_paper(FIXED_POINT, expect=Verdict.PROVED)
def fixed_point_attracting() -> Judgement:
    """The pair stays exactly; the Jacobian has norm 0.78767."""
    return selu.attracting()


CONTRACTION = Claim(
    id="selu.theorem-1-contraction",
    subject="selu",
    text=f"Theorem 1: for {NEAR}, the map of mean and variance is a contraction.",
    latex=r"\sigma_{\max}(J(\mu, \omega, \nu, \tau)) < 1",
    assumptions=(NORMAL, NEAR),
    references=(f"{PAPER}, Theorem 1",),
)


@on_paper(CONTRACTION, expect=Verdict.PROVED)
def theorem_1_contraction() -> Judgement:
    """The largest singular value of the Jacobian is at most 0.8977 on the whole domain."""
    return selu.contraction().judgement()


INVARIANCE = Claim(
    id="selu.theorem-1-invariance",
    subject="selu",
    text=f"Theorem 1: for {NEAR}, new mean and variance lie in [-0.1, 0.1] and [0.8, 1.5] again.",
    latex=r"g(\Omega) \subset \Omega = [-0.1, 0.1] \times [0.8, 1.5]",
    assumptions=(NORMAL, NEAR),
    references=(f"{PAPER}, Theorem 1",),
)


@on_paper(INVARIANCE, expect=Verdict.PROVED)
def theorem_1_invariance() -> Judgement:
    """They even lie in [-0.0315, 0.0680] and [0.8036, 1.4817]."""
    return selu.invariance().judgement()


DECREASES = Claim(
    id="selu.theorem-2",
    subject="selu",
    text="Theorem 2: for mu in [-1, 1], omega in [-0.1, 0.1], nu in [3, 16] and tau in [0.8, 1.25], the new variance "
    "is smaller than nu.",
    latex=r"\tilde\nu(\mu, \omega, \nu, \tau) < \nu",
    assumptions=(NORMAL,),
    references=(f"{PAPER}, Theorem 2",),
)


@on_paper(DECREASES, expect=Verdict.PROVED)
def theorem_2() -> Judgement:
    """By at least 0.118; even the second moment is smaller than nu."""
    return selu.variance_decreases().judgement()


INCREASES = Claim(
    id="selu.theorem-3",
    subject="selu",
    text="Theorem 3: for mu and omega in [-0.1, 0.1], the new variance is larger than nu: for nu in [0.02, 0.16] and "
    "tau in [0.8, 1.25], and for nu in [0.02, 0.24] and tau in [0.9, 1.25].",
    latex=r"\tilde\nu(\mu, \omega, \nu, \tau) > \nu",
    assumptions=(NORMAL,),
    references=(f"{PAPER}, Theorem 3",),
)


@on_paper(INCREASES, expect=Verdict.PROVED)
def theorem_3() -> Judgement:
    """By at least 0.0076."""
    return selu.variance_increases().judgement()


SWAPPED = Claim(
    id="selu.swapped-constants",
    subject="selu",
    text=f"With alpha and lambda swapped, no mean and variance of the domain of Theorem 1 stays in it: for {NEAR}, the "
    "new mean is above 0.18. Mean 0 and variance 1 become 0.248 and 1.786.",
    latex=r"\alpha \leftrightarrow \lambda:\quad \tilde\mu > 0.18,\quad g(0, 1) \approx (0.248, 1.786)",
    assumptions=(NORMAL, "lambda = 1.6732632423543772... and alpha = 1.0507009873554804..., as a lecture prints them"),
    references=(f"{PAPER}, eq. 14 and Theorem 1",),
)


@on_paper(SWAPPED, expect=Verdict.PROVED)
def swapped_constants() -> Judgement:
    """For normalised weights the fixed point moves to mean 16.2 and variance 651: a remark, not certified."""
    return selu.leaves_the_domain().judgement()
