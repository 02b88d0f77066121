"""Verifies for whom Tributary calls: a JSON Web Token signed with Ed25519, by the keys that the gateway publishes."""

import base64
import hashlib
import json
import threading
import time
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEADER = "tributary-identity"
CLOCK_SKEW = 5
FETCH_EVERY = 5


class Refused(Exception):
    """The caller did not show that it is the gateway."""


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Identity:
    def __init__(self, gateway, plugin):
        self.address = f"{gateway.rstrip('/')}/.well-known/jwks.json"
        self.plugin = plugin
        self.keys = {}
        self.fetched = float("-inf")
        self.lock = threading.Lock()

    def verify(self, token, body=None):
        """The claims: `sub` who asks, `tenant`, `roles`, `groups`, `scopes`, `request_id`. `body`: of an HTTP request."""
        try:
            head, payload, signature = (token or "").split(".")
            header, claims = json.loads(decode(head)), json.loads(decode(payload))
            if header["alg"] != "EdDSA":
                raise Refused("the token is not signed with Ed25519")
            self.key(header["kid"]).verify(decode(signature), f"{head}.{payload}".encode())
            now = time.time()
            if claims["iss"] != "tributary" or claims["aud"] != self.plugin:
                raise Refused("the token is for somebody else")
            if claims["exp"] <= now or claims["iat"] > now + CLOCK_SKEW:
                raise Refused("the token has expired")
            if body is not None and claims.get("body_sha256") != hashlib.sha256(body).hexdigest():
                raise Refused("the token is for another request")
            return claims
        except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature, OSError) as error:
            raise Refused("the token is not valid") from error

    def key(self, kid):
        with self.lock:
            if kid not in self.keys and time.monotonic() - self.fetched > FETCH_EVERY:
                self.fetched = time.monotonic()
                with urllib.request.urlopen(self.address, timeout=5) as answer:
                    published = json.load(answer)["keys"]
                self.keys = {
                    key["kid"]: Ed25519PublicKey.from_public_bytes(decode(key["x"])) for key in published
                }
            return self.keys[kid]
