"""Layers (optional content): which are switched off when a document is opened."""

from __future__ import annotations

from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


class Layers:
    """The layers of a document by the numbers of their objects."""

    def __init__(self, reader: PdfReader) -> None:
        """Read which layers are off: by the list of those, or by the base state without being in that of the others."""
        self._off: set[int] = set()
        properties = _dictionary(reader.trailer.get("/Root")).get("/OCProperties")
        described = _dictionary(properties)
        default = _dictionary(described.get("/D"))
        if default.get("/BaseState") == "/OFF":
            self._off = _numbers(described.get("/OCGs")) - _numbers(default.get("/ON"))
        self._off |= _numbers(default.get("/OFF"))

    def is_on(self, reference: Any) -> bool:
        """Return whether content of a layer, or of a group of layers, is seen."""
        if reference is None:
            return True
        if getattr(reference, "idnum", None) in self._off:
            return False
        group = _dictionary(reference)
        if group.get("/Type") != "/OCMD" or "/OCGs" not in group:
            return True
        members = _numbers(group.raw_get("/OCGs"))
        states = [number not in self._off for number in members]
        policy = group.get("/P", "/AnyOn")
        if not states:
            return True
        if policy in {"/AllOff", "/AnyOff"}:
            return (not any(states)) if policy == "/AllOff" else not all(states)
        return all(states) if policy == "/AllOn" else any(states)


def _dictionary(reference: Any) -> DictionaryObject:
    found = None if reference is None else reference.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _numbers(reference: Any) -> set[int]:
    """Return the object numbers of one layer or of an array of them."""
    if reference is None:
        return set()
    found = reference.get_object()
    members = list(found) if isinstance(found, ArrayObject) else [reference]
    return {member.idnum for member in members if hasattr(member, "idnum")}
