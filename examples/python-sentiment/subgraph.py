"""The subgraph: what its fields answer, and the parts of its stream."""

import time
import uuid
from datetime import datetime, timezone
from pathlib import Path

from graphql_reader import GraphQLError, Reader, select
from sentiment import sentences, sentiment

PLUGIN, VERSION = "python-sentiment", "1.0.0"
CAPABILITY = "python-sentiment.read"
SDL = Path(__file__).with_name("schema.graphql").read_text(encoding="utf-8")
SUPERTYPES = {"_Entity", "RunEvent", "AIResult", "Result"}


def query(reader, selections, claims):
    """A result for `_service` and `_entities`; `claims` is None for a caller that did not say who it is."""
    root = {"__typename": "Query", "_service": {"__typename": "_Service", "sdl": SDL}}
    if any(selection.name != "_service" for selection in selections):
        if claims is None:
            raise GraphQLError("only Tributary may ask this", "UNAUTHENTICATED")
        root["_entities"] = lambda representations: [entity(each) for each in representations]
    return select(root, selections, reader, SUPERTYPES)


def entity(representation):
    """A document with what the gateway read of it for us, because `@requires` says so: with the caller's rights."""
    if representation.get("__typename") != "Document":
        return None
    pages = (representation.get("pages") or {}).get("nodes") or []
    text = "\n".join(page["text"] for page in pages)
    return {"__typename": "Document", "id": representation["id"], "sentiment": sentiment(text)}


def subscribe(reader, selections, claims):
    """The results of a subscription, one a part."""
    [selection] = [each for each in selections if each.is_field]
    if selection.name != "readSentiment":
        raise GraphQLError(f"there is no subscription {selection.name}", "BAD_USER_INPUT")
    text, after = selection.arguments["text"], selection.arguments.get("after")
    if not sentences(text):
        raise GraphQLError("text has no sentence", "BAD_USER_INPUT")
    for part in parts(claims["tenant"], text, after):
        root = {"__typename": "Subscription", selection.name: part}
        yield select(root, selections, reader, SUPERTYPES)


def parts(tenant, text, after):
    """The run events behind a cursor. The same text gives the same parts: they need not be kept to be given again."""
    run = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{tenant}\n{text}"))
    begun, spoken = time.monotonic(), []
    known = sentences(text)
    last = place_of(after, run, len(known) + 1)
    for place in range(len(known) + 2):
        common = {"runId": run, "cursor": f"{run}.{place}"}
        if place == 0:
            part = {"__typename": "RunStarted", "capability": CAPABILITY, "engine": "BUILT_IN"}
        elif place <= len(known):
            score = (sentiment(known[place - 1]) or {"score": 0.0})["score"]
            spoken.append(f"{score:+.2f}  {known[place - 1]}\n")
            part = {"__typename": "TextDelta", "text": spoken[-1]}
        else:
            result = answer(run, text, "".join(spoken), time.monotonic() - begun)
            part = {"__typename": "RunFinished", "result": result}
        if place > last:
            yield {**part, **common}


def place_of(cursor, run, end):
    if cursor is None:
        return -1
    owner, _, place = cursor.rpartition(".")
    if owner != run or not place.isdecimal() or int(place) > end:
        raise GraphQLError("the cursor is of another run", "CURSOR_INVALID")
    return int(place)


def answer(run, text, spoken, seconds):
    info = {
        "__typename": "ResultInfo",
        "runId": run,
        "decisionId": None,
        "capability": CAPABILITY,
        "pluginVersion": VERSION,
        "engine": "BUILT_IN",
        "promptVersion": None,
        "model": None,
        "screening": "UNSCREENED",
        "grounded": None,
        "evidence": [],
        "verdicts": [],
        "costUsd": "0",
        "estimatedCostUsd": "0",
        "inputTokens": 0,
        "outputTokens": 0,
        "truncated": False,
        "cached": None,
        "durationMs": seconds * 1000,
        "createdAt": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    found = sentiment(text)
    output = found and {"label": found["label"], "score": found["score"]}
    return {"__typename": "Answer", "text": spoken, "output": output, "result": info}


def read(payload):
    """The kind of an operation, its reader and its selections."""
    reader = Reader(payload.get("query") or "", dict(payload.get("variables") or {}))
    kind, selections = reader.operation()
    return kind, reader, selections
