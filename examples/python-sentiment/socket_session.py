"""One WebSocket with the protocol graphql-transport-ws: connection_init, subscribe, next, error, complete."""

import json
import threading

from websockets.exceptions import InvalidState
from websockets.frames import Opcode

try:
    from websockets.server import ServerProtocol
except ImportError:  # before version 11, as in Debian 12
    from websockets.server import ServerConnection as ServerProtocol

import subgraph
from graphql_reader import GraphQLError
from identity import HEADER, Refused

SILENCE_SECONDS = 60
LONGEST_MESSAGE = 1_000_000


class SocketSession:
    def __init__(self, handler, identity):
        self.handler = handler
        self.identity = identity
        self.claims = None
        self.running = {}
        self.lock = threading.Lock()
        self.protocol = ServerProtocol(subprotocols=["graphql-transport-ws"], max_size=LONGEST_MESSAGE)

    def run(self):
        """Serves the socket until one side closes it; each subscription is a thread."""
        self.handler.connection.settimeout(SILENCE_SECONDS)
        head = "".join(f"{name}: {value}\r\n" for name, value in self.handler.headers.items())
        try:
            self.receive(f"GET {self.handler.path} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
            while data := self.handler.rfile.read1(65536):
                self.receive(data)
        except OSError:
            pass  # the line is lost: whoever read comes back with a cursor
        finally:
            for stopped in self.running.values():
                stopped.set()

    def receive(self, data):
        with self.lock:
            self.protocol.receive_data(data)
            events = self.protocol.events_received()
            self.flush()
        for event in events:
            if not hasattr(event, "opcode"):
                with self.lock:
                    self.protocol.send_response(self.protocol.accept(event))
                    self.flush()
            elif event.opcode is Opcode.TEXT:
                self.handle(json.loads(event.data))

    def handle(self, message):
        kind, key = message.get("type"), message.get("id")
        if kind == "connection_init":
            try:
                self.claims = self.identity.verify((message.get("payload") or {}).get(HEADER))
                self.send({"type": "connection_ack"})
            except Refused:
                self.close(4403, "Forbidden")
        elif kind == "ping":
            self.send({"type": "pong"})
        elif kind == "subscribe" and self.claims is None:
            self.close(4401, "Unauthorized")
        elif kind == "subscribe":
            stopped = self.running[key] = threading.Event()
            threading.Thread(target=self.stream, args=(key, message["payload"], stopped), daemon=True).start()
        elif kind == "complete" and key in self.running:
            self.running.pop(key).set()

    def stream(self, key, payload, stopped):
        try:
            kind, reader, selections = subgraph.read(payload)
            if kind != "subscription":
                raise GraphQLError("send queries by HTTP", "BAD_USER_INPUT")
            for result in subgraph.subscribe(reader, selections, self.claims):
                if stopped.is_set():
                    return
                self.send({"type": "next", "id": key, "payload": {"data": result}})
            self.send({"type": "complete", "id": key})
        except GraphQLError as error:
            self.send({"type": "error", "id": key, "payload": [error.as_json()]})
        except (OSError, InvalidState):
            pass  # the reader is gone
        finally:
            self.running.pop(key, None)

    def send(self, message):
        with self.lock:
            self.protocol.send_text(json.dumps(message).encode())
            self.flush()

    def close(self, code, reason):
        with self.lock:
            self.protocol.send_close(code, reason)
            self.flush()

    def flush(self):
        for data in self.protocol.data_to_send():
            if data:
                self.handler.connection.sendall(data)
