"""A remote plugin of Tributary: GraphQL over HTTP, and graphql-transport-ws at the same address.

    python3 server.py --gateway http://127.0.0.1:4000 --port 4100
"""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import subgraph
from graphql_reader import GraphQLError
from identity import HEADER, Identity, Refused
from socket_session import SocketSession

LONGEST_BODY = 5_000_000


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer is written in two pieces; the second would wait 40 ms

    def do_GET(self):
        if self.path == "/plugin.json":
            self.reply(200, self.server.manifest)
        elif self.path == "/graphql" and self.headers.get("Upgrade", "").lower() == "websocket":
            self.close_connection = True
            SocketSession(self, self.server.identity).run()
        else:
            self.reply(404, {"errors": [{"message": "There is nothing here"}]})

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if self.path != "/graphql" or length > LONGEST_BODY:
            self.close_connection = True
            return self.reply(404, {"errors": [{"message": "There is nothing here"}]})
        body = self.rfile.read(length)
        try:
            token = self.headers.get(HEADER)
            claims = self.server.identity.verify(token, body) if token else None
            _, reader, selections = subgraph.read(json.loads(body))
            self.reply(200, {"data": subgraph.query(reader, selections, claims)})
        except Refused as error:
            self.reply(401, {"errors": [{"message": str(error), "extensions": {"code": "UNAUTHENTICATED"}}]})
        except GraphQLError as error:
            self.reply(401 if error.code == "UNAUTHENTICATED" else 400, {"errors": [error.as_json()]})
        except (ValueError, KeyError, TypeError) as error:
            self.reply(400, {"errors": [{"message": f"the request cannot be read: {error}"}]})

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments):
        """One line a request would say little of use."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, gateway, public_url):
        super().__init__(address, Handler)
        host, port = self.server_address
        self.url = public_url or f"http://{host}:{port}"
        self.identity = Identity(gateway, subgraph.PLUGIN)
        manifest = json.loads(Path(__file__).with_name("plugin.json").read_text(encoding="utf-8"))
        self.manifest = {**manifest, "remote": {"url": f"{self.url}/graphql"}}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gateway", required=True, help="where the keys of the gateway are, its address")
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=4100)
    options.add_argument("--url", help="the address by which the gateway reaches this server")
    chosen = options.parse_args()
    server = Server((chosen.host, chosen.port), chosen.gateway, chosen.url)
    print(f"The manifest is at {server.url}/plugin.json, listening on port {server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
