"""Prints trees compactly, for tables of formulas and what becomes of them."""

from backproof.formulas import tree


def show(node: tree.Node | None) -> str:
    """The tree of a formula on one line."""
    match node:
        case None:
            return "-"
        case tree.Number(text=text, dots=dots):
            return text + "..." * dots
        case tree.Symbol():
            return _symbol(node)
        case tree.Group(opening=opening, closing=closing, items=items):
            below = f"_{node.subscript}" * bool(node.subscript)
            above = f"^^{node.superscript}" * bool(node.superscript)
            return f"{opening}{', '.join(map(show, items))}{closing}" + "'" * node.primes + below + above
        case tree.Juxtaposition(parts=parts):
            return f"<{' '.join(map(show, parts))}>"
        case tree.Sum(terms=terms):
            return "[" + " ".join({1: "+", -1: "-", 0: "±"}[sign] + show(term) for sign, term in terms) + "]"
        case tree.Product(left=left, right=right, operator=operator):
            return f"({show(left)} {operator} {show(right)})"
        case tree.Quotient(top=top, bottom=bottom, stacked=stacked):
            return f"({show(top)} {'//' if stacked else '/'} {show(bottom)})"
        case tree.Power(base=base, exponent=exponent):
            return f"{show(base)}^{show(exponent)}"
        case tree.Root(radicand=radicand, degree=degree):
            return f"root{'' if degree is None else show(degree)}({show(radicand)})"
        case tree.Cases(branches=branches):
            return "cases(" + "; ".join(f"{show(b.value)} if {show(b.condition)}" for b in branches) + ")"
        case tree.Derivative(of=of, by=by, partial=partial, at=at):
            place = "" if at is None else f" at {show(at)}"
            return f"{'∂' if partial else 'd'}({show(of)})/({', '.join(map(show, by))}){place}"
        case tree.Evaluated(inside=inside, at=at):
            return f"({show(inside)} at {show(at)})"
        case tree.Big(kind=kind, lower=lower, upper=upper, body=body, by=by):
            variable = "" if by is None else f" d{show(by)}"
            return f"{kind}({show(lower)}; {show(upper)}; {show(body)}{variable})"
        case tree.Noted(inside=inside, note=note):
            return f"noted({show(inside)} | {show(note)})"
        case tree.Words(text=text):
            return f'"{text}"'
        case tree.Relation(sides=sides, operators=operators):
            rest = "".join(f" {sign} {show(side)}" for sign, side in zip(operators, sides[1:], strict=True))
            return f"{{{show(sides[0])}{rest}}}"
        case tree.Conditioned(statement=statement, condition=condition, word=word):
            return f"{show(statement)} {word}: {show(condition)}"
        case tree.Listing(items=items, word=word):
            return f"list{word}({'; '.join(map(show, items))})"
        case tree.Missing(text=text):
            return f"?{text}"
    raise TypeError(node)


def _symbol(node: tree.Symbol) -> str:
    name = f"{node.font}:" * bool(node.font) + ("@" if node.word else "") + node.name
    name += f"~{node.accent}" * bool(node.accent) + "." * node.dots + "'" * node.primes
    return name + f"_{node.subscript}" * bool(node.subscript) + f"^^{node.superscript}" * bool(node.superscript)
