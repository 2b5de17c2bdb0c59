"""A client of the Yushi protocol: JSON-RPC 2.0, one message per line, over TCP or a unix socket.

    with Yushi("tcp:127.0.0.1:7314", token="sample-cy-clerk") as yushi:
        case = yushi.command("matter.register", supervised="chaoyang-market", ...)
        print(case["matter"], case["phase"])

A command gets an idempotency key of its own. When the connection is lost before the answer came,
nobody knows whether the command was accepted; then the same command is sent again under the same
key, and the server either answers as it did the first time or accepts it now, never both.
"""

import json
import socket
import time
import uuid
from collections import deque

__all__ = ["Refused", "Unreachable", "Yushi"]


class Refused(Exception):
    """The server refused a request. `reason` is the stable name, such as NOT_IN_PHASE."""

    def __init__(self, error):
        super().__init__(error["message"])
        data = error.get("data") or {}
        self.code = error["code"]
        self.reason = data.get("reason", "")
        self.retryable = data.get("retryable", False)
        self.basis = data.get("basis")
        self.details = data.get("details") or {}
        self.messages = data.get("messages") or {}


class Unreachable(Exception):
    """The server could not be reached, or the connection was lost."""


class Yushi:
    """One person's connection. Not for use by several threads at once.

    `address` is tcp:HOST:PORT or unix:PATH; `timeout` in seconds holds for each wait for the
    server; `attempts` is how often a command is sent before the caller hears of a lost connection.
    """

    def __init__(self, address, token=None, *, timeout=30.0, attempts=5):
        self._address = address
        self._token = token
        self._timeout = timeout
        self._attempts = attempts
        self._socket = None
        self._lines = None
        self._last_id = 0
        self._notifications = deque()
        self.greeting = None
        self._connect()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the connection. The next request opens a new one."""
        if self._socket is not None:
            self._lines.close()
            self._socket.close()
            self._socket = self._lines = None

    def call(self, method, **params):
        """Sends one request and returns its result. Raises Refused or Unreachable."""
        self._connect()
        return self._exchange(method, params)

    def command(self, method, *, key=None, **params):
        """Sends a command that changes a matter, and sends it again when the answer got lost.

        Commands other than matter.register need `matter` and `expectedVersion`. Give a `key` that
        you have stored when the command must stay one command beyond the end of this process.
        """
        params["idempotencyKey"] = key or uuid.uuid4().hex
        for attempt in range(self._attempts):
            if attempt:
                time.sleep(min(0.1 * 2**attempt, 2.0))
            try:
                return self.call(method, **params)
            except Unreachable:
                if attempt + 1 == self._attempts:
                    raise
            except Refused as refusal:
                if not refusal.retryable or attempt + 1 == self._attempts:
                    raise
                if refusal.reason == "DRAINING":
                    self.close()

    def items(self, method, **params):
        """Yields the items of a list over all of its pages."""
        while True:
            page = self.call(method, **params)
            yield from page["items"]
            if "nextCursor" not in page:
                return
            params["cursor"] = page["nextCursor"]

    def watch(self, filter=None, from_position=None):
        """Yields what happens, in journal order, for as long as the connection lives.

        After Unreachable, watch again from the `position` that came last: nothing is missed.
        While watching, use another connection for requests.
        """
        params = {"filter": filter or {}}
        if from_position is not None:
            params["fromPosition"] = from_position
        subscription = self.call("docket.watch", **params)["subscription"]
        while True:
            message = self._notifications.popleft() if self._notifications else self._receive()
            change = message.get("params", {})
            if (
                message.get("method") == "docket.changed"
                and change.get("subscription") == subscription
            ):
                yield change

    def _connect(self):
        if self._socket is not None:
            return
        try:
            if self._address.startswith("unix:"):
                self._socket = socket.socket(socket.AF_UNIX)
                self._socket.settimeout(self._timeout)
                self._socket.connect(self._address[5:])
            else:
                host, _, port = self._address.removeprefix("tcp:").rpartition(":")
                self._socket = socket.create_connection(
                    (host.strip("[]"), int(port)), self._timeout
                )
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._lines = self._socket.makefile("rb")
        except OSError as error:
            if self._socket is not None:
                self._socket.close()
                self._socket = None
            raise Unreachable(f"{self._address}: {error}") from error
        self._notifications.clear()
        hello = {
            "client": {"name": "yushi.py", "version": "1"},
            "protocol": {"min": 1, "max": 1},
        }
        if self._token is not None:
            hello["token"] = self._token
        try:
            self.greeting = self._exchange("session.hello", hello)
        except Refused:
            self.close()
            raise

    def _exchange(self, method, params):
        self._last_id += 1
        request = {"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params}
        line = json.dumps(request, ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self._socket.sendall(line.encode())
        except OSError as error:
            self.close()
            raise Unreachable(str(error)) from error
        while True:
            message = self._receive()
            if "method" in message:
                self._notifications.append(message)
            elif message.get("id") == self._last_id:
                if "error" in message:
                    raise Refused(message["error"])
                return message["result"]
            elif message.get("id") is None and "error" in message:
                # The line as a whole was refused: it was this one, as only one is under way.
                raise Refused(message["error"])

    def _receive(self):
        try:
            line = self._lines.readline() if self._lines else b""
        except OSError as error:
            self.close()
            raise Unreachable(str(error)) from error
        if not line.endswith(b"\n"):
            self.close()
            raise Unreachable("the server ended the connection")
        return json.loads(line)
