"""The servers that are measured, and the programs that drive them. Everything that is started is
ended, and everything lies in one directory that is removed."""

import csv
import json
import os
import pwd
import re
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
SAMPLE = ROOT / "deploy" / "sample"
POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")


class Fault(Exception):
    """What ends the run, in one sentence."""


def say(text):
    print(text, file=sys.stderr, flush=True)


class Workshop:
    """The directory of a run, the processes that belong to it, and every command that was run."""

    def __init__(self, programs):
        self.programs = Path(programs)
        base = os.environ.get("TMPDIR", "/var/tmp")
        self.path = Path(tempfile.mkdtemp(prefix="yushi-bench.", dir=base))
        # PostgreSQL's user looks into its own directory in here.
        self.path.chmod(0o711)
        self.children = []
        self.serial = 0
        self.commands = {}

    def close(self):
        for child in reversed(self.children):
            end(child)
        shutil.rmtree(self.path, ignore_errors=True)

    def directory(self):
        self.serial += 1
        path = self.path / str(self.serial)
        path.mkdir()
        return path

    def spawn(self, command, **options):
        """Starts a program. The first command of each kind is kept for the report."""
        command = [str(word) for word in command]
        self.note(command)
        child = subprocess.Popen(command, **options)
        self.children.append(child)
        return child

    def note(self, command):
        shown = " ".join(self.shown(word) for word in command)
        shown = re.sub(r"( --filter '[^']*'){3,}", r"\1 …", shown)
        key = re.sub(r"\d+", "N", shown)
        self.commands.setdefault(key, shown)

    def shown(self, word):
        word = word.replace(str(self.path), "DIR").replace(str(self.programs) + "/", "")
        word = word.replace(str(ROOT) + "/", "")
        return shlex.quote(re.sub(r"\b(v{8})v+", r"\1…", word))

    def run(self, command, **options):
        command = [str(word) for word in command]
        self.note(command)
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        if done.returncode != 0:
            raise Fault(f"{Path(command[0]).name} ended with {done.returncode}: "
                        f"{done.stderr[-2000:].strip()}")
        return done.stdout

    def load(self, mode, *arguments):
        """Runs the generator and returns its values. An unexpected reply is a fault."""
        return values(self.run([self.programs / "yushi-load", mode, *arguments]))


def values(line):
    """The values of one line of name=value."""
    return {name: float(value) for name, value in (pair.split("=") for pair in line.split())}


def end(child, how=signal.SIGTERM, seconds=600):
    """Ends a process and returns its exit code."""
    if child.poll() is None:
        child.send_signal(how)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


def drop_page_cache():
    """Empties the page cache where that is allowed; returns whether it was."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3\n")
    except OSError:
        return False
    return True


class Yushi:
    """A yushid on a port that it chose itself."""

    def __init__(self, workshop, data=None):
        self.workshop = workshop
        self.isKept = data is not None
        self.data = data or workshop.directory() / "data"
        self.log = workshop.path / "yushid.log"
        self.started = time.monotonic()
        command = [workshop.programs / "yushid", "--listen", "tcp:127.0.0.1:0", "--data", self.data]
        for name in ("roster", "principals", "policy", "calendar"):
            command += [f"--{name}", SAMPLE / f"{name}.json"]
        with open(self.log, "w") as log:
            self.process = workshop.spawn(command, stdout=subprocess.PIPE, stderr=log, text=True)
        self.port = None
        while self.port is None:
            if not select.select([self.process.stdout], [], [], 600)[0]:
                raise Fault("yushid did not listen within ten minutes")
            line = self.process.stdout.readline()
            if not line:
                raise Fault(f"yushid did not start: {self.log.read_text()[-2000:]}")
            if line.startswith("listening on "):
                self.port = int(line.rsplit(":", 1)[1])

    def seconds_to_first_answer(self):
        """Asks for a page of the docket and returns how long that took since the start."""
        hello = {"client": {"name": "bench", "version": "1"}, "protocol": {"min": 1, "max": 1},
                 "token": "sample-cy-clerk"}
        with socket.create_connection(("127.0.0.1", self.port), 600) as connection:
            stream = connection.makefile("rw", encoding="utf-8")
            for method, parameters in (("session.hello", hello), ("docket.list", {})):
                request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
                stream.write(json.dumps(request) + "\n")
                stream.flush()
                answer = json.loads(stream.readline())
                if "result" not in answer:
                    raise Fault(f"{method} was answered {answer}")
        if not answer["result"]["items"]:
            raise Fault("the docket is empty after the start")
        return time.monotonic() - self.started

    def load(self, mode, *arguments):
        return self.workshop.load(mode, "--port", self.port, *arguments)

    def spawn_load(self, mode, *arguments, **options):
        command = [self.workshop.programs / "yushi-load", mode, "--port", self.port, *arguments]
        return self.workshop.spawn(command, stdout=subprocess.PIPE, text=True, **options)

    def resident_bytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+)", status, re.M)[1]) * 1024

    def folded(self):
        """Entries that the start folded beside the snapshots, as the log tells."""
        found = re.search(r'"entriesFolded":\s*"?(\d+)', self.log.read_text())
        return int(found[1]) if found else None

    def kill(self):
        end(self.process, signal.SIGKILL)

    def stop(self):
        """Drains it, and removes its directory unless that was given."""
        code = end(self.process)
        if code != 0:
            raise Fault(f"yushid ended with {code}: {self.log.read_text()[-2000:]}")
        if not self.isKept:
            shutil.rmtree(self.data.parent)

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        if kind is None:
            self.stop()


class Redis:
    """A redis-server that syncs each write before it answers."""

    VALUE = "v" * 200

    def __init__(self, workshop):
        self.workshop = workshop
        self.directory = workshop.directory()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = workshop.spawn(
            ["redis-server", "--bind", "127.0.0.1", "--port", self.port, "--dir", self.directory,
             "--appendonly", "yes", "--appendfsync", "always", "--save", ""],
            stdout=subprocess.DEVNULL)
        for _ in range(300):
            ping = ["redis-cli", "-h", "127.0.0.1", "-p", str(self.port), "ping"]
            if subprocess.run(ping, capture_output=True, check=False).stdout == b"PONG\n":
                return
            time.sleep(0.05)
        raise Fault("redis-server did not start")

    def measure(self, kind, pipeline, seconds):
        """The columns of redis-benchmark; its generator counts requests and not time, so a short
        run tells how many make the time."""
        rate = float(self.benchmark(kind, pipeline, 10_000 * pipeline)["rps"])
        return self.benchmark(kind, pipeline, int(rate * seconds) + 1)

    def benchmark(self, kind, pipeline, count):
        command = ["redis-benchmark", "-h", "127.0.0.1", "-p", self.port, "-c", 50, "-P", pipeline,
                   "-n", count, "--csv"]
        if kind == "SET":
            command += ["-t", "set", "-d", len(self.VALUE), "-r", 1_000_000]
        else:
            command += ["XADD", "stream", "*", "field", self.VALUE]
        table = list(csv.DictReader(
            self.workshop.run(command).splitlines()))
        return {name: float(value) for name, value in table[-1].items() if name != "test"}

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        code = end(self.process)
        shutil.rmtree(self.directory)
        if kind is None and code != 0:
            raise Fault(f"redis-server ended with {code}")


class Postgres:
    """A PostgreSQL cluster of its own, with its default durability, on a unix socket."""

    # Its memory is set so that neither reads nor checkpoints get in the way of what is measured.
    SETTINGS = {"listen_addresses": "", "max_connections": "100", "shared_buffers": "1GB",
                "max_wal_size": "8GB", "fsync": "on", "synchronous_commit": "on"}

    def __init__(self, workshop):
        self.workshop = workshop
        self.directory = workshop.directory()
        # It refuses to run as root.
        self.options = {"cwd": "/"}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.directory, user.pw_uid, user.pw_gid)
            self.options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = self.directory / "data"
        workshop.run(
            [POSTGRES_BIN / "initdb", "-D", data, "-A", "trust", "-U", "bench", "-E", "UTF8",
             "--locale", "C", "--no-instructions"], **self.options)
        settings = self.SETTINGS | {"unix_socket_directories": str(self.directory)}
        with open(workshop.path / "postgres.log", "w") as log:
            self.process = workshop.spawn(
                [POSTGRES_BIN / "postgres", "-D", data,
                 *(f"--{name}={value}" for name, value in settings.items())],
                stdout=log, stderr=log, **self.options)
        for _ in range(300):
            ready = [POSTGRES_BIN / "pg_isready", "-q", "-h", self.directory]
            if subprocess.run(ready, check=False).returncode == 0:
                break
            time.sleep(0.1)
        else:
            raise Fault("PostgreSQL did not start")
        self.sql("-f", HERE / "postgres.sql")
        # With some rows and their statistics the plans are those of a database that is in use.
        self.commands_per_second(1)
        self.sql("-c", "ANALYZE")

    def sql(self, *arguments):
        return self.workshop.run(
            ["psql", "-h", self.directory, "-U", "bench", "-d", "postgres", "-X", "-q", "-A", "-t",
             "-v", "ON_ERROR_STOP=1", *arguments])

    def commands_per_second(self, seconds):
        """Runs the seven commands from fifty clients, and checks what they left behind."""
        before = int(self.sql("-c", "SELECT count(*) FROM entry"))
        text = self.workshop.run(
            [POSTGRES_BIN / "pgbench", "-n", "-h", self.directory, "-U", "bench", "-c", 50, "-j", 2,
             "-M", "prepared", "-T", seconds, "-f", HERE / "postgres.pgbench", "postgres"])
        matters = int(re.search(r"transactions actually processed: (\d+)", text)[1])
        rate = float(re.search(r"^tps = ([\d.]+)", text, re.M)[1])
        entries = int(self.sql("-c", "SELECT count(*) FROM entry")) - before
        unfinished = int(self.sql(
            "-c", "SELECT count(*) FROM matter WHERE phase <> 'closed' OR version <> 7"))
        if entries != 7 * matters or unfinished:
            raise Fault(f"PostgreSQL has {entries} entries after {matters} matters")
        return 7 * rate

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        # SIGINT is its way of ending without waiting for clients.
        end(self.process, signal.SIGINT)
        shutil.rmtree(self.directory, ignore_errors=True)
