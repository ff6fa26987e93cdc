"""Trees of XML, read without entities, network or a depth without end."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from corpus.errors import InputError

__all__ = ["Element", "local", "namespace", "parse_tree"]

MOST_ELEMENTS = 1_000_000  # some 400 MB of memory; the longest act as XML has 60,000
TOO_DEEP = "Excessive depth"  # libxml2 stops at 256 elements within one another
AMPLIFIED = "amplification"  # where entities are made of entities


def parse_tree(data: bytes, name: str, save: str) -> etree._Element:
    """Return the root of a file; raise InputError for one that is broken, declares entities or is made too large.

    `save` says in an error what to do: "download it again".
    """
    if data.count(b"<") > 3 * MOST_ELEMENTS:
        raise InputError(f"{name} has more than {MOST_ELEMENTS:,} elements: split it, or {save}.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if TOO_DEEP in str(error):
            raise InputError(f"{name} nests its elements too deeply to be read: {save}.") from error
        if AMPLIFIED in str(error):
            raise InputError(_declaring(name, save)) from error
        raise InputError(f"{name} is no sound XML ({' '.join(str(error).split())[:90]}): {save}.") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(_declaring(name, save))
    return root


def _declaring(name: str, save: str) -> str:
    return f"{name} declares entities of its own, which are not read: {save}."


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; of an entity that was not read, nothing."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """Return the namespace of an element, or nothing."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""
