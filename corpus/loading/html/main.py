"""The main text of a page: what stands around it, such as menus, is left out; what may be text never is."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from corpus.loading.html.unseen import drop

MAIN_SHARE = 0.7  # of the words outside of links and menus that a page's own `main` must hold to be all that is read
MOST_MAINS = 20  # elements that may call themselves main
LEAST_SHARE = 0.5  # of a page's words that must be left when menus are taken out
MENU_LINKS = 4
MENU_SHARE = 0.8  # of the letters of a menu that stand in links
MENU_ENTRY = 40  # letters of an entry on the average; longer ones are titles of documents

_MENUS = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog"))
_TEXT = frozenset(("main", "article", "section"))
_LISTS = frozenset(("ul", "ol", "div", "section", "table", "p", "dl"))


def main_element(tree: etree._Element) -> tuple[etree._Element, str]:
    """Return the element that holds a page's text, with menus, heads and feet of the site taken out, and its first h1.

    A page whose words are all in its frame is read with it.
    """
    body = tree.find(".//body")
    whole = tree if body is None else body
    title = next(whole.iter("h1"), None)
    head = "" if title is None else " ".join("".join(title.itertext()).split())
    frame = _frame(whole)
    everything = words = _words(whole, set())
    if frame:
        words = _words(whole, set(frame))  # proxies are held by the list, so that their identity lasts
    if words >= LEAST_SHARE * everything:
        for element in frame:
            drop(element)
    for element in _teasers(whole):
        drop(element)
    mains = [one for one, _ in zip(whole.iter("main", "article", "div"), range(10**6), strict=False) if _is_main(one)]
    sizes = [(_words(one, set()), one) for one in mains[:MOST_MAINS]]
    if sizes:
        size, largest = max(sizes, key=lambda pair: pair[0])
        if size >= MAIN_SHARE * words and size:
            return largest, head
    for element in _menus(whole):
        drop(element)
    return whole, head


def _teasers(whole: etree._Element) -> list[etree._Element]:
    """Return the articles that only lead to others, whose headings are links, beside an article that is the page's."""
    articles = list(whole.iter("article"))
    found = [one for one in articles if _leads_away(one)]
    rest = [one for one in articles if one not in found]
    inner = {one for teaser in found for one in teaser.iterdescendants("article")}
    own = sum(_words(one, set(found)) for one in rest if one not in inner)
    return found if found and own >= sum(_words(one, set()) for one in found) else []


def _leads_away(article: etree._Element) -> bool:
    heading = next(article.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    link = None if heading is None else next(heading.iter("a"), None)
    if heading is None or link is None or (link.get("href") or "#").startswith("#") or heading.tag == "h1":
        return False
    return "".join(link.itertext()).split() == "".join(heading.itertext()).split()


def _is_main(element: etree._Element) -> bool:
    return bool(element.tag == "main" or element.get("role") == "main")


def _frame(whole: etree._Element) -> list[etree._Element]:
    """Return the elements around the text: menus, and heads and feet that belong to the site and to no article."""
    found: list[etree._Element] = []
    articles: list[etree._Element] = []
    for event, element in etree.iterwalk(whole, events=("start", "end")):
        if element.tag in _TEXT or element.get("role") == "main":
            if event == "start":
                articles.append(element)
            else:
                articles.pop()
        if event == "end":
            continue
        if (
            element.tag == "nav"
            or element.get("role") in _MENUS
            or (not articles and element.tag in {"header", "footer", "aside"})
        ):
            found.append(element)
    return found


def _words(element: etree._Element, without: set[etree._Element]) -> int:
    """Count the letters of an element outside of links and of some elements within it."""
    count = 0
    walk = etree.iterwalk(element, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, one in walk:
        if event == "start":
            if one.tag in {"a", "button"} or one in without:
                skipped = one
                walk.skip_subtree()
            else:
                count += len((one.text or "").strip())
            continue
        skipped = None if one is skipped else skipped
        if one is not element:
            count += len((one.tail or "").strip())
    return count


@dataclass(slots=True)
class _Links:
    """What of an element stands in links: letters, letters in links, links."""

    letters: int = 0
    linked: int = 0
    links: int = 0


def _menus(whole: etree._Element) -> list[etree._Element]:
    """Return the elements that hold little but short links, unless they are most of what the page says."""
    found: list[etree._Element] = []
    open_ = [_Links()]
    inside = 0  # links around
    for event, element in etree.iterwalk(whole, events=("start", "end")):
        if event == "start":
            inside += element.tag == "a"
            length = len((element.text or "").strip())
            open_.append(_Links(length, length if inside else 0, int(element.tag == "a")))
            continue
        inside -= element.tag == "a"
        own = open_.pop()
        is_menu = own.links >= MENU_LINKS and own.linked >= MENU_SHARE * own.letters
        if element.tag in _LISTS and is_menu and own.linked < MENU_ENTRY * own.links and element is not whole:
            found.append(element)
        above = open_[-1]
        above.letters += own.letters
        above.linked += own.linked
        above.links += own.links
        tail = len((element.tail or "").strip()) if element is not whole else 0
        above.letters += tail
        above.linked += tail if inside else 0
    everything = open_[0].letters
    gone = sum(
        len("".join(one.itertext())) for one in found if not any(above in found for above in one.iterancestors())
    )
    return found if gone < (1 - LEAST_SHARE) * everything else []
