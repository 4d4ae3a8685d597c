"""TensorFlow and Keras: derivatives by ``tf.GradientTape``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, cores, function_of, load, version_of


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:
    """Adapt a function of tensors (``tensorflow.nn:selu``, ``keras.activations:selu``), run eagerly."""
    tensorflow = load("tensorflow")
    found = function_of(module, function)
    root = module.partition(".")[0]

    def call(x: Floats) -> Floats:
        given = tensorflow.constant(x)
        if not derivative:
            got: Floats = found(given, **parameters).numpy()
            return got
        with tensorflow.GradientTape() as tape:
            tape.watch(given)
            values = found(given, **parameters)
        slope: Floats = tensorflow.convert_to_tensor(tape.gradient(values, given)).numpy()
        return slope

    means = "tf.GradientTape" if derivative else ""
    threads = tensorflow.config.threading.get_intra_op_parallelism_threads() or cores()
    return Adapted(call, root, version_of(root), threads, device, means)
