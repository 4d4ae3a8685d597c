"""The catalogue's numeric forms: any shape, each in the array's own type."""

import numpy as np
import pytest

from backproof.activations import ACTIVATIONS, Activation
from backproof.floats import FORMATS, evaluate

FORMS = ("textbook", "accurate", "textbook_derivative", "accurate_derivative")


@pytest.mark.parametrize("entry", ACTIVATIONS, ids=lambda a: a.name)
@pytest.mark.parametrize("form", FORMS)
def test_shape_and_type_are_kept_and_shape_does_not_change_the_values(entry: Activation, form: str) -> None:
    compute = getattr(entry, form).compute
    for fmt in FORMATS:
        x = np.array([[-3.0, -0.75, 0.0], [0.5, 1.25, 9.0]], dtype=fmt.dtype)
        got = evaluate(lambda values: compute(values, **entry.defaults()), x)
        single = [evaluate(lambda v: compute(v, **entry.defaults()), np.array(v, dtype=fmt.dtype)) for v in x.ravel()]
        assert got.shape == x.shape
        # Kernels for whole vectors and for single values may round differently.
        assert np.array(single).astype(np.float64) == pytest.approx(
            got.ravel().astype(np.float64), rel=8 * fmt.unit, abs=8 * fmt.unit
        )
        assert evaluate(lambda values: compute(values, **entry.defaults()), x[:0]).shape == (0, 3)
