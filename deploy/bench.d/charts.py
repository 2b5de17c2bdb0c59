"""Pictures in SVG. Colours are classes of the page's style sheet, so that they follow its theme."""

import html
import math


def text(x, y, content, kind="", anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">'
            f"{html.escape(str(content))}</text>")


def line(x1, y1, x2, y2, kind):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def svg(width, height, parts, label):
    return (f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
            f'aria-label="{html.escape(label)}">{"".join(parts)}</svg>')


def number(value):
    """A number as short as it can be read."""
    if value >= 1_000_000:
        return f"{value / 1_000_000:.3g}M"
    if value >= 10_000:
        return f"{value / 1000:.0f}k"
    if value >= 1000:
        return f"{value / 1000:.1f}k"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"


def distance(ratio, aim, better):
    """How far beyond its aim a ratio is, as a factor: 1 is the aim, more is better."""
    if ratio <= 0 or aim <= 0:
        return 1.0
    return ratio / aim if better == "higher" else aim / ratio


def bar(factor, is_met, width=260, height=26):
    """A bar that grows from the aim in the middle: to the right what is beyond it, to the left
    what is short of it; each quarter of the width is a factor of ten's square root."""
    middle = width / 2
    reach = max(-1.0, min(1.0, math.log10(max(factor, 1e-6)))) * (middle - 6)
    left, length = (middle, reach) if reach >= 0 else (middle + reach, -reach)
    parts = []
    for step in (-1, -0.5, 0.5, 1):
        at = middle + step * (middle - 6)
        parts.append(line(at, 3, at, height - 3, "grid"))
    parts.append(f'<rect x="{left:.1f}" y="6" width="{max(length, 1.5):.1f}" '
                 f'height="{height - 12}" rx="2" class="{"good" if is_met else "bad"}"/>')
    parts.append(line(middle, 1, middle, height - 1, "aim"))
    if abs(math.log10(max(factor, 1e-6))) > 1:
        # The bar ends at the border of the picture and the value goes on.
        end = middle + reach
        point = 5 if reach > 0 else -5
        parts.append(f'<path d="M{end:.1f} 6 l{point} 7 l{-point} 7 z" '
                     f'class="{"good" if is_met else "bad"}"/>')
    return svg(width, height, parts, f"{factor:.2g} times the aim")


def nice_top(value):
    """The end of an axis: the next 1, 1.5, 2, 3, 5 or 8 times a power of ten."""
    power = 10 ** math.floor(math.log10(value)) if value > 0 else 1
    for step in (1, 1.5, 2, 3, 5, 8, 10):
        if value <= step * power * 1.0001:
            return step * power
    return 10 * power


def curves(series, x_name, unit, width=520, height=300):
    """Several curves over one logarithmic axis.

    series: pairs of a name and its points; the points are pairs of numbers above 0.
    """
    left, right, top, bottom = 58, 24, 22 + 18 * len(series), 46
    xs = sorted({x for _, points in series for x, _ in points})
    highest = nice_top(max(y for _, points in series for _, y in points))
    low, high = math.log10(xs[0]), math.log10(xs[-1])

    def place(x, y):
        share = (math.log10(x) - low) / (high - low) if high > low else 0.5
        return (left + share * (width - left - right),
                height - bottom - y / highest * (height - top - bottom))

    parts = []
    for step in range(5):
        value = highest * step / 4
        _, y = place(xs[0], value)
        parts.append(line(left, y, width - right, y, "grid"))
        parts.append(text(left - 8, y + 4, number(value) if value else "0", "axis", "end"))
    for x in xs:
        at, y = place(x, 0)
        parts.append(line(at, y, at, y + 4, "tick"))
        parts.append(text(at, y + 18, f"{x:,}", "axis", "middle"))
    parts.append(text((left + width - right) / 2, height - 8, x_name, "axis name", "middle"))
    for index, (name, points) in enumerate(series):
        kind = f"series{index}"
        row = 14 + 18 * index
        parts.append(f'<circle cx="{left + 4}" cy="{row - 4}" r="4" class="{kind} dot"/>')
        parts.append(text(left + 14, row, f"{name}, {unit}", "legend"))
        places = [place(*point) for point in points]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{way}" class="{kind} way"/>')
        for (x, y), (_, value) in zip(places, points):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="{kind} dot"/>')
            anchor = "start" if x < left + 20 else "end" if x > width - right - 20 else "middle"
            parts.append(text(x, y - 9, number(value), "value", anchor))
    return svg(width, height, parts, f"{', '.join(name for name, _ in series)} by {x_name}")


def latencies(rows, width=1080):
    """One row for each distribution, from its median to its largest value, on one logarithmic
    axis of milliseconds.

    rows: pairs of a name and a table with p50, p99, max and perhaps p90.
    """
    left, right, top, step = 470, 70, 34, 26
    height = top + step * len(rows) + 10
    found = [value for _, table in rows for value in table.values() if value > 0] or [1]
    low, high = math.floor(math.log10(min(found))), math.ceil(math.log10(max(found)))
    high = max(high, low + 1)

    def place(value):
        share = (math.log10(max(value, 10 ** low)) - low) / (high - low)
        return left + share * (width - left - right)

    parts = []
    for power in range(low, high + 1):
        x = place(10 ** power)
        parts.append(line(x, top - 8, x, height - 8, "grid"))
        parts.append(text(x, top - 14, f"{10.0 ** power:g} ms", "axis", "middle"))
    for index, (name, table) in enumerate(rows):
        y = top + step * index + 10
        parts.append(text(left - 18, y + 4, name, "legend", "end"))
        parts.append(line(place(table["p50"]), y, place(table["max"]), y, "reach"))
        parts.append(line(place(table["p50"]), y, place(table["p99"]), y, "span"))
        for percentile, value in table.items():
            shape = {"p50": 5, "p90": 3, "p99": 5, "max": 2.5}.get(percentile, 3)
            parts.append(f'<circle cx="{place(value):.1f}" cy="{y:.1f}" r="{shape}" '
                         f'class="{percentile}"><title>{percentile} {value:g} ms</title></circle>')
        parts.append(text(place(table["max"]) + 9, y + 4, f"p99 {number(table['p99'])}", "value"))
    return svg(width, height, parts, "latencies in milliseconds")
