"""Addressing: how likely a sentence speaks to whoever answers questions, instead of about the world.

What a sentence is about is told by a vocabulary of ideas in five languages (`addressing.tsv`): saying, an answer, a
machine, a reader, a request, and so on. How ideas weigh, alone and two together, and how words do that stand in the
examples, was fitted by `python -m benchmarks.fitting.addressing`, which says how well it does.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from corpus.language.sentences import sentences

MODEL, VOCABULARY = (Path(__file__).with_name(f"addressing.{kind}") for kind in ("json", "tsv"))
MEMO = 20_000  # sentences whose chance is remembered: a file may say one a million times
MOST_CHARACTERS = 500  # of one sentence that are looked at
WHOLE = "."  # behind a word of the vocabulary that is no beginning of others
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"  # scripts without blanks between words
# Letters of other scripts that look like Latin ones, and small capitals.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏѵԛԝκνορτυАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧᴀʙᴄᴅᴇғꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxijsdhlvqwkvoptuABEKMHOPCTYXIJSABEZHIKMNOPTYXabcdeffghijklmnopqrstuvwyz",
)
SPACED = re.compile(
    r"(?<!\S)(?:[^\W\d_] ){7,}[^\W\d_](?!\S)|(?:[^\W\d_] {1,3}){12,}"
    r"|(?<!\S)(?:[\u3400-\u9fff] ){3,}[\u3400-\u9fff](?!\S)"
)
FIGURED = re.compile(r"(?<![\w.])(?=\w*[a-z]\d[a-z])[a-z\d]{4,}", re.IGNORECASE)  # r3ply
FIGURES = str.maketrans("013457", "oieast")
WORD, RUN = re.compile(r"[^\W\d_]+|\d+"), re.compile(f"[{UNSPACED}]+")
CELLS = re.compile(r"\s*[\t|■]\s*|; ")
MOST_CELLS = 12  # of a row that is read as a sentence: an order has a few words around it, and a large row costs
OF_WORDS = "= "  # before a feature that is a word, and no idea
JOINED = re.compile(r"(?<![\w.-])(?:[^\W\d_][-._·]){2,}[^\W\d_](?![\w-])")  # s-a-y
BEGINNING = 6  # letters of a word that count
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
    """Return the chance in [0, 1] that a sentence, line or row of a text speaks to whoever answers about it."""
    return max(map(_chance, dict.fromkeys(pieces(text))), default=0.0)


def pieces(text: str) -> Iterator[str]:
    """Yield what can be read as one: lines, sentences, also over the ends of lines, and rows of a table.

    A row that is told as "head: value; head: value" is read value by value too, and one of cells as "cell: cell".
    """
    for line in filter(str.strip, text.split("\n")):
        yield line
        yield from sentences(line)
        cells = [cell for cell in CELLS.split(line) if cell.strip()]
        if 1 < len(cells) <= MOST_CELLS:
            values = [cell.partition(": ")[2] or cell for cell in cells]
            yield from cells
            yield ": ".join(values)
    if "\n" in text.strip():
        yield from sentences(" ".join(text.split()))


def letter_by_letter(text: str) -> bool:
    """Return whether half of a text or more is written with its letters apart, so that no reader can check it."""
    return 2 * sum(len(run.group(0)) for run in SPACED.finditer(_folded(text))) >= max(1, len(text))


def features(text: str) -> frozenset[str]:
    """Return what the model looks at: ideas, each two that stand together, and words, alone and by two neighbours."""
    text = text[:MOST_CHARACTERS]
    folded = _folded(text)
    plain = _read_through(folded)
    low = " ".join(plain.lower().split())
    disguised = plain != folded or _disguised(text, folded)
    return _words(low) | _pairs(_ideas(text, plain, low) | ({"disguise"} if disguised else set()))


def _pairs(found: AbstractSet[str]) -> frozenset[str]:
    return frozenset(found) | {f"{one} & {other}" for one, other in combinations(sorted(found), 2)}


def _ideas(text: str, plain: str, low: str) -> set[str]:
    """Return the ideas of a sentence, which of them it begins with, its form and length."""
    found = {name for name, form in FORMS.items() if form.search(plain) or form.search(text)}
    found |= {name for name, words in _vocabulary().items() if words.search(low)}
    found |= {name for name, least in LENGTHS.items() if len(low) >= least}
    return found | {f"first {name}" for name, words in _vocabulary().items() if words.match(low)}


def _words(low: str) -> frozenset[str]:
    """Return the beginnings of words and of each two neighbours; in scripts without blanks, two and three letters."""
    begun = ["#" if word[0].isdigit() else word[:BEGINNING] for word in WORD.findall(RUN.sub(" ", low))]
    runs = RUN.findall(low)
    letters = {run[at : at + size] for run in runs for size in (2, 3) for at in range(len(run) - size + 1)}
    pairs = {f"{one} {other}" for one, other in pairwise(begun)}
    first = {f"^{one}" for one in (*begun[:1], *(run[:2] for run in runs[:1]))}
    return frozenset(f"{OF_WORDS}{one}" for one in {*begun, *pairs, *first, *letters})


def read_through(text: str) -> str:
    """Return a text with compatibility forms, look-alike, spaced, struck and figured letters as what they stand for."""
    return _read_through(_folded(text))


def _read_through(folded: str) -> str:
    plain = STRUCK.sub("", folded)
    plain = SPACED.sub(lambda run: re.sub(r"(\S) (?! )", r"\1", run.group(0)), plain)
    plain = JOINED.sub(lambda run: re.sub(r"(?<=\w)[-._·](?=\w)", "", run.group(0)), plain)
    return FIGURED.sub(lambda word: word.group(0).translate(FIGURES), plain)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(LOOKALIKES)
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


def _disguised(text: str, folded: str) -> bool:
    """Return whether letters are spaced, or look like those of another alphabet."""
    words = (word for word in re.findall(r"\w{3,}", text) if not word.isascii() and re.search("[A-Za-z]", word))
    return SPACED.search(folded) is not None or any(word.translate(LOOKALIKES).isascii() for word in words)


@lru_cache(maxsize=MEMO)
def _chance(text: str) -> float:
    weights, start = _model()
    total = start + sum(weights.get(idea, 0.0) for idea in features(text))
    return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, re.Pattern[str]]:
    """Read the words of each idea; in scripts with blanks the beginnings of words, or whole ones with a dot behind."""
    words: dict[str, list[str]] = {}
    for line in VOCABULARY.read_text(encoding="utf-8").splitlines():
        idea, _, listed = line.split("\t")
        words.setdefault(idea, []).extend(listed.split("|"))
    return {idea: _any_of(listed) for idea, listed in words.items()}


def _any_of(listed: Sequence[str]) -> re.Pattern[str]:
    """Make a pattern of words; those of scripts with blanks share one look for a boundary, a third of the time."""
    unspaced = [re.escape(word) for word in listed if RUN.search(word)]
    spaced = [re.escape(word).replace(re.escape(WHOLE), r"\b") for word in listed if not RUN.search(word)]
    return re.compile("|".join([rf"\b(?:{'|'.join(spaced)})", *unspaced]))


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, float], float]:
    held = json.loads(MODEL.read_text(encoding="utf-8"))
    return held["weights"], held["start"]
