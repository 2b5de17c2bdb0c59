"""The measurements. Each part adds ratios and figures to the run's results, and can be run alone."""

import shutil
import sqlite3
import subprocess
import time

from rows import NONE, REDIS, SYNC
from servers import Fault, Postgres, Redis, Yushi, drop_page_cache, say, values

LOADS = {"50x1": ("--clients", 50), "50x16": ("--clients", 50, "--pipeline", 16)}
LOAD_WORDS = {"50x1": "50 clients", "50x16": "50 clients, pipeline 16"}
PERCENTILES = ("p50", "p90", "p99", "max")


def percentiles(result, prefix=""):
    return {name: result[f"{prefix}{name}_ms"] for name in PERCENTILES}


def redis(run):
    """The seven commands beside SET and XADD, in turns."""
    for number in run.rounds("redis"):
        for load, arguments in LOADS.items():
            with Yushi(run.workshop) as server:
                ours = server.load("matters", *arguments, "--seconds", run.seconds)
            if number == 0:
                run.percentiles(f"seven commands, {LOAD_WORDS[load]}", percentiles(ours))
                run.figure(f"cores that the generator took, {LOAD_WORDS[load]}", "cores",
                           ours["generator_cores"])
            pipeline = 16 if load == "50x16" else 1
            kinds = {"SET": f"redis.{load}"}
            if load == "50x16":
                kinds["XADD"] = "xadd.50x16"
            for kind, key in kinds.items():
                with Redis(run.workshop) as server:
                    theirs = server.measure(kind, pipeline, run.seconds)
                run.sample(key, ours=ours["commands_per_second"], theirs=theirs["rps"])
                if number == 0:
                    run.percentiles(
                        f"Redis {kind}, {LOAD_WORDS[load]}",
                        {"p50": theirs["p50_latency_ms"], "p99": theirs["p99_latency_ms"],
                         "max": theirs["max_latency_ms"]}, REDIS)


def sync(run):
    """One client's command beside the sync that it cannot do without."""
    for number in run.rounds("sync"):
        with Yushi(run.workshop) as server:
            ours = server.load("matters", "--clients", 1, "--seconds", run.seconds)
        theirs = run.workshop.load(
            "sync", "--directory", run.workshop.path, "--seconds", run.seconds)
        run.sample("sync", ours=ours["p50_ms"], theirs=theirs["p50_ms"])
        if number == 0:
            run.percentiles("a command, 1 client", percentiles(ours))
            run.percentiles("fdatasync of a small append", percentiles(theirs), SYNC)


def postgres(run):
    """The seven commands beside a function in PostgreSQL, in turns."""
    with Postgres(run.workshop) as database:
        for _ in run.rounds("postgres"):
            theirs = database.commands_per_second(run.seconds)
            for load, arguments in LOADS.items():
                with Yushi(run.workshop) as server:
                    ours = server.load("matters", *arguments, "--seconds", run.seconds)
                run.sample(
                    f"postgres.{load}", ours=ours["commands_per_second"], theirs=theirs)


def memory(run):
    """What the resident set grows by, for matters and for connections."""
    say("memory")
    warm, count = 20_000, 100_000
    with Yushi(run.workshop) as server:
        server.load("fill", "--matters", warm)
        before = server.resident_bytes()
        server.load("fill", "--matters", count)
        run.sample("memory.matter", ours=(server.resident_bytes() - before) / count, theirs=1024)
    with Yushi(run.workshop) as server:
        with Crowd(server, 50):
            pass
        before = server.resident_bytes()
        with Crowd(server, 2000):
            grown = server.resident_bytes() - before
        run.sample("memory.connection", ours=grown / 2000, theirs=8192)


class Crowd:
    """Connections that say nothing, and watchers that read what they are told."""

    def __init__(self, server, connections, watchers=0, filters=()):
        arguments = ["--connections", connections, "--watchers", watchers]
        for text in filters:
            arguments += ["--filter", text]
        self.process = server.spawn_load("idle", *arguments, stdin=subprocess.PIPE)
        if self.process.stdout.readline() != f"held={connections + watchers}\n":
            raise Fault("the connections were not opened")
        self.pushes = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        rest, _ = self.process.communicate(timeout=60)
        if kind is None and self.process.returncode != 0:
            raise Fault("a watcher was not told what it should be")
        if rest:
            self.pushes = int(values(rest)["pushes"])


# What the load does belongs to category 2. One of a hundred hears all of it; the others watch the
# queues of the other categories, as most officials watch what others work on.
FILTERS = ["{}"] + [f'{{"category":{(1, 3, 4, 5, 6, 7, 8, 9)[number % 8]}}}'
                    for number in range(99)]


def crowd(run):
    """The same load with and without connections beside it, in turns."""
    for _ in run.rounds("crowd"):
        for load, arguments in LOADS.items():
            with Yushi(run.workshop) as server:
                theirs = server.load("matters", *arguments, "--seconds", run.seconds)
            with Yushi(run.workshop) as server:
                with Crowd(server, run.idle, 100, FILTERS):
                    ours = server.load("matters", *arguments, "--seconds", run.seconds)
            run.sample(f"crowd.{load}", ours=ours["commands_per_second"],
                       theirs=theirs["commands_per_second"])
    with Yushi(run.workshop) as server:
        plain = server.load("matters", *LOADS["50x1"], "--seconds", run.seconds)
        with Crowd(server, 0, 100) as all_told:
            told = server.load("matters", *LOADS["50x1"], "--seconds", run.seconds)
    run.figure("commands beside 100 watchers that each hear all of them, 50 clients", "commands/s",
               told["commands_per_second"])
    run.figure("the same without watchers", "commands/s", plain["commands_per_second"])
    run.figure("pushes that the 100 watchers read", "pushes", all_told.pushes)


def watch(run):
    """How soon a watcher hears of a command, beside full load."""
    for number in run.rounds("watch"):
        for load, arguments in LOADS.items():
            with Yushi(run.workshop) as server:
                result = server.load("matters", *arguments, "--watch", "--seconds", run.seconds)
            run.sample(f"watch.{load}", ours=result["decision_to_push_p99_ms"], theirs=10)
            if number == 0:
                for kind in ("decision", "reply", "request"):
                    run.percentiles(
                        f"docket.watch, from the {kind} to the push, {LOAD_WORDS[load]}",
                        percentiles(result, f"{kind}_to_push_"))


def docket(run):
    """Everything that needs many open matters: pages of the docket, starts, throughput."""
    smallest, small, large = (1000, *run.sizes)
    curves = {load: [] for load in LOADS}
    wants_lists, wants_curve = run.wants("list"), run.wants("open")
    for size, name in ((smallest, None), (small, "small"), (large, "large")):
        if name is None and not wants_curve:
            continue
        if name == "small" and not (wants_lists or wants_curve):
            continue
        data = run.workshop.directory() / "data"
        server = fill(run, data, size)
        if name == "large" and run.wants("start"):
            began = time.monotonic()
            server.stop()
            run.figure(f"stopping with {size:,} open matters, after the filling", "s",
                       time.monotonic() - began)
            server = starts(run, data)
        if name and wants_lists:
            lists(run, server, name, size)
        if wants_curve:
            say(f"throughput at {size:,} open matters")
            for load, arguments in LOADS.items():
                result = server.load("matters", *arguments, "--seconds", run.seconds)
                curves[load].append((size, result["commands_per_second"]))
        server.stop()
        shutil.rmtree(data.parent)
    if wants_curve:
        for load, points in curves.items():
            run.curve(f"throughput by open matters, {LOAD_WORDS[load]}", "open matters",
                      "commands/s", points)


def fill(run, data, size):
    """A server with so many open matters, each with seven entries."""
    say(f"filling: {size:,} open matters, {7 * size:,} entries")
    needed = 7 * size * 1200
    if shutil.disk_usage(run.workshop.path).free < needed:
        raise Fault(f"{needed >> 20} MiB of disk are needed for {size:,} matters")
    server = Yushi(run.workshop, data)
    result = server.load("fill", "--matters", size, "--commands", 7)
    run.figure(f"filling {size:,} open matters with seven entries each", "commands/s",
               result["commands_per_second"])
    if size == run.sizes[1]:
        run.figure(f"resident memory with {size:,} open matters", "bytes",
                   server.resident_bytes(), NONE)
    return server


def starts(run, data):
    """Starts from the snapshots that a stopped server left, then from the journal alone, each after
    reading the file with cat. Returns the server that was started last."""
    journal = data / "journal.db"
    server = None
    for kind in ("snapshot", "journal"):
        if kind == "journal":
            forget_snapshots(journal)
        for number in run.rounds(f"start from the {kind}", 2):
            if server:
                server.kill()
            is_cold = drop_page_cache()
            began = time.monotonic()
            with open("/dev/null", "w") as sink:
                subprocess.run(["cat", journal], stdout=sink, check=True)
            read = time.monotonic() - began
            drop_page_cache()
            server = Yushi(run.workshop, data)
            took = server.seconds_to_first_answer()
            if kind == "journal":
                run.sample("start.journal", ours=took, theirs=read)
            else:
                run.sample("start.snapshot", ours=took, theirs=3)
            if number == 0:
                run.figure(f"entries folded at the start from the {kind}", "entries",
                           server.folded(), NONE)
    run.machine["pageCache"] = (
        "dropped before each start and each cat" if is_cold
        else "warm: only root can drop it")
    run.figure("size of the journal", "bytes", journal.stat().st_size, NONE)
    return server


def forget_snapshots(journal):
    """Makes the server that starts next believe in no snapshot."""
    connection = sqlite3.connect(journal)
    with connection:
        connection.execute("DELETE FROM matter_state")
        connection.execute("DELETE FROM numbered_state")
        connection.execute("UPDATE meta SET value = 0 WHERE name LIKE 'snapshot_%'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def lists(run, server, name, size):
    for load, arguments in LOADS.items():
        say(f"docket.list at {size:,} open matters, {LOAD_WORDS[load]}")
        beside = server.spawn_load("matters", *arguments, "--seconds", run.seconds + 2)
        time.sleep(1)
        asked = server.load("list", "--seconds", run.seconds)
        beside.communicate(timeout=120)
        if beside.returncode != 0:
            raise Fault("the load beside docket.list was not answered as expected")
        run.sample(f"list.{name}.{load}", ours=asked["p99_ms"], theirs=5)
        if name == "small":
            run.sample(f"list.growth.{load}", theirs=asked["p99_ms"])
        else:
            run.sample(f"list.growth.{load}", ours=asked["p99_ms"])
        run.percentiles(
            f"docket.list at {size:,} open matters beside {LOAD_WORDS[load]}", percentiles(asked))


def history(run):
    """Commands and queries of one matter, by the length of its history."""
    wanted = (10, 1000, 10_000 if run.is_quick else 100_000)
    kinds = {
        "commands_per_second": ("one matter by the length of its history, one after another",
                                "commands/s"),
        "pipelined_per_second": ("one matter by the length of its history, pipeline 16",
                                 "commands/s"),
        "p50_ms": ("p50 of a command by the length of the matter's history", "ms"),
        "get_p50_ms": ("p50 of matter.get by the length of the matter's history", "ms"),
        "page_p50_ms": ("p50 of a page of matter.history by the length of the history", "ms"),
    }
    points = {kind: [] for kind in kinds}
    for entries in wanted:
        say(f"a history of {entries:,} entries")
        with Yushi(run.workshop) as server:
            result = server.load("history", "--entries", entries, "--seconds", min(2, run.seconds))
        if result["entries"] < entries:
            run.figure(f"entries after a minute, of {entries:,} wanted", "entries",
                       int(result["entries"]))
        for kind in kinds:
            points[kind].append((int(result["entries"]), result[kind]))
    for kind, (name, unit) in kinds.items():
        run.curve(name, "entries of the matter", unit, points[kind])


def connections(run):
    """Throughput by the number of connections, each with one request in flight at most."""
    points, latencies = [], []
    for count in (1, 10, 1000, run.idle):
        say(f"{count:,} connections")
        with Yushi(run.workshop) as server:
            result = server.load("matters", "--clients", count, "--seconds", run.seconds)
        points.append((count, result["commands_per_second"]))
        latencies.append((count, result["p50_ms"]))
    run.curve("throughput by connections, one request in flight of each", "connections",
              "commands/s", points)
    run.curve("p50 of a command by connections", "connections", "ms", latencies)


# Names for --only. The three that need many open matters share one filled server.
PARTS = {
    "redis": redis, "sync": sync, "postgres": postgres, "memory": memory, "crowd": crowd,
    "watch": watch, "list": docket, "start": docket, "open": docket, "history": history,
    "connections": connections,
}
