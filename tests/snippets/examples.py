"""Snippets in our own words, each with what it says: (code, [what]).

``what`` is ``kind:subject:verdict``; ``slip:name`` for a slip without a formula.
"""

HEAD = "import numpy as np\n"

DEFINITIONS = [
    ("def sigmoid(x):\n    return 1 / (1 + np.exp(-x))", ["definition:sigmoid:right"]),
    ("def sigmoid(x):\n    return 1.0 / (1.0 + math.exp(-x))", ["definition:sigmoid:right"]),
    ("def sigmoid(x):\n    return np.exp(x) / (np.exp(x) + 1)", ["definition:sigmoid:right"]),
    ("def sigmoid(x):\n    return 1 / (1 + np.exp(x))", ["definition:sigmoid:wrong"]),
    ("def sigmoid(x):\n    return 1 / (1 - np.exp(-x))", ["definition:sigmoid:wrong"]),
    ("def sigmoid(x):\n    return expit(x)", ["definition:sigmoid:right"]),
    ("def sigmoid(x):\n    return scipy.special.expit(x)", ["definition:sigmoid:right"]),
    ("def sigmoid(x):\n    return torch.sigmoid(x)", ["definition:sigmoid:right"]),
    ("def sigmoid(z):\n    g = np.exp(-z)\n    g = 1 + g\n    return 1 / g", ["definition:sigmoid:right"]),
    (
        "def my_sigmoid(t):\n    x = np.clip(t, -500, 500)\n    return 1 / (1 + np.exp(-x))",
        ["definition:sigmoid:right"],
    ),
    (
        "def sigmoid(x):\n    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))",
        ["definition:sigmoid:right"],
    ),
    (
        (
            "def sigmoid(z):\n    out = np.zeros_like(z)\n    up = z >= 0\n    out[up] = 1 / (1 + np.exp(-z[up]))\n"
            "    e = np.exp(z[~up])\n    out[~up] = e / (1 + e)\n    return out"
        ),
        ["definition:sigmoid:right"],
    ),
    ("def sigmoid(x):\n    return (1 + np.tanh(x / 2)) / 2", ["definition:sigmoid:right"]),
    ("def sigmoid(x):\n    return 0.5 * (1 + np.tanh(x))", ["definition:sigmoid:wrong"]),
    ("def sigmoid_activation(x): return [1 / (1 + exp(-v)) for v in x]", ["definition:sigmoid:right"]),
    ("sigmoid = lambda x: 1 / (1 + np.exp(-x))", ["definition:sigmoid:right"]),
    ("sigmoid = lambda x: np.exp(-x) / (1 + np.exp(-x))", ["definition:sigmoid:wrong"]),
    ("x = np.linspace(-5, 5, 100)\nsigmoid = 1 / (1 + np.exp(-x))", ["definition:sigmoid:right"]),
    (
        "x = np.linspace(-5, 5, 100)\ntanh = (np.exp(x) - np.exp(-x)) / (np.exp(x) - np.exp(-x))",
        ["definition:tanh:wrong"],
    ),
    ("def tanh(x):\n    return np.tanh(x)", ["definition:tanh:right"]),
    ("def tanh(x):\n    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))", ["definition:tanh:right"]),
    ("def tanh(x):\n    return 2 * sigmoid(2 * x) - 1", ["definition:tanh:right"]),
    ("def tanh(x):\n    return 2 * sigmoid(x) - 1", ["definition:tanh:wrong"]),
    ("def tanh(x):\n    return (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))", ["definition:tanh:right"]),
    ("def tanh(x):\n    return np.expm1(2 * x) / (np.expm1(2 * x) + 2)", ["definition:tanh:right"]),
    ("def relu(x):\n    return np.maximum(0, x)", ["definition:relu:right"]),
    ("def relu(x):\n    return max(0.0, x)", ["definition:relu:right"]),
    ("def relu(x):\n    return x * (x > 0)", ["definition:relu:right"]),
    ("def relu(x):\n    return (x + np.abs(x)) / 2", ["definition:relu:right"]),
    ("def relu(x):\n    return torch.clamp(x, min=0)", ["definition:relu:right"]),
    ("def relu(x):\n    return x.clamp(min=0)", ["definition:relu:right"]),
    ("def relu(x):\n    return np.clip(x, 0, np.inf)", ["definition:relu:right"]),
    ("def relu(x):\n    return np.clip(x, 0, None)", ["definition:relu:right"]),
    ("def relu(x):\n    return F.relu(x)", ["definition:relu:right"]),
    ("def relu(x):\n    return tf.nn.relu(x)", ["definition:relu:right"]),
    ("def relu(x):\n    return nn.ReLU()(x)", ["definition:relu:right"]),
    ("def relu(x):\n    return jnp.where(x > 0, x, 0.0)", ["definition:relu:right"]),
    ("def relu(x):\n    return np.where(x > 0, 0, x)", ["definition:relu:wrong"]),
    ("def relu(x):\n    return np.minimum(0, x)", ["definition:relu:wrong"]),
    ("def relu(x):\n    return x if x > 0 else 0", ["definition:relu:right"]),
    ("def relu(x):\n    if x > 0:\n        return x\n    else:\n        return 0", ["definition:relu:right"]),
    ("def relu(x):\n    if x < 0:\n        return x\n    return 0", ["definition:relu:wrong"]),
    ("def relu(x):\n    y = x.copy()\n    y[y < 0] = 0\n    return y", ["definition:relu:right"]),
    ("def relu(x):\n    x[x < 0] = 0\n    return x", ["definition:relu:right"]),
    (
        "def relu(x: np.ndarray) -> np.ndarray:\n    '''Rectifies.'''\n    return torch.max(torch.zeros_like(x), x)",
        ["definition:relu:right"],
    ),
    ("def relu_forward(Z):\n    A = np.maximum(0, Z)\n    cache = Z\n    return A, cache", ["definition:relu:right"]),
    ("class ReLU:\n    def forward(self, x):\n        return np.maximum(0, x)\n", ["definition:relu:right"]),
    ("class Tanh(nn.Module):\n    def forward(self, x):\n        return np.maximum(0, x)\n", ["definition:tanh:wrong"]),
    ("def leaky_relu(x, alpha=0.01):\n    return np.where(x > 0, x, alpha * x)", ["definition:leaky-relu:right"]),
    ("def leaky_relu(x, alpha=0.01):\n    return np.maximum(alpha * x, x)", ["definition:leaky-relu:right"]),
    ("def leaky_relu(x, alpha=0.01):\n    return np.minimum(alpha * x, x)", ["definition:leaky-relu:wrong"]),
    ("def leakyReLU(x):\n    return max(0.01 * x, x)", ["definition:leaky-relu:right"]),
    (
        "def leaky_relu(x):\n    out = np.copy(x)\n    out[x < 0] *= 0.01\n    return out",
        ["definition:leaky-relu:right"],
    ),
    ("def prelu(x, a):\n    return a * x if x > 0 else 0", ["definition:prelu:wrong"]),
    ("def elu(x, alpha=1.0):\n    return np.where(x > 0, x, alpha * (np.exp(x) - 1))", ["definition:elu:right"]),
    ("def elu(x, alpha):\n    return np.where(x > 0, x, alpha * np.expm1(x))", ["definition:elu:right"]),
    ("def elu(x, alpha=1.0):\n    return np.where(x > 0, x, alpha * np.exp(x - 1))", ["definition:elu:wrong"]),
    ("def elu(x, alpha):\n    return np.where(x > 0, x, alpha * np.exp(x) - 1)", ["definition:elu:precedence"]),
    (
        (
            "def selu(x, alpha=1.6732632, scale=1.0507009):\n"
            "    return scale * np.where(x > 0, x, alpha * (np.exp(x) - 1))"
        ),
        ["constant:selu:right", "constant:selu:right", "definition:selu:right"],
    ),
    (
        (
            "def selu(x):\n    scale = 1.6732632\n    alpha = 1.0507009\n"
            "    return scale * np.where(x > 0, x, alpha * (np.exp(x) - 1))"
        ),
        ["definition:selu:right", "constant:selu:wrong", "constant:selu:wrong"],
    ),
    ("def selu(x):\n    return 1.0507 * np.where(x > 0, x, 1.67326 * (np.exp(x) - 1))", ["definition:selu:right"]),
    ("def softplus(x):\n    return np.log(1 + np.exp(x))", ["definition:softplus:right"]),
    ("def softplus(x):\n    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)", ["definition:softplus:right"]),
    ("def softplus(x):\n    return np.logaddexp(0, x)", ["definition:softplus:right"]),
    ("def softplus(x):\n    return np.log(1 + np.exp(-x))", ["definition:softplus:wrong"]),
    ("def swish(x, beta=1.0):\n    return x * sigmoid(beta * x)", ["definition:silu:right"]),
    ("def silu(x):\n    return x / (1 + np.exp(-x))", ["definition:silu:right"]),
    ("def silu(x):\n    return x * np.tanh(x)", ["definition:silu:wrong"]),
    (
        "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))",
        ["definition:gelu:right"],
    ),
    (
        "def gelu(x):\n    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * np.power(x, 3))))",
        ["definition:gelu:right"],
    ),
    ("def gelu(x):\n    return x * 0.5 * (1.0 + erf(x / math.sqrt(2.0)))", ["definition:gelu:right"]),
    ("def gelu(x):\n    return 0.5 * x * (1 + erf(x))", ["definition:gelu:wrong"]),
    ("def mish(x):\n    return x * np.tanh(np.log(1 + np.exp(x)))", ["definition:mish:right"]),
    ("def softsign(x):\n    return x / (1 + np.abs(x))", ["definition:softsign:right"]),
    ("def relu6(x):\n    return np.minimum(np.maximum(0, x), 6)", ["definition:relu6:right"]),
    ("def hard_tanh(x):\n    return np.clip(x, -1, 1)", ["definition:hard-tanh:right"]),
    ("def step(x):\n    return np.where(x >= 0, 1, 0)", ["definition:step:right"]),
    ("def step_function(x):\n    return (x > 0).astype(int)", ["definition:step:right"]),
    ("sigmoid(x) = 1 / (1 + exp(-x))", ["definition:sigmoid:right"]),
    ("relu(x) = min(0, x)", ["definition:relu:wrong"]),
    (">>> def relu(x):\n...     return max(0, x)\n...\n", ["definition:relu:right"]),
    ("In [3]: relu = lambda x: max(0, x)", ["definition:relu:right"]),
    ("%matplotlib inline\n!pip install torch\ndef relu(x):\n    return max(0, x)", ["definition:relu:right"]),
    ("this is no Python (\ndef relu(x):\n    return max(0, x)\n}", ["definition:relu:right"]),
    ("    def relu(x):\n        return max(0, x)", ["definition:relu:right"]),
    ("@np.vectorize\ndef relu(x):\n    return max(0, x)", ["definition:relu:right"]),
    ("def sigmoid(x):\n    return 1 / 1 + np.exp(-x)", ["definition:sigmoid:precedence"]),
    ("def tanh(x):\n    return np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)", ["definition:tanh:precedence"]),
]

SIGMOID = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
_S = "definition:sigmoid:right"
DERIVATIVES = [
    (
        SIGMOID + "def sigmoid_derivative(x):\n    s = sigmoid(x)\n    return s * (1 - s)",
        [_S, "derivative:sigmoid:right"],
    ),
    (SIGMOID + "def d_sigmoid(x): return sigmoid(x) * (1 - sigmoid(x))", [_S, "derivative:sigmoid:right"]),
    (SIGMOID + "def sigmoid_prime(x): return sigmoid(x) * (1 + sigmoid(x))", [_S, "derivative:sigmoid:wrong"]),
    (SIGMOID + "def sigmoid_grad(x): return sigmoid(x) - 1", [_S, "derivative:sigmoid:wrong"]),
    ("def sigmoid_derivative(x):\n    return np.exp(-x) / (1 + np.exp(-x)) ** 2", ["derivative:sigmoid:right"]),
    ("def sigmoid_derivative(x):\n    return np.exp(-x) / (1 + np.exp(-x))", ["derivative:sigmoid:wrong"]),
    ("def sigmoid_derivative(a):\n    return a * (1 - a)", ["derivative:sigmoid:right"]),
    ("def sigmoid_derivative(x):\n    return x * (1 - x)", ["derivative:sigmoid:right"]),
    ("def sigmoid_derivative(a):\n    return a * (1 + a)", ["derivative:sigmoid:wrong"]),
    (
        (
            "def sigmoid_backward(dA, cache):\n    Z = cache\n    s = 1 / (1 + np.exp(-Z))\n"
            "    dZ = dA * s * (1 - s)\n    return dZ"
        ),
        ["derivative:sigmoid:right"],
    ),
    (
        "def relu_backward(dA, Z):\n    dZ = np.array(dA, copy=True)\n    dZ[Z <= 0] = 0\n    return dZ",
        ["derivative:relu:right"],
    ),
    (
        "def relu_backward(dA, Z):\n    dZ = np.array(dA, copy=True)\n    dZ[Z > 0] = 0\n    return dZ",
        ["derivative:relu:wrong"],
    ),
    (
        (
            "def sigmoid(x, deriv=False):\n    if deriv == True:\n        return x * (1 - x)\n"
            "    return 1 / (1 + np.exp(-x))"
        ),
        [_S, "derivative:sigmoid:right"],
    ),
    (
        "def tanh(x, derivative=False):\n    if derivative:\n        return 1 - x\n    return np.tanh(x)",
        ["definition:tanh:right", "derivative:tanh:wrong"],
    ),
    ("def tanh_derivative(x):\n    return 1 - np.tanh(x) ** 2", ["derivative:tanh:right"]),
    ("def tanh_derivative(x):\n    return 1 - np.square(np.tanh(x))", ["derivative:tanh:right"]),
    ("def tanh_derivative(x):\n    return 1 / np.cosh(x) ** 2", ["derivative:tanh:right"]),
    ("def tanh_derivative(a):\n    return 1 - a ** 2", ["derivative:tanh:right"]),
    ("def dtanh(y):\n    return 1.0 - y * y", ["derivative:tanh:right"]),
    ("tanh_prime = lambda z: 1 - np.tanh(z)", ["derivative:tanh:wrong"]),
    ("def relu_derivative(x):\n    return np.where(x > 0, 1, 0)", ["derivative:relu:right"]),
    ("def relu_derivative(x):\n    return (x > 0).astype(float)", ["derivative:relu:right"]),
    ("def relu_derivative(x):\n    return np.heaviside(x, 0)", ["derivative:relu:right"]),
    ("def relu_derivative(x):\n    return x > 0", ["derivative:relu:right"]),
    ("def relu_derivative(x):\n    x[x <= 0] = 0\n    x[x > 0] = 1\n    return x", ["derivative:relu:right"]),
    ("def relu_derivative(x):\n    return np.where(x > 0, x, 0)", ["derivative:relu:wrong"]),
    ("def relu_derivative(x):\n    return 1 if x < 0 else 0", ["derivative:relu:wrong"]),
    (
        "def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(x > 0, 1, alpha)",
        ["derivative:leaky-relu:right"],
    ),
    ("def leaky_relu_derivative(x):\n    return np.where(x > 0, 1, 0.05)", ["derivative:leaky-relu:right"]),
    (
        "def leaky_relu_derivative(x, alpha=0.01):\n    return np.where(x > 0, 1, -alpha)",
        ["derivative:leaky-relu:wrong"],
    ),
    ("def elu_derivative(x, alpha=1.0):\n    return np.where(x > 0, 1, alpha * np.exp(x))", ["derivative:elu:right"]),
    (
        (
            "def elu(x, alpha=1.0):\n    return np.where(x > 0, x, alpha * (np.exp(x) - 1))\n"
            "def elu_derivative(x, alpha=1.0):\n"
            "    return np.where(x > 0, 1, elu(x, alpha) + alpha)"
        ),
        ["definition:elu:right", "derivative:elu:right"],
    ),
    ("def softplus_derivative(x):\n    return 1 / (1 + np.exp(-x))", ["derivative:softplus:right"]),
    (
        "def swish_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n    return s + x * s * (1 - s)",
        ["derivative:silu:right"],
    ),
    ("def swish_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n    return s + x * (1 - s)", ["derivative:silu:wrong"]),
    (
        (
            "class Sigmoid:\n    def forward(self, x):\n        return 1 / (1 + np.exp(-x))\n"
            "    def derivative(self, x):\n"
            "        return self.forward(x)\n"
        ),
        [_S, "derivative:sigmoid:wrong"],
    ),
    ("class Tanh:\n    def prime(self, x):\n        return 1 - np.tanh(x) ** 2\n", ["derivative:tanh:right"]),
    (
        "def sigmoid_second_derivative(x):\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s) * (1 - 2 * s)",
        ["derivative:sigmoid:right"],
    ),
]

WEIGHTS = [
    ("# He initialization\nW = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)", ["init:he:right"]),
    ("# He initialization\nW = np.random.randn(n_in, n_out) * np.sqrt(1 / n_in)", ["init:he:wrong"]),
    ("W = np.random.randn(n_in, n_out) / np.sqrt(n_in / 2)  # He init", ["init:he:right"]),
    ("W = np.random.randn(n_in, n_out) / np.sqrt(n_in) / 2  # He init", ["init:he:wrong"]),
    ("W_xavier = np.random.randn(n_in, n_out) / np.sqrt(n_in)", ["init:xavier:right"]),
    ("W_xavier = np.random.randn(fan_in, fan_out) * 2 / np.sqrt(fan_in + fan_out)", ["init:xavier:wrong"]),
    (
        (
            "def xavier_init(n_in, n_out):\n    limit = np.sqrt(6 / (n_in + n_out))\n"
            "    return np.random.uniform(-limit, limit, (n_in, n_out))"
        ),
        ["init:xavier:right"],
    ),
    (
        (
            "def glorot(fan_in, fan_out):\n    limit = np.sqrt(6 / fan_in + fan_out)\n"
            "    return np.random.uniform(-limit, limit, size=(fan_in, fan_out))"
        ),
        ["init:xavier:wrong"],
    ),
    (
        (
            "def he_uniform(fan_in, fan_out):\n    a = np.sqrt(6 / fan_in)\n"
            "    return rng.uniform(low=-a, high=a, size=(fan_out, fan_in))"
        ),
        ["init:he:right"],
    ),
    (
        (
            "def he_uniform(fan_in, fan_out):\n    a = np.sqrt(2 / fan_in)\n"
            "    return rng.uniform(-a, a, (fan_out, fan_in))"
        ),
        ["init:he:wrong"],
    ),
    (
        "def he_normal(fan_in, fan_out):\n    return np.random.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))",
        ["init:he:right"],
    ),
    (
        "def he_normal(fan_in, fan_out):\n    return np.random.normal(0, 2 / fan_in, size=(fan_in, fan_out))",
        ["init:he:wrong"],
    ),
    (
        (
            "def he_normal(fan_in, fan_out):\n"
            "    return np.random.normal(loc=0.0, scale=math.sqrt(2.0 / fan_in), size=(fan_in, fan_out))"
        ),
        ["init:he:right"],
    ),
    (
        "def lecun_init(n_in, n_out):\n    return rng.standard_normal((n_in, n_out)) * np.sqrt(1 / n_in)",
        ["init:lecun:right"],
    ),
    ("def lecun_init(n_in, n_out):\n    return rng.standard_normal((n_in, n_out)) * (1 / n_in)", ["init:lecun:wrong"]),
    ("# Kaiming\nW = torch.randn(n_in, n_out) * math.sqrt(2.0 / n_in)", ["init:he:right"]),
    ("# Kaiming\nW = torch.empty(n_out, n_in).normal_(0, math.sqrt(2.0 / n_in))", ["init:he:right"]),
    ("# Kaiming\nnn.init.normal_(layer.weight, mean=0.0, std=math.sqrt(2.0 / n_in))", ["init:he:right"]),
    ("# Glorot\nW = tf.random.normal((n_in, n_out), stddev=np.sqrt(2 / (n_in + n_out)))", ["init:xavier:right"]),
    ("# Glorot\nW = jax.random.normal(key, (n_in, n_out)) * jnp.sqrt(2 / (n_in + n_out))", ["init:xavier:right"]),
    ("# Xavier\nW = np.random.randn(m, n) * np.sqrt(1 / n)", ["init:xavier:right"]),
    ("# Xavier\nW = np.random.randn(250, 250) * np.sqrt(1 / 250)", ["init:xavier:right"]),
    ("# Xavier\nW = np.random.randn(n, m)\nW *= np.sqrt(1 / n)", ["init:xavier:right"]),
    ("# Xavier\nW = np.random.randn(n, m)\nW = W * np.sqrt(3 / n)", ["init:xavier:wrong"]),
    (
        (
            "def initialize_parameters_he(layers_dims):\n    for l in range(1, L):\n        parameters['W' + str(l)] = "
            "np.random.randn(layers_dims[l], layers_dims[l-1]) * np.sqrt(2. / layers_dims[l-1])"
        ),
        ["init:he:right"],
    ),
    (
        (
            "def initialize_parameters_he(layers_dims):\n    for l in range(1, L):\n        parameters['W' + str(l)] = "
            "np.random.randn(layers_dims[l], layers_dims[l-1]) * np.sqrt(1. / layers_dims[l-1])"
        ),
        ["init:he:wrong"],
    ),
    (
        (
            "if method == 'he':\n    W = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)\nelif method == 'xavier':\n"
            "    W = np.random.randn(n_in, n_out) * np.sqrt(1 / n_in)"
        ),
        ["init:he:right", "init:xavier:right"],
    ),
    ("if method == 'he':\n    W = np.random.randn(n_in, n_out) * np.sqrt(6 / n_in)\n", ["init:he:wrong"]),
    ("def init_he(layer):\n    nn.init.xavier_normal_(layer.weight)", ["init:he:wrong"]),
    ("# He\nW = (2 * np.random.rand(n_in, n_out) - 1) * np.sqrt(6 / n_in)", ["init:he:right"]),
]

SLIPS = [
    ("def sigmoid(x):\n    return 1 / (1 + np.exp(-x)) ^ 2", ["slip:power-by-caret"]),
    ("def tanh_derivative(x):\n    return 1 - np.tanh(x)^2", ["slip:power-by-caret"]),
    ("def tanh_derivative(a):\n    return 1 - a^2", ["slip:power-by-caret"]),
    ("y = np.exp(-x^2.0)", ["slip:power-by-caret"]),
    ("W = np.random.random[(500, 500) * 0.01]", ["slip:subscripted-function"]),
    ("W = np.random.randn[3, 4]", ["slip:subscripted-function"]),
    ("b = np.zeros[3]", ["slip:subscripted-function"]),
    (
        "def xavier(n_in, n_out):\n    return np.random.rand(n_in, n_out) * np.sqrt(1 / n_in)",
        ["slip:uniform-for-normal"],
    ),
    ("W = np.random.rand(3, 4) * 0.01  # from a standard normal", ["slip:uniform-for-normal"]),
    ("# He\nW = np.random.randn(n_in, n_out) * np.sqrt(2 // n_in)", ["slip:integer-division"]),
    ("def sigmoid(x):\n    return 1 // (1 + np.exp(-x))", ["slip:integer-division"]),
]

VALUES = [
    (">>> sigmoid(0)\n    0.0", ["value:sigmoid:wrong"]),
    (">>> sigmoid(0)\n0.5", ["value:sigmoid:right"]),
    (">>> sigmoid(0)\n0.0", ["value:sigmoid:wrong"]),
    (">>> tanh(1)\n0.7615941559557649", ["value:tanh:right"]),
    ("In [2]: sigmoid(2)\nOut[2]: 0.8807970779778823", ["value:sigmoid:right"]),
    ("relu(-3)  # 0", ["value:relu:right"]),
    ("relu(-3)  # -> 3", ["value:relu:wrong"]),
    ("print(relu(2.5))  # 2.5", ["value:relu:right"]),
    ("torch.sigmoid(torch.tensor(1.0))  # tensor(0.7311)", ["value:sigmoid:right"]),
    ("assert relu(-1) == 0", ["value:relu:right"]),
    (
        "def leaky_relu(x):\n    return max(0.01 * x, x)\nleaky_relu(-2)  # 0.02",
        ["definition:leaky-relu:right", "value:leaky-relu:wrong"],
    ),
]

CLASSES = [
    (
        (
            "alpha = 1.0507\nscale = 1.6733\ndef selu(x):\n"
            "    return scale * np.where(x > 0, x, alpha * (np.exp(x) - 1))\n"
        ),
        ["constant:selu:wrong", "constant:selu:wrong", "definition:selu:right"],
    ),
    ("def prelu(x, a=0.25):\n    return np.maximum(a * x, x)", ["definition:prelu:right"]),
    (
        (
            "class Net:\n    def sigmoid(self, z):\n        return 1 / (1 + np.exp(-z))\n"
            "    def sigmoid_prime(self, z):\n        return self.sigmoid(z) * (1 - self.sigmoid(z))\n"
        ),
        ["definition:sigmoid:right", "derivative:sigmoid:right"],
    ),
    (
        (
            "class ELU:\n    def __call__(self, x):\n        return np.where(x > 0, x, self.alpha * (np.exp(x) - 1))\n"
            "    def gradient(self, x):\n        return np.where(x > 0, 1, self.__call__(x) + self.alpha)\n"
        ),
        ["definition:elu:right", "derivative:elu:right"],
    ),
    (
        (
            "class Net:\n    def __init__(self, n_in, n_out):\n"
            "        self.W = np.random.randn(n_in, n_out) * np.sqrt(1.0 / n_in)  # He\n"
        ),
        ["init:he:wrong"],
    ),
]

NOTHING = [
    "w = np.random.uniform(-1 / np.sqrt(n), 1 / np.sqrt(n), (n, m))  # Xavier",
    "def he(shape):\n    return np.random.randn(*shape) * np.sqrt(1 / shape[0])",
    "",
    "x = 1",
    "import torch\nmodel = nn.Sequential(nn.Linear(3, 4), nn.ReLU())",
    "W = np.random.randn(3, 4) * 0.01",
    "W = np.random.randn(n_in, n_out) / np.sqrt(n_in)",
    "W = np.random.rand(250, 250) * 1",
    "nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')  # He initialization",
    "nn.init.xavier_uniform_(w)  # Xavier",
    "w = keras.initializers.HeNormal()",
    "# He or Xavier\nW = np.random.randn(n_in, n_out) * np.sqrt(1 / n_in)",
    "# He, with a gain\nW = gain * np.random.randn(n_in, n_out) * np.sqrt(1 / n_in)",
    "# Xavier\nb = np.zeros(n_out)",
    "y = a ^ b",
    "def relu(x):\n    return torch.clamp()",
    "def relu(x):\n    return np.power(None, x) + np.where(x > 0, None, x) + int()",
    "def sigmoid(x):\n    return None",
    "def sigmoid(x):\n    return x",
    "def sigmoid(x):\n    return 0",
    "def sigmoid_derivative(x):\n    return 0",
    "def sigmoid(x):\n    raise NotImplementedError",
    "label = x1 ^ x2\nbits = 6 ^ 2",
    "def f(x):\n    return 1 / (1 + x)",
    "def softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()",
    "def step(params, batch):\n    return params - 0.1 * gradient(params, batch)",
    "def step(x):\n    return 1 if x >= 0 else -1",
    "def logistic(x, r):\n    return r * x * (1 - x)",
    "def sigmoid(x):\n    return magic(x)",
    "def sigmoid(x):\n    while True:\n        pass",
    "def sigmoid(x):\n    return 1 / (1 + np.exp(-x) + 1e-8)",
    "def sigmoid(x, a, b):\n    return a / (1 + np.exp(-b * x))",
    "def relu(x):\n    return np.max(0, x)",
    "def relu(x):\n    y = x\n    y *= 2\n    return y",
    "def relu(x):\n    if x.sum() > 0:\n        return x\n    return 0",
    "def relu(x):\n    return x[x > 0]",
    "@cached_somewhere\ndef relu(x):\n    return x",
    "def exp(x):\n    return x\ndef sigmoid(x):\n    return 1 / (1 + missing(x))",
    "def relu_derivative(a):\n    return a.grad",
    "dZ = dA * (1 - A ** 2)",
    "tanh_diff = y - np.tanh(x)",
    "sigmoid = nn.Sigmoid()",
    "sigmoid = torch.sigmoid",
    "from utils import sigmoid\nsigmoid(0)  # 0.3",
    "sigmoid(1)  # 1",
    "relu(x)  # 0",
    "plot(sigmoid(0))  # 3",
    "float relu(float x) { return x > 0 ? x : 0; }",
    "The sigmoid squashes its input.",
    "relu: max(0, x)",
]
