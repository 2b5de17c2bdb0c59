"""Measures Yushi beside the anchors on this machine. Started by `deploy/bench --compare`, which
builds and installs what is needed; BENCH.md says what each figure means."""

import argparse
import json
import resource
import signal
import statistics
import sys
from dataclasses import asdict
from pathlib import Path

import machine
import report
import servers
from parts import PARTS
from rows import YUSHI, full_number, rows


class Run:
    """What is to be measured, and what has been."""

    def __init__(self, options, workshop):
        self.workshop = workshop
        self.seconds = options.seconds
        self.is_quick = options.quick
        self.only = options.only
        self.round_count = 1 if options.quick else 5
        self.sizes = (10_000, 100_000) if options.quick else (100_000, 1_000_000)
        self.idle = 2_000 if options.quick else 10_000
        self.rows = rows(self.sizes, self.idle)
        self.samples = {key: {"ours": [], "theirs": []} for key in self.rows}
        self.figures = []
        self.machine = machine.describe(workshop.path)
        self.machine |= {"seconds": self.seconds, "rounds": self.round_count,
                         "quick": self.is_quick}

    def wants(self, part):
        return part in self.only

    def rounds(self, what, most=5):
        count = min(self.round_count, most)
        for number in range(count):
            servers.say(f"{what}: round {number + 1} of {count}")
            yield number

    def sample(self, key, **sides):
        for side, value in sides.items():
            self.samples[key][side].append(value)

    def figure(self, name, unit, value, fsync=YUSHI):
        rounded = value if value is None else round(value, 3)
        self.figures.append({"name": name, "unit": unit, "value": rounded, "fsync": fsync})

    def percentiles(self, name, found, fsync=YUSHI):
        self.figures.append({"name": name, "unit": "ms", "percentiles": found, "fsync": fsync})

    def curve(self, name, x, unit, points, fsync=YUSHI):
        self.figures.append(
            {"name": name, "unit": unit, "x": x, "points": points, "fsync": fsync})

    def ratios(self):
        """One object for each row of which both sides were measured."""
        return [ratio(row, self.samples[key]) for key, row in self.rows.items()
                if self.samples[key]["ours"] and self.samples[key]["theirs"]]

    def result(self):
        self.machine["commands"] = list(self.workshop.commands.values())
        return {"machine": self.machine, "ratios": self.ratios(), "figures": self.figures}


def ratio(row, sides):
    """The medians of both sides, and what they mean for the aim of a row."""
    ours, theirs = (statistics.median(sides[side]) for side in ("ours", "theirs"))
    value = ours / theirs
    return {"name": row.name, "against": row.against, "unit": row.unit,
            "ours": round(ours, 3), "theirs": round(theirs, 3), "ratio": round(value, 3),
            "aim": row.aim, "better": row.better, "met": row.met(value), "fsync": row.fsync,
            "samples": {side: [round(each, 3) for each in sides[side]] for side in sides}}


def tables(result):
    """The result for a terminal."""
    lines = []
    about = result["machine"]
    lines.append(f"{about['cores']} cores ({about['cpu']}), {about['fileSystem']}, "
                 f"medians of {about['rounds']} rounds of {about['seconds']:g} s"
                 + (", quick: smaller sizes" if about["quick"] else ""))
    lines.append("")
    lines.append(f"{'ours':>12} {'theirs':>12} {'ratio':>8} {'aim':>8}")
    for each in result["ratios"]:
        sign = "≥" if each["better"] == "higher" else "≤"
        lines.append(
            f"{shown(each['ours']):>12} {shown(each['theirs']):>12} {each['ratio']:>8.2f} "
            f"{sign + format(each['aim'], 'g'):>8}  {'met    ' if each['met'] else 'NOT MET'}  "
            f"{each['name']} | {each['against']} ({each['unit']})")
    lines.append("")
    for each in result["figures"]:
        if "points" in each:
            value = ", ".join(f"{full_number(x)}: {shown(y)}" for x, y in each["points"])
        elif "percentiles" in each:
            value = ", ".join(f"{name} {shown(y)}" for name, y in each["percentiles"].items())
        else:
            value = shown(each["value"])
        lines.append(f"{each['name']}: {value} {each['unit']}")
    return "\n".join(lines)


def shown(value):
    if value is None:
        return "?"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def parse(arguments):
    parser = argparse.ArgumentParser(prog="deploy/bench", allow_abbrev=False)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--report", metavar="FILE")
    parser.add_argument("--from", dest="source", metavar="FILE")
    parser.add_argument("--only", metavar="NAME,…", default=",".join(PARTS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--bin", metavar="DIRECTORY")
    parser.add_argument("--aims", action="store_true", help="prints the rows, measures nothing")
    options = parser.parse_args(arguments)
    options.only = options.only.split(",")
    for name in options.only:
        if name not in PARTS:
            parser.error(f"--only knows {', '.join(PARTS)}, and not {name}")
    if not 1 <= options.seconds <= 60:
        parser.error("--seconds is 1 to 60")
    if not (options.source or options.aims or options.bin):
        parser.error("--bin is missing")
    return options


def measure(options):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    workshop = servers.Workshop(options.bin)
    try:
        run = Run(options, workshop)
        if run.machine["fileSystem"] in ("tmpfs", "ramfs"):
            raise servers.Fault(
                f"{workshop.path} is in memory, where a sync costs nothing; set TMPDIR to a disk")
        if hard != resource.RLIM_INFINITY and hard < run.idle + 200:
            raise servers.Fault(f"{run.idle} connections need ulimit -n {run.idle + 200}")
        for part in dict.fromkeys(PARTS[name] for name in PARTS if name in options.only):
            part(run)
        return run.result()
    finally:
        workshop.close()


def main():
    options = parse(sys.argv[1:])
    if options.aims:
        aims = [asdict(row) for row in rows((100_000, 1_000_000), 10_000).values()]
        print(json.dumps(aims, ensure_ascii=False))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.source:
            result = json.loads(Path(options.source).read_text())
        else:
            result = measure(options)
    except servers.Fault as fault:
        sys.exit(f"bench: {fault}")
    except KeyboardInterrupt:
        sys.exit(130)
    if options.report:
        page = report.page(result)
        if options.report == "-":
            print(page)
            return
        Path(options.report).write_text(page)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    elif not options.source:
        print(tables(result))


if __name__ == "__main__":
    main()
