"""One self-contained page with pictures of what `--compare --json` prints."""

import html
from pathlib import Path

import charts

STYLE = (Path(__file__).resolve().parent / "report.css").read_text()
SIGNS = {"higher": "≥", "lower": "≤"}


def escaped(value):
    return html.escape(str(value))


def shown(value, unit=""):
    """A number for people; bytes in the unit in which they are read."""
    if value is None:
        return "–"
    if unit == "bytes" and value >= 10 << 20:
        return f"{value / 2**20:,.0f} MiB" if value < 10 << 30 else f"{value / 2**30:.1f} GiB"
    words = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{words} {unit}".strip()


def table_of_ratios(ratios):
    rows = []
    for each in ratios:
        factor = charts.distance(each["ratio"], each["aim"], each["better"])
        verdict = "met" if each["met"] else "not met"
        aim = f"{SIGNS[each['better']]} {each['aim']:g}"
        rows.append(f"""
<tr class="{'met' if each['met'] else 'missed'}">
<th scope="row">{escaped(each['name'])}<span class="against">against {escaped(each['against'])}</span>
<span class="fsync">{escaped(each['fsync'])}</span></th>
<td class="number">{escaped(shown(each['ours']))}</td>
<td class="number">{escaped(shown(each['theirs']))}<span class="unit">{escaped(each['unit'])}</span></td>
<td class="number ratio">{each['ratio']:.2f}</td><td class="number">{aim}</td>
<td class="bar">{charts.bar(factor, each['met'])}</td><td class="verdict">{verdict}</td></tr>""")
    return f"""<table class="ratios"><thead><tr><th>what, and against what</th>
<th class="number">ours</th><th class="number">theirs</th><th class="number">ratio</th>
<th class="number">aim</th><th class="scale"><span>÷ 10</span><span>aim</span><span>× 10</span></th>
<th></th></tr></thead><tbody>{''.join(rows)}</tbody></table>"""


def pictures_of_curves(figures, policies):
    """Curves of one unit over one axis share a picture."""
    groups = {}
    for each in figures:
        if each.get("points"):
            groups.setdefault((each["x"], each["unit"]), []).append(
                (policies.marked(each), each["points"]))
    pictures = []
    for (x, unit), series in groups.items():
        notes = []
        for name, points in series:
            first, last = points[0], points[-1]
            if len(points) > 1 and first[1] > 0:
                notes.append(f"{name}: × {last[1] / first[1]:.2f} from {first[0]:,} to {last[0]:,}")
        pictures.append(
            f"<figure>{charts.curves(series, x, unit)}"
            f"<figcaption>{'<br>'.join(map(escaped, notes))}</figcaption></figure>")
    return "".join(pictures)


def list_of(pairs):
    rows = (f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in pairs)
    return f"<dl>{''.join(rows)}</dl>"


class Policies:
    """The rules of durability that figures name, each with a number."""

    def __init__(self, result):
        found = [each.get("fsync") for each in result["figures"]]
        self.numbers = {text: number for number, text in
                        enumerate(dict.fromkeys(filter(None, found)), 1)}

    def marked(self, figure):
        """The name of a figure with the number of its rule."""
        number = self.numbers.get(figure.get("fsync"))
        return figure["name"] + (f" [{number}]" if number else "")

    def legend(self):
        rows = (f"<li>{escaped(text)}</li>" for text in self.numbers)
        return f"<ol>{''.join(rows)}</ol>" if self.numbers else ""


def describe(machine):
    pairs = [
        ("processor", f"{machine['cpu']}, {machine['cores']} cores"),
        ("memory", f"{machine['memoryGiB']} GiB"),
        ("system", f"{machine['system']}, kernel {machine['kernel']}"),
        ("file system", f"{machine['fileSystem']} on {machine['disk']}"),
        ("rounds", f"medians of {machine['rounds']}, each of {machine['seconds']} s"),
        ("load when it began", f"{machine['loadAtStart']:.2f}"),
    ]
    if "pageCache" in machine:
        pairs.append(("page cache", machine["pageCache"]))
    return list_of(pairs)


def section(title, lead, content):
    if not content:
        return ""
    return f"<section><h2>{escaped(title)}</h2><p class=\"lead\">{escaped(lead)}</p>{content}</section>"


def page(result):
    """The page as text.

    result: what --compare --json prints, read back.
    """
    machine, ratios, figures = result["machine"], result["ratios"], result["figures"]
    met = sum(each["met"] for each in ratios)
    policies = Policies(result)
    rows = [(policies.marked(each), each["percentiles"])
            for each in figures if "percentiles" in each]
    single = [(policies.marked(each), shown(each["value"], each["unit"]))
              for each in figures if "value" in each]
    curves = pictures_of_curves(figures, policies)
    commands = escaped("\n".join(machine.get("commands", [])))
    quick = (" A quick run: one round, and a tenth of the open matters and connections."
             if machine["quick"] else "")
    yushi = machine["versions"].get("yushi") or "unknown"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Yushi, measured</title><style>{STYLE}</style></head><body>
<header><svg class="seal" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true">
<rect x="2" y="2" width="60" height="60" rx="6"/><text x="32" y="29">御</text>
<text x="32" y="56">史</text></svg>
<div><h1>Yushi, measured</h1><p>{escaped(machine['taken'])} · build {escaped(yushi)} ·
{met} of {len(ratios)} aims met.{quick}</p></div></header>
{section("Against the anchors",
         "Each bar grows from the aim: to the right what is beyond it, to the left what is short of "
         "it, up to a factor of ten. Medians of rounds in which both sides took turns.",
         table_of_ratios(ratios) if ratios else "")}
{section("How cost grows",
         "A flat curve costs the same however much there is. The axes below are logarithmic, those "
         "at the side begin at nought. Every command is on the disk before its reply.",
         curves and f'<div class="grid">{curves}</div>')}
{section("Latency",
         "From the median (left dot) over p90 to p99 (right dot), and to the largest value that was "
         "seen. Of commands: from the request to the reply, which comes after the sync.",
         f'<div class="wide">{charts.latencies(rows)}</div>' if rows else "")}
{section("Other figures", "Taken in the same run.", list_of(single) if single else "")}
<section><h2>Machine and versions</h2><div class="grid">{describe(machine)}
{list_of((name, version or "not there") for name, version in machine['versions'].items())}</div></section>
{section("When a write counts",
         "What had to be on the disk before an answer; the numbers stand behind the figures above.",
         policies.legend())}
{section("Commands", "One of each kind that was run; ports, directories and counts differ.",
         commands and f"<pre>{commands}</pre>")}
</body></html>
"""
