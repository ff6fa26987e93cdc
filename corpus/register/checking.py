"""Checking the policy texts: what `python -m assistant index --check` reports.

A paragraph must be readable by itself, carry its own dates where they differ, and be said once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from corpus.errors import InputError
from corpus.language.sentences import sentences
from corpus.language.terms import terms
from corpus.loading import load
from corpus.records import Block, BlockKind, Document, Life, PartialDate
from corpus.register.confidence import DIGESTS, Digests, highest, read_digests
from corpus.register.front_matter import CONFIDENCES, Problem
from corpus.register.labels import check_label, passage_id, read_labels, read_questions, vocabulary
from corpus.register.notes import Note, note_files, survey
from corpus.register.wording import check_gist, check_strength, check_wording
from corpus.vocabulary.aspects import read_aspects

FEWEST_WORDS, MOST_WORDS = 8, 110
NO_SUBJECT = re.compile(r"^(?:It|This|These|They|Such|He|She|Those|Its|Their)\b")
NEARLY_THE_SAME = 0.85  # Jaccard overlap of the terms of two paragraphs of different notes
# A figure that has lost its unit: large plain numbers that are no year, no count of something named behind them.
BARE_NUMBER = re.compile(r"(?<![\w$€£¥.,/(-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?=[.;,]|$)")
LINK = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")


def check_texts(files: Iterable[Path]) -> list[Problem]:
    """Find everything that is wrong with policy texts: fields, dates, relations, paragraphs, links, repetitions."""
    notes, problems = survey(files)
    problems = list(problems)
    paragraphs: list[tuple[Note, int, frozenset[str]]] = []
    known = {note.policy.id: note for note in notes}
    digests: dict[Path, Digests] = {}
    for note in notes:
        problems += _links(note)
        problems += _confidence(note, digests)
        problems += _ending(note, known)
        lines = note.path.read_text(encoding="utf-8-sig").split("\n")
        try:
            document = load(note.path.read_bytes(), str(note.path))
        except InputError as error:
            line, what = _placed(str(error), note.path)
            problems.append(Problem(note.path, line, what))
            continue
        problems += _gist(note, document)
        begun = {
            day for block in document.blocks for name, day in block.attributes if name in ("published", "effective")
        }
        for block in document.blocks:
            if block.kind is BlockKind.HEADING:
                continue
            line = _line_of(block, lines)
            problems += (
                Problem(note.path, line, f"{block.label}: {what}") for what in _paragraph(block, note, known, begun)
            )
            paragraphs.append((note, line, frozenset(terms(block.text))))
    problems += _repetitions(paragraphs)
    return sorted(problems, key=lambda problem: (str(problem.path), problem.line))


def check_labels(folders: Sequence[Path]) -> list[str]:
    """Describe in one line each what is wrong with the labels beside the texts of some folders.

    Every paragraph has a label and questions; every label a paragraph, known words, and a value in its words.
    """
    words = vocabulary(folders)
    if not words:
        return []
    try:
        labels, questions = read_labels(folders), read_questions(folders)
        texts = {
            passage_id(path.stem, block.label.removeprefix("¶")): block.text
            for path in note_files(folders)
            for block in load(path.read_bytes(), str(path)).blocks
            if block.kind is not BlockKind.HEADING
        }
    except InputError as error:
        return [str(error)]
    problems = [f"{id_}: there is no such paragraph" for id_ in labels.keys() | questions.keys() if id_ not in texts]
    problems += [f"{id_}: no label says what it states" for id_ in texts if id_ not in labels]
    problems += [f"{id_}: no question is given that it answers" for id_ in texts if id_ not in questions]
    for id_, rows in labels.items():
        text = texts.get(id_, "")
        for label in rows:
            wrong = (*check_label(label, text, words), *check_strength(label, text))
            problems += [f"{id_}: {one}" for one in wrong]
    return sorted(problems)


def check_aspects(folders: Iterable[Path]) -> list[str]:
    """Say in one line each what is wrong with the lists of aspects beside the texts of some folders."""
    problems = []
    for folder in folders:
        try:
            read_aspects(folder / "aspects.yaml")
        except InputError as error:
            problems.append(str(error))
    return problems


def _placed(error: str, path: Path) -> tuple[int, str]:
    """Part the line from a loader's `file:line: what`; an error without one is of the first line."""
    match = re.fullmatch(rf"{re.escape(str(path))}(?::(\d+):)? (.*)", error, re.DOTALL)
    return (int(match.group(1) or 1), match.group(2)) if match else (1, error)


def _line_of(block: Block, lines: list[str]) -> int:
    number = block.label.removeprefix("¶")
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{number}. ")), 1)


def _links(note: Note) -> Iterator[Problem]:
    for name, links in (("official_urls", note.policy.official_urls), ("sources", note.policy.sources)):
        for link in links:
            if not LINK.fullmatch(link):
                yield Problem(note.path, note.lines[name], f"{name}: {link!r} is not a link")
    if not note.policy.official_urls and not note.policy.sources:
        yield Problem(note.path, 1, "no source is named: give official_urls or sources")


def _confidence(note: Note, read: dict[Path, Digests]) -> Iterator[Problem]:
    """A note is no surer of itself than its sources allow, where a list of digests stands above it."""
    folder = next((folder for folder in note.path.parents if (folder / DIGESTS).is_file()), None)
    if folder is None:
        return
    if folder not in read:
        read[folder] = read_digests(folder / DIGESTS)
    allowed = highest(note.policy, read[folder])
    if CONFIDENCES.index(note.policy.confidence) < CONFIDENCES.index(allowed):
        yield Problem(
            note.path,
            note.lines["confidence"],
            f"confidence {note.policy.confidence} needs an official text read, or two independent sources that are "
            f"no digests (see {DIGESTS}): say {allowed}",
        )


def _gist(note: Note, document: Document) -> Iterator[Problem]:
    if note.policy.gist:
        words = " ".join((note.policy.title, *(block.text for block in document.blocks)))
        yield from (Problem(note.path, note.lines["gist"], what) for what in check_gist(note.policy.gist, words))


def _ending(note: Note, known: dict[str, Note]) -> Iterator[Problem]:
    """A policy that was superseded has ended, and not before its successor was published."""
    ended = note.policy.life.ended
    for successor in note.policy.related("superseded_by"):
        if ended is None:
            yield Problem(note.path, note.lines.get("ended", 1), f"superseded by {successor}, but `ended` is empty")
            continue
        published = known[successor].policy.life.published
        if published is not None and ended.last < published.first:
            yield Problem(
                note.path, note.lines["ended"], f"ended {ended}, before {successor} was published ({published})"
            )


def _paragraph(block: Block, note: Note, known: dict[str, Note], begun: Collection[str]) -> Iterator[str]:
    words = len(block.text.split())
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield f"has {words} words; write {FEWEST_WORDS} to {MOST_WORDS}"
    for sentence in sentences(block.text):
        if NO_SUBJECT.match(sentence):
            yield f"does not stand alone: {' '.join(sentence.split()[:6])!r} ..."
    if bare := BARE_NUMBER.search(block.text):
        yield f"{bare.group(0)} has no unit"
    yield from check_wording(block.text, note.policy.life, dict(block.attributes), begun)
    yield from _attributes(block, note.policy.life, known)


def _attributes(block: Block, life: Life, known: dict[str, Note]) -> Iterator[str]:
    """Check what the loader cannot know: other policies, and the note's own dates."""
    attributes = dict(block.attributes)
    if "by" in attributes and attributes["by"] not in known:
        yield f"by: there is no policy {attributes['by']!r}"
    if "published" in attributes and life.published:
        when = PartialDate.parse(attributes["published"])
        if when.last < life.published.first:
            yield f"published {when} lies before the note's own {life.published}"


def _repetitions(paragraphs: list[tuple[Note, int, frozenset[str]]]) -> Iterator[Problem]:
    """Find paragraphs of different notes that say nearly the same in the same words."""
    by_term: dict[str, list[int]] = {}
    for position, (_, _, words) in enumerate(paragraphs):
        for word in sorted(words, key=len)[-4:]:
            by_term.setdefault(word, []).append(position)
    pairs = {pair for positions in by_term.values() for pair in combinations(positions, 2)}
    for first, second in sorted(pairs):
        (note, line, words), (other, other_line, other_words) = paragraphs[first], paragraphs[second]
        union = len(words | other_words)
        if note is not other and union and len(words & other_words) / union >= NEARLY_THE_SAME:
            yield Problem(other.path, other_line, f"says nearly the same as {note.path}:{line}")
