import subprocess
import sys
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from backproof.activations import Floats
from backproof.floats import format_of
from backproof.impl.adapters import FRAMEWORKS, NotOffered, adapt

DTYPES = (np.float16, ml_dtypes.bfloat16, np.float32, np.float64)
NEEDS = {
    "torch": "torch",
    "jax": "jax",
    "onnx": "onnxruntime",
    "sklearn": "sklearn",
    "tinygrad": "tinygrad",
    "tensorflow": "tensorflow",
}
SIGMOIDS = {
    "numpy": ("scipy.special", "expit"),
    "torch": ("torch", "sigmoid"),
    "jax": ("jax.nn", "sigmoid"),
    "onnx": ("onnx", "Sigmoid"),
    "sklearn": ("sklearn.neural_network", "logistic"),
    "tinygrad": ("tinygrad", "Tensor.sigmoid"),
    "tensorflow": ("tensorflow.nn", "sigmoid"),
}


def needs(framework: str) -> None:
    if framework in NEEDS:
        pytest.importorskip(NEEDS[framework])
    if framework == "tinygrad":
        try:
            adapt("tinygrad", "Tensor.relu").call(np.ones(1, np.float32))
        except NotOffered as refused:
            pytest.skip(str(refused))


def test_every_framework_is_tested() -> None:
    assert set(SIGMOIDS) == {"numpy", *FRAMEWORKS}


@pytest.mark.parametrize("framework", SIGMOIDS)
@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: np.dtype(d).name)
def test_shape_and_type_are_kept_and_the_argument_is_not_written(framework: str, dtype: type) -> None:
    needs(framework)
    x: Floats = np.array([[-2, 0.0, 1], [-0.0, 3, np.nan]], dtype=dtype)
    before = x.copy()
    x.flags.writeable = False
    adapted = adapt(*SIGMOIDS[framework])
    try:
        got = adapted.call(x)
    except NotOffered:
        if (framework, dtype) != ("onnx", ml_dtypes.bfloat16):
            raise
        return  # the one gap that is known
    assert got.shape == x.shape
    if framework != "numpy" or dtype in (np.float32, np.float64):  # expit widens what it does not know
        assert got.dtype == x.dtype
    np.testing.assert_array_equal(x.view(np.uint8), before.view(np.uint8))
    unit = 2.0 * format_of(np.dtype(dtype)).unit
    true = 1 / (1 + np.exp(-x.astype(np.float64)))
    np.testing.assert_allclose(got.astype(np.float64), true, rtol=unit**0.5)  # half of the digits tell all they must


@pytest.mark.parametrize("framework", ["torch", "jax", "sklearn", "tinygrad", "tensorflow"])
@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: np.dtype(d).name)
def test_derivatives_are_the_frameworks_own(framework: str, dtype: type) -> None:
    needs(framework)
    adapted = adapt(*SIGMOIDS[framework], derivative=True)
    assert adapted.derivative
    x: Floats = np.array([[-2, 0.0], [1, 3]], dtype=dtype)
    got = adapted.call(x)
    assert (got.shape, got.dtype) == (x.shape, x.dtype)
    s = 1 / (1 + np.exp(-x.astype(np.float64)))
    # s (1 - s) for s in [0.11, 0.96]: the difference is known to a unit of s, 1/0.04 times that of itself.
    unit = 2.0 * format_of(np.dtype(dtype)).unit
    np.testing.assert_allclose(got.astype(np.float64), s * (1 - s), rtol=32 * unit)


@pytest.mark.parametrize("framework", ["torch", "jax", "tensorflow"])
def test_parameters_reach_the_function(framework: str) -> None:
    needs(framework)
    module, name = {
        "torch": ("torch.nn.functional", "negative_slope"),
        "jax": ("jax.nn", "negative_slope"),
        "tensorflow": ("tensorflow.nn", "alpha"),
    }[framework]
    slope: dict[str, Any] = {name: 0.125}
    got = adapt(module, "leaky_relu", **slope).call(np.array([-8, 8], np.float32))
    assert got.tolist() == [-1, 8]


def test_operators_take_attributes_and_second_inputs() -> None:
    needs("onnx")
    x = np.array([-8, 8], np.float32)
    assert adapt("onnx", "LeakyRelu", alpha=0.125).call(x).tolist() == [-1, 8]
    assert adapt("onnx", "PRelu", slope=0.125).call(x).tolist() == [-1, 8]


def test_module_classes_of_torch_are_made() -> None:
    needs("torch")
    x = np.array([-8, 8], np.float64)
    assert adapt("torch.nn", "PReLU", init=0.125).call(x).tolist() == [-1, 8]
    assert adapt("torch.nn", "PReLU", derivative=True, init=0.125).call(x).tolist() == [0.125, 1]


def test_threads_and_versions_are_told() -> None:
    needs("torch")
    torch = pytest.importorskip("torch")
    adapted = adapt("torch", "sigmoid")
    assert (adapted.framework, adapted.threads) == ("torch", torch.get_num_threads())
    assert adapted.version == torch.__version__
    assert adapt("numpy", "tanh").version == np.__version__


def test_jax_leaves_the_width_of_numbers_as_it_was() -> None:
    needs("jax")
    jax = pytest.importorskip("jax")
    assert adapt("jax.nn", "sigmoid").call(np.ones(1)).dtype == np.float64
    assert jax.numpy.ones(1).dtype == np.float32


@pytest.mark.parametrize(
    ("module", "function", "options", "says"),
    [
        ("no_such_module", "f", {}, "cannot import"),
        ("numpy", "no_such_function", {}, "has no"),
        ("numpy", "pi", {}, "cannot be called"),
        ("numpy", "tanh", {"device": "cuda"}, "on the cpu"),
        ("numpy", "tanh", {"framework": "fortran"}, "none of the frameworks"),
    ],
)
def test_what_is_not_offered_says_so(module: str, function: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(NotOffered, match=says):
        adapt(module, function, **options)


def test_a_missing_framework_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(NotOffered, match=r"backproof\[torch\]"):
        adapt("torch", "sigmoid")


def test_derivatives_that_nobody_offers_say_so() -> None:
    needs("onnx")
    with pytest.raises(NotOffered, match="does not differentiate"):
        adapt("onnx", "Sigmoid", derivative=True)
    with pytest.raises(NotOffered, match="no operator"):
        adapt("onnx", "Sigmoido")
    needs("sklearn")
    with pytest.raises(NotOffered, match="no activation"):
        adapt("sklearn.neural_network", "selu")


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_a_device_that_is_not_there_says_so(framework: str) -> None:
    needs(framework)
    if framework == "torch":
        torch = pytest.importorskip("torch")
        if torch.cuda.is_available():
            pytest.skip("this machine has one")
    else:
        jax = pytest.importorskip("jax")
        if any(d.platform == "gpu" for d in jax.devices()):
            pytest.skip("this machine has one")
    with pytest.raises(NotOffered, match="sees no"):
        adapt(*SIGMOIDS[framework], device="cuda")


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    says = "import sys, backproof.impl.adapters; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True).stdout
    for package in ("torch", "jax", "onnx", "onnxruntime", "sklearn", "tinygrad", "tensorflow", "keras"):
        assert f"'{package}'" not in loaded
