"""The public names of a package, from its ``__all__`` and their docstrings."""

import ast
import inspect
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from sphinx.util.inspect import stringify_signature
from sphinx.util.nodes import make_refnode

_COLON = "\ue000"
"""Stands for a colon while napoleon (priority 500) looks at a docstring."""


class PublicNames(SphinxDirective):
    """``{api} backproof.paper``: the module's docstring, and what it offers, with signatures; or the names listed."""

    required_arguments = 1
    optional_arguments = 9

    def run(self) -> list[nodes.Node]:
        """Have autodoc document each name."""
        module, *chosen = self.arguments
        package = import_module(module)
        lines = [f".. py:module:: {package.__name__}", "", ""]
        if not chosen:
            lines += [*inspect.cleandoc(package.__doc__ or "").splitlines(), ""]
        homes = _homes(Path(str(package.__file__)))
        for name in sorted(chosen or _names(package), key=lambda name: (_rank(getattr(package, name)), name)):
            lines += _entry(package.__name__, homes.get(name, package.__name__), name, getattr(package, name))
        holder = nodes.container()
        self.state.nested_parse(StringList(["```{eval-rst}", *lines, "```"], source=str(package.__file__)), 0, holder)
        return list(holder.children)


def _names(package: ModuleType) -> list[str]:
    """What ``__all__`` lists, and where there is none what the module defines itself."""
    own = [name for name, value in vars(package).items() if getattr(value, "__module__", "") == package.__name__]
    return list(getattr(package, "__all__", [name for name in own if not name.startswith("_")]))


def _entry(package: str, home: str, name: str, value: object) -> list[str]:
    if inspect.isclass(value):
        return [f".. autoclass:: {package}.{name}", "   :members:", ""]
    if inspect.isroutine(value):
        return [f".. autofunction:: {package}.{name}", ""]
    if inspect.ismodule(value):
        says = (value.__doc__ or "").split("\n\n")[0].splitlines()
    else:
        says = ModuleAnalyzer.for_module(home).find_attr_docs().get(("", name), [])
    return [f".. py:data:: {name}", "", *(f"   {line}" for line in says), ""]


def _rank(value: object) -> int:
    """Classes come first, then functions, then constants."""
    return 0 if inspect.isclass(value) else 1 if inspect.isroutine(value) else 2


def _homes(file: Path) -> dict[str, str]:
    """The module that each name of a package comes from."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


class _Elided:
    def __repr__(self) -> str:
        return "..."


_ELIDED = _Elided()
"""Stands for a default that has no short name."""


def _signature(
    _app: Sphinx, what: str, _name: str, value: Any, _options: object, args: str | None, returns: str | None
) -> tuple[str, str | None] | None:
    """Write types as the source does: aliases such as ``Floats`` keep their names."""
    if args is None:
        return None
    if inspect.isclass(value) and issubclass(value, Enum):
        return "", None
    written = inspect.signature(value)
    plain = [
        each.replace(default=_ELIDED) if repr(each.default).startswith("<") and each.default is not each.empty else each
        for each in list(written.parameters.values())[1 if what == "method" else 0 :]
    ]
    written = written.replace(parameters=plain)
    gives = written.return_annotation
    return stringify_signature(written, show_return_annotation=False), gives if isinstance(gives, str) else returns


def _hide_colons(_app: Sphinx, what: str, _name: str, _value: Any, _options: object, lines: list[str]) -> None:
    """Keep napoleon from taking the words before a colon for the type of a property."""
    if what == "property":
        lines[:] = [line.replace(":", _COLON) for line in lines]


def _show_colons(_app: Sphinx, what: str, _name: str, _value: Any, _options: object, lines: list[str]) -> None:
    if what == "property":
        lines[:] = [line.replace(_COLON, ":") for line in lines]


def _bare(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement) -> nodes.reference | None:
    """Find what a docstring names without its module, as the source around it does."""
    if node["refdomain"] != "py":
        return None
    found = {
        (entry.docname, entry.node_id)
        for name, entry in env.domains.python_domain.objects.items()
        if name.startswith("backproof.") and name.endswith(f".{node['reftarget']}") and not entry.aliased
    }
    if len(found) != 1:
        return None
    ((document, anchor),) = found
    return make_refnode(app.builder, node["refdoc"], document, anchor, content)


def register(app: Sphinx) -> None:
    """Register the directive, how signatures are written, and how bare names are found."""
    app.add_directive("api", PublicNames)
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _hide_colons, priority=400)
    app.connect("autodoc-process-docstring", _show_colons, priority=600)
    app.connect("missing-reference", _bare)
