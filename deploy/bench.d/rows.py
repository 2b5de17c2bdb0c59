"""What is compared with what, and how far it should come: one row for each figure with an aim."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    against: str
    unit: str
    aim: float
    # Whether the ratio should be the aim or more ("higher"), or the aim or less ("lower").
    better: str
    # By which rule what is measured becomes durable, on our side and on the other.
    fsync: str

    def met(self, ratio):
        return ratio >= self.aim if self.better == "higher" else ratio <= self.aim


YUSHI = "Yushi: fdatasync of the journal before the reply, shared by what waits"
REDIS = "Redis: appendonly yes, appendfsync always"
POSTGRES = "PostgreSQL: fsync = on, synchronous_commit = on"
SYNC = "a file: fdatasync after each append"
NONE = "nothing is written"

COMMANDS = "commands/s"


def full_number(count):
    return f"{count:,}"


def rows(sizes, idle):
    """The rows by their keys, in the order in which they are told.

    sizes: open matters in a small and in a large docket; idle: connections that say nothing.
    """
    small, large = (full_number(size) for size in sizes)
    table = {
        "redis.50x1": Row(
            "seven commands, 50 clients", "Redis SET, 50 clients", COMMANDS, 1, "higher",
            f"{YUSHI}. {REDIS}"),
        "redis.50x16": Row(
            "seven commands, 50 clients, pipeline 16", "Redis SET, 50 clients, pipeline 16",
            COMMANDS, 1, "higher", f"{YUSHI}. {REDIS}"),
        "xadd.50x16": Row(
            "seven commands, 50 clients, pipeline 16", "Redis XADD, 50 clients, pipeline 16",
            COMMANDS, 1.5, "higher", f"{YUSHI}. {REDIS}"),
        "sync": Row(
            "one client: p50 of a command", "p50 of one fdatasync of a small append", "ms",
            2, "lower", f"{YUSHI}. {SYNC[0].upper()}{SYNC[1:]}"),
        "postgres.50x1": Row(
            "seven commands, 50 clients", "a PL/pgSQL function in PostgreSQL, 50 clients",
            COMMANDS, 10, "higher", f"{YUSHI}. {POSTGRES}"),
        "postgres.50x16": Row(
            "seven commands, 50 clients, pipeline 16",
            "a PL/pgSQL function in PostgreSQL, 50 clients", COMMANDS, 10, "higher", f"{YUSHI}. {POSTGRES}"),
    }
    loads = {"50x1": "50 clients", "50x16": "50 clients, pipeline 16"}
    for load, words in loads.items():
        for size, number in zip(("small", "large"), (small, large)):
            table[f"list.{size}.{load}"] = Row(
                f"docket.list at {number} open matters, p99 beside {words}", "5 ms", "ms",
                1, "lower", YUSHI)
        table[f"list.growth.{load}"] = Row(
            f"docket.list at {large} open matters, p99 beside {words}",
            f"the same at {small}", "ms", 2, "lower", YUSHI)
    table["start.journal"] = Row(
        f"start with {large} open matters from the journal alone, to the first answer",
        "reading the same file once with cat", "s", 3, "lower", NONE)
    table["start.snapshot"] = Row(
        f"start with {large} open matters from a snapshot, to the first answer", "3 s", "s",
        1, "lower", NONE)
    table["memory.matter"] = Row(
        "memory for each open matter", "1 KiB", "bytes", 1, "lower", YUSHI)
    table["memory.connection"] = Row(
        "memory for each idle connection", "8 KiB", "bytes", 1, "lower", NONE)
    for load, words in loads.items():
        table[f"crowd.{load}"] = Row(
            f"seven commands, {words}, beside {full_number(idle)} idle connections "
            "and 100 watchers", "the same without them", COMMANDS, 0.9, "higher", YUSHI)
    for load, words in loads.items():
        table[f"watch.{load}"] = Row(
            f"docket.watch, from the decision to the watcher, p99 beside {words}", "10 ms", "ms",
            1, "lower", YUSHI)
    return table
