"""What the figures were taken on and with."""

import os
import platform
import re
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def output(*command):
    """The first line that a program prints; empty when there is no such program."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return (done.stdout.splitlines() or [""])[0].strip()


def first_match(pattern, text):
    found = re.search(pattern, text, re.M)
    return found[1].strip() if found else ""


def disk(path):
    """File system, device and kind of device under a path."""
    source, kind = output("findmnt", "-n", "-o", "SOURCE,FSTYPE", "-T", str(path)).rsplit(None, 1)
    name = source.removeprefix("/dev/")
    block = Path("/sys/class/block") / name
    described = source
    if block.exists():
        gibibytes = int((block / "size").read_text()) * 512 / 2**30
        described += f", {gibibytes:.0f} GiB"
        if name.startswith("vd"):
            described += ", virtual"
    return kind, described


def package(name):
    return output("dpkg-query", "-W", "-f=${Version}", name)


def commit():
    if not (ROOT / ".git").exists():
        return ""
    name = output("git", "-C", str(ROOT), "rev-parse", "--short=10", "HEAD")
    changed = output("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no")
    return name + (" with changes" if changed else "")


def describe(path):
    filesystem, device = disk(path)
    memory = Path("/proc/meminfo").read_text()
    release = Path("/etc/os-release").read_text()
    return {
        "cores": os.cpu_count(),
        "cpu": first_match(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text()),
        "memoryGiB": round(int(first_match(r"^MemTotal:\s+(\d+)", memory)) / 2**20, 1),
        "kernel": platform.release(),
        "system": first_match(r'^PRETTY_NAME="(.*)"', release),
        "fileSystem": filesystem,
        "disk": device,
        "loadAtStart": os.getloadavg()[0],
        "taken": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "versions": {
            "yushi": commit(),
            "swift": first_match(r"Swift version ([\d.]+)", output("swift", "--version")),
            "redis": first_match(r"v=([\d.]+)", output("redis-server", "--version")),
            "postgres": first_match(
                r"([\d.]+)", output("/usr/lib/postgresql/15/bin/postgres", "--version")),
            "sqlite": package("libsqlite3-0"),
            "libuv": package("libuv1"),
        },
    }
