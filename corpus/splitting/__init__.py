"""Splitting: the blocks of a document become passages, one provision each where it fits what the encoder reads.

A provision is a numbered paragraph with its points, a recital, a section without paragraphs, or a paragraph. One
that is too long is cut at its points, then at sentences, then at words; points too small to be found by themselves
stay with their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.language.locators import Ids, cite, parse_label
from corpus.records import Block, BlockKind, Document, Passage, Policy, Struck
from corpus.splitting.cutting import Count, costs, cut
from corpus.splitting.lives import life_of
from corpus.splitting.struck import joined, spread

SPLITTER_VERSION = 8  # of reading and cutting, into sentences too: documents read by an earlier one are read again
GOAL = (
    110  # tokens at which a group of points closes: about 80 words, what a note's paragraph has and questions ask for
)
TINY = 24  # tokens below which the last points of a group join the one before
FEWEST_WORDS = 4  # three words or fewer answer nothing alone: they stay with what they belong to

# Chinese, Japanese and Thai letters count as words, for these scripts write no blanks.
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+(?:['’.,-][^\W_]+)*")
_OPEN_END = re.compile(r"(?::|—|-|–|following|[,;]? (?:and|or))\W*\Z")
_IN_LIST = re.compile(r"[;,](?:\s(?:and|or))?\Z")
_SMALL_POINT = re.compile(r"\W*\w{1,4}[.)]\s+[a-z]")
_DEFINITION = re.compile(
    r"\W*\w{1,5}\)?\W+(?:[^.—]{3,60}\.—)?(?:The term )?[‘“\"'][^’”\"]{2,80}[’”\"']+,? (?:or |means|has)"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A block that makes text: `base` is what its locator begins with, `path` its steps below that."""

    block: Block
    headings: tuple[str, ...]
    base: str
    path: tuple[str, ...]
    tokens: int = 0


def split(document: Document, policy: Policy, count_tokens: Count, limit: int = 256) -> list[Passage]:
    """Return the passages of a document in reading order, none over `limit` tokens, nothing lost or doubled.

    `count_tokens` counts what the encoder reads of each text, special tokens included; it is called on batches.
    Left out are headings (passages carry them), and lines without a word. Raise ValueError for a limit that leaves
    no room beside the special tokens.
    """
    room = limit - count_tokens([""])[0]
    if room < 1:
        raise ValueError(f"a limit of {limit} tokens leaves no room for text beside the special tokens")
    items = list(_items(document.blocks))
    tokens = costs([item.block.text for item in items], count_tokens)
    items = [replace(item, tokens=number) for item, number in zip(items, tokens, strict=True)]
    groups = _with_short(list(_wordy(items, room)), room)
    long = [group[0].block.text for group in groups if _size(group) > room]
    pieces = iter(cut(long, count_tokens, room))
    ids = Ids(policy.id)
    passages: list[Passage] = []
    for group, following in pairwise([*groups, []]):
        place = _place(group, following)
        whole, struck = joined([item.block for item in group])
        texts = next(pieces) if _size(group) > room else [whole]
        for text, crossed in zip(texts, spread(texts, whole, struck), strict=True):
            passages.append(replace(_passage(text, group, place, policy, ids), struck=crossed))
    return passages


def _wordy(items: Sequence[_Item], room: int) -> Iterator[list[_Item]]:
    """Yield the groups of all provisions; what has no word, such as a rule of dashes, is left out."""
    for provision in _provisions([item for item in items if _words(item.block.text)]):
        yield from _groups(provision, room)


def _with_short(groups: Sequence[list[_Item]], room: int) -> list[list[_Item]]:
    """Return the groups with short lines where they belong.

    Short lines in a row stay together, as the lines of a term sheet; one that leads in goes to what follows it, any
    other to what it follows, where that stands below the same headings.
    """
    runs: list[list[_Item]] = []
    for group in groups:
        if runs and _is_short(group) and _is_short(runs[-1][-1:]) and _joins(runs[-1], group, room):
            runs[-1] = runs[-1] + group
        else:
            runs.append(group)
    kept: list[list[_Item]] = []
    before: list[_Item] = []  # a short line that goes to what follows
    for run, following in pairwise([*runs, []]):
        group, before = before + run, []
        forward = _joins(group, following, room)
        if not _is_short(group):
            kept.append(group)
        elif kept and _joins(kept[-1], group, room) and not (forward and _leads_in(group[-1])):
            kept[-1] = kept[-1] + group
        elif forward:
            before = group
        else:
            kept.append(group)
    return kept


def _is_short(group: Sequence[_Item]) -> bool:
    return _words(" ".join(item.block.text for item in group)) < FEWEST_WORDS


def _joins(one: Sequence[_Item], other: Sequence[_Item], room: int) -> bool:
    """Return whether two groups may be one: paragraphs of one life below the same headings, which fit."""
    if not one or not other:
        return False
    same = (one[-1].headings, one[-1].block.attributes) == (other[0].headings, other[0].block.attributes)
    kinds = {item.block.kind for item in (*one, *other)}
    return same and kinds == {BlockKind.PARAGRAPH} and _size(one) + _size(other) <= room


def _items(blocks: Sequence[Block]) -> Iterator[_Item]:
    """Yield the blocks that make text, each with its headings and its place."""
    above: list[Block] = []
    page, on_page = None, 0
    crossed: Struck = ()  # struck words of the headings above
    for block in blocks:
        if block.page != page:
            page, on_page = block.page, 0
        if block.kind is BlockKind.HEADING:
            above = [heading for heading in above if heading.level < block.level] + [block]
            crossed += tuple((0, words) for _, words in block.struck)
            continue
        base = next((heading.label for heading in reversed(above) if heading.label), "")
        place, path = parse_label(block.label)
        if place:
            base = place
        elif not base:
            on_page += 1
            base = f"¶{on_page}" if page is None else f"p. {page} ¶{on_page}"
        own = replace(block, struck=crossed + block.struck) if crossed else block
        crossed = ()
        yield _Item(own, tuple(heading.text for heading in above), base, path)


def _provisions(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Cut the items where a new provision begins; notes that stand within a provision follow it."""
    current: list[_Item] = []
    notes: list[_Item] = []
    for item in items:
        if current and _is_note_within(current, item):
            notes.append(item)
            continue
        if current and not _continues(current, item):
            yield current
            yield from ([note] for note in notes)
            current, notes = [], []
        current.append(item)
    if current:
        yield current
    yield from ([note] for note in notes)


def _is_note_within(provision: Sequence[_Item], item: _Item) -> bool:
    return item.block.kind is BlockKind.FOOTNOTE and provision[0].block.kind is BlockKind.PARAGRAPH


def _continues(provision: Sequence[_Item], item: _Item) -> bool:
    first = provision[0]
    same_place = (item.headings, item.base) == (first.headings, first.base) or _goes_on(provision, item)
    same_life = item.block.attributes == first.block.attributes
    paragraphs = item.block.kind is first.block.kind is BlockKind.PARAGRAPH
    if not (same_place and same_life and paragraphs):
        return False
    return item.path[:1] == first.path[:1] or (not first.path and (_leads_in(first) or _goes_on_below(item)))


def _goes_on_below(item: _Item) -> bool:
    """Return whether a point goes on with the sentence above it, whatever that ends with: a note in the margin may."""
    return bool(item.path) and _SMALL_POINT.match(item.block.text) is not None


def _goes_on(provision: Sequence[_Item], item: _Item) -> bool:
    """Return whether a paragraph without a label goes on with a list that one before it leads in to."""
    if any(one.block.label or one.headings != item.headings for one in provision) or item.block.label:
        return False
    texts = [one.block.text.rstrip() for one in provision]
    return texts[-1].endswith(":") or (_IN_LIST.search(texts[-1]) is not None and texts[0].endswith(":"))


def _leads_in(item: _Item) -> bool:
    return _OPEN_END.search(item.block.text) is not None


def _groups(items: list[_Item], room: int) -> list[list[_Item]]:
    """Cut a provision into groups that fit; a single item that does not fit is a group by itself."""
    if len(items) == 1 or _size(items) <= room:
        return [items]
    parts = _parts(items)
    defining = sum(_DEFINITION.match(part[0].block.text) is not None for part in parts) * 2 > len(parts)
    groups: list[list[_Item]] = []
    is_open = False  # whether the last group may take more
    for position, part in enumerate(parts):
        if _size(part) > room:
            whole = _groups(part, room)
            if groups and is_open and _is_small(groups[-1], defining=defining) and _size(groups[-1] + whole[0]) <= room:
                whole[0] = groups.pop() + whole[0]
            groups += whole
            is_open = False
            continue
        fits = bool(groups) and _size(groups[-1] + part) <= room
        tail = not defining and position == len(parts) - 1 and _size(part) < TINY
        if fits and (
            (is_open and not defining and _size(groups[-1]) < GOAL) or _is_small(groups[-1], defining=defining) or tail
        ):
            groups[-1] = groups[-1] + part
        else:
            groups.append(part)
        is_open = True
    return groups


def _parts(items: list[_Item]) -> list[list[_Item]]:
    """Cut a provision at its points: its lead-in alone, then each point with what lies below it."""
    rest = items[1:] if all(item.path[: len(items[0].path)] == items[0].path for item in items) else items
    top = min(len(item.path) for item in rest)
    parts: list[list[_Item]] = [items[:1]] if rest is not items else []
    for item in rest:
        if not parts or len(item.path) <= top or len(parts[-1][0].path) < top:
            parts.append([])
        parts[-1].append(item)
    return parts


def _is_small(group: Sequence[_Item], *, defining: bool) -> bool:
    """Return whether a group must not stand alone: points of a few words, and a lead-in; definitions may be short."""
    if _words(" ".join(item.block.text for item in group)) < FEWEST_WORDS or (_size(group) < TINY and not defining):
        return True
    return len(group) == 1 and _leads_in(group[0]) and _size(group) < GOAL


def _size(group: Sequence[_Item]) -> int:
    return sum(item.tokens for item in group)


def _words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _place(group: Sequence[_Item], following: Sequence[_Item]) -> str:
    """Cite a group: the provision that it holds whole, or the range from its first to its last provision.

    A lead-in is cited by itself only where it stands alone; the last provision is named as high as it is whole.
    """
    base, paths = group[0].base, [item.path for item in group]
    if (end := group[-1]).base != base:
        return f"{cite(base, paths[0], paths[0])}-{cite(end.base, end.path, end.path)}"

    def goes_on(path: tuple[str, ...]) -> bool:
        return any(
            (item.headings, item.base, item.path[: len(path)]) == (group[0].headings, base, path)
            and len(item.path) > len(path)
            for item in following[:1]
        )

    first = paths[0]
    for path in paths[1:]:
        if not (goes_on(first) and len(path) > len(first) and path[: len(first)] == first):
            break
        first = path
    whole = [path for path in paths[paths.index(first) :] if not goes_on(path) and path == paths[-1][: len(path)]]
    last = min(whole, key=len, default=paths[-1])
    return cite(base, first, last)


def _passage(text: str, group: Sequence[_Item], place: str, policy: Policy, ids: Ids) -> Passage:
    first, blocks = group[0], [item.block for item in group]
    ends = [block.page_end or block.page for block in blocks]
    return Passage(
        id=ids.make(place),
        policy_id=policy.id,
        text=text,
        locator=place,
        life=life_of(policy.life, dict(first.block.attributes)),
        page=first.block.page,
        page_end=max((page for page in ends if page is not None), default=None),
        headings=first.headings,
        at=dict(first.block.attributes).get("at", ""),
    )
