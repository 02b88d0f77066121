"""How pleased a text sounds: the sum of the weights of the words that a list knows, and nothing cleverer."""

import re
from pathlib import Path

NEGATIONS = {"not", "no", "never", "hardly", "without"}


def read_words(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {word: int(weight) for word, weight in pairs}


WORDS = read_words(Path(__file__).with_name("words.txt"))


def sentiment(text):
    """What GraphQL calls `Sentiment`; None for a text without words."""
    words = re.findall(r"[a-z']+", text.lower())
    if not words:
        return None
    weights = [
        -WORDS[word] if before in NEGATIONS else WORDS[word]
        for before, word in zip(["", *words], words)
        if word in WORDS
    ]
    score = round(sum(weights) / (3 * len(weights)), 2) if weights else 0.0
    label = "POSITIVE" if score > 0 else "NEGATIVE" if score < 0 else "NEUTRAL"
    return {"__typename": "Sentiment", "label": label, "score": score, "words": len(weights)}


def sentences(text):
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
