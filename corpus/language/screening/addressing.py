"""Addressing: how likely a sentence speaks to whoever answers questions, instead of about the world.

What a sentence is about is told by a vocabulary of ideas in five languages (`addressing.tsv`): saying, an answer, a
machine, a reader, a request, and so on. How ideas weigh, alone and two together, was fitted to examples by
`python -m benchmarks.fitting.addressing`, which says how well it does.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from corpus.language.sentences import sentences

MODEL, VOCABULARY = (Path(__file__).with_name(f"addressing.{kind}") for kind in ("json", "tsv"))
MOST_CHARACTERS = 500  # of one sentence that are looked at
WHOLE = "."  # behind a word of the vocabulary that is no beginning of others
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"  # scripts without blanks between words
# Letters of other scripts that look like Latin ones, and small capitals.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏѵԛԝκνορτυАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧᴀʙᴄᴅᴇғꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxijsdhlvqwkvoptuABEKMHOPCTYXIJSABEZHIKMNOPTYXabcdeffghijklmnopqrstuvwyz",
)
SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){7,}[^\W\d_](?!\S)|(?:[^\W\d_] {1,3}){12,}")
FIGURED = re.compile(r"(?<![\w.])(?=\w*[a-z]\d[a-z])[a-z\d]{4,}", re.IGNORECASE)  # r3ply
FIGURES = str.maketrans("013457", "oieast")
LENGTHS = {"long": 140, "very long": 260}  # characters; an order is short, and a rule with its conditions is not
STRUCK = re.compile(r"[\u0334-\u0338]")
FORMS: Mapping[str, re.Pattern[str]] = {
    "disguise": re.compile("[ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡ]{3}"),
    "call": re.compile(
        r"<\|?[\w/ ]+\|?>|\[/?INST\]|^\s*#{2,4} *(?:system|developer|instruction)"
        r"|[\"\'](?:role|tool|name|arguments|content)[\"\']\s*:|\w\(\s*(?:\w+\s*=\s*)?[\"\']",
        re.IGNORECASE,
    ),
    "turn": re.compile(
        r"^\W*(?:system|assistant|developer|user)\b[^:]{0,20}[:：>|]|^\W*(?:系統|系统|助手|開發者|ระบบ|ผู้ช่วย|sistema|"
        r"assistente|assistent)"
        r"[^:：]{0,6}[:：]",
        re.IGNORECASE,
    ),
    "colon": re.compile(r"^[^:：\n]{3,80}[:：]\s*\S"),
    "quote": re.compile(r"[\"“「].{8,}[\"”」]"),
}


def chance(text: str) -> float:
    """Return the chance in [0, 1] that one of the sentences or lines of a text speaks to whoever answers about it."""
    pieces = dict.fromkeys(piece for line in text.split("\n") for piece in (line, *sentences(line)) if piece.strip())
    return max((_chance(piece) for piece in pieces), default=0.0)


def ideas(text: str) -> frozenset[str]:
    """Return the ideas of a sentence, and each two of them that stand together."""
    text = text[:MOST_CHARACTERS]
    plain = read_through(text)
    low = " ".join(plain.lower().split())
    signs = {name for name, form in FORMS.items() if form.search(plain) or form.search(text)}
    signs |= {"disguise"} if _disguised(text) else set()
    signs |= {name for name, words in _vocabulary().items() if words.search(low)}
    signs |= {name for name, least in LENGTHS.items() if len(low) >= least}
    signs |= {f"first {name}" for name, words in _vocabulary().items() if words.match(low)}
    return frozenset(signs | {f"{one} & {other}" for one, other in combinations(sorted(signs), 2)})


def read_through(text: str) -> str:
    """Return a text with compatibility forms, look-alike, spaced, struck and figured letters as what they stand for."""
    plain = STRUCK.sub("", _folded(text))
    plain = SPACED.sub(lambda run: re.sub(r"(\S) (?! )", r"\1", run.group(0)), plain)
    return FIGURED.sub(lambda word: word.group(0).translate(FIGURES), plain)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(LOOKALIKES)
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


def _disguised(text: str) -> bool:
    """Return whether letters are spaced, struck or written as figures, or look like those of another alphabet."""
    words = (word for word in re.findall(r"\w{3,}", text) if not word.isascii() and re.search("[A-Za-z]", word))
    folded = _folded(text)
    return (
        read_through(text) != folded
        or SPACED.search(folded) is not None
        or any(word.translate(LOOKALIKES).isascii() for word in words)
    )


def _chance(text: str) -> float:
    weights, start = _model()
    total = start + sum(weights.get(idea, 0.0) for idea in ideas(text))
    return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, re.Pattern[str]]:
    """Read the words of each idea; in scripts with blanks the beginnings of words, or whole ones with a dot behind."""
    words: dict[str, list[str]] = {}
    for line in VOCABULARY.read_text(encoding="utf-8").splitlines():
        idea, _, listed = line.split("\t")
        words.setdefault(idea, []).extend(listed.split("|"))
    unspaced = re.compile(f"[{UNSPACED}]")
    return {
        idea: re.compile("|".join(
            re.escape(word) if unspaced.search(word) else rf"\b{re.escape(word)}".replace(re.escape(WHOLE), r"\b")
            for word in listed
        ))
        for idea, listed in words.items()
    }  # fmt: skip


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, float], float]:
    held = json.loads(MODEL.read_text(encoding="utf-8"))
    return held["weights"], held["start"]
