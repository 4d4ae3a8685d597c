"""What becomes of formulas in floating point: types, samples, true values, comparisons, judgements."""

from backproof.floats.compare import Comparison, Compute, compare, evaluate, lost, ulps
from backproof.floats.examine import ACCURATE, TEXTBOOK, Examination, examine, examine_form
from backproof.floats.formats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, FORMATS, Format, format_of
from backproof.floats.judge import (
    LOST,
    Line,
    at,
    breaks,
    conditional,
    judge_form,
    shows,
    unexpected,
    unexpected_value,
    where,
)
from backproof.floats.reference import Function, Target, Truth
from backproof.floats.region import Region, first_float, regions
from backproof.floats.sample import EXHAUSTED, SAMPLED, coverage, points, reach
from backproof.floats.survey import Survey, judge_property, judge_values, survey

__all__ = [
    "ACCURATE",
    "BFLOAT16",
    "EXHAUSTED",
    "FLOAT16",
    "FLOAT32",
    "FLOAT64",
    "FORMATS",
    "LOST",
    "SAMPLED",
    "TEXTBOOK",
    "Comparison",
    "Compute",
    "Examination",
    "Format",
    "Function",
    "Line",
    "Region",
    "Survey",
    "Target",
    "Truth",
    "at",
    "breaks",
    "compare",
    "conditional",
    "coverage",
    "evaluate",
    "examine",
    "examine_form",
    "first_float",
    "format_of",
    "judge_form",
    "judge_property",
    "judge_values",
    "lost",
    "points",
    "reach",
    "regions",
    "shows",
    "survey",
    "ulps",
    "unexpected",
    "unexpected_value",
    "where",
]
