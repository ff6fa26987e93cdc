"""Publishers are asked politely and safely, and what the register does not hold is listed and added."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.watching import fetching
from assistant.watching.feeds import Item, items_of
from assistant.watching.fetching import Fetcher, is_public
from assistant.watching.news import KEPT, look, new_items, news
from assistant.watching.publishers import OWN, Publisher, read_publishers
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.library import Library
from tests.assistant.watching.publisher_server import PublisherServer
from tests.conftest import WordEncoder

NOW = 1_700_000_000.0
HOUR = 3_600.0


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    """Serve the feeds."""
    with PublisherServer() as server:
        yield server


@pytest.fixture
def _loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "is_public", lambda _: True)


def watched(server: PublisherServer) -> dict[str, Publisher]:
    """Return the four forms of feeds, as a list of publishers would hold them."""
    about = {"issuer": "SFC", "place": "Hong Kong"}
    rows = [
        {"name": "rss", "feed": f"{server.url}/rss"},
        {"name": "atom", "feed": f"{server.url}/atom", "form": "atom"},
        {"name": "records", "feed": f"{server.url}/records", "form": "json", "items": "result.records"},
        {
            "name": "register", "feed": f"{server.url}/register", "form": "json", "items": "results",
            "date": ["publication_date"], "link": ["html_url"],
        },
    ]  # fmt: skip
    return {row["name"]: Publisher.model_validate(about | row) for row in rows}


def test_each_form_gives_title_day_and_link(server: PublisherServer) -> None:
    """RSS with and without dates, Atom with several links, JSON by the names of its fields."""
    read = {name: items_of(one, server.says[f"/{name}"][2]) for name, one in watched(server).items()}
    assert [(item.title, item.day) for item in read["rss"]] == [
        ("Circular on lending against tokenised deposits", date(2026, 11, 18)),
        ("Circular on margin financing", date(2026, 2, 11)),
        ("Note & annex on custody", None),
    ]
    assert read["rss"][2].link == f"{server.url}/relative/custody.pdf"
    assert read["atom"] == [
        Item(
            "atom",
            "The Cryptoassets (Custody) Regulations 2026",
            f"{server.url}/uksi/2026/900/made",
            date(2026, 11, 20),
        )
    ]
    assert [(item.title, item.day) for item in read["records"]] == [("Stablecoin issuers", date(2026, 11, 17))]
    assert read["register"][0].link.endswith("/2026-23001/custody")


@pytest.mark.parametrize("data", [b"", b"<html><p>Sorry", b"\x00\xff", b"[" * 100_000, b'{"result": 3}'])
@pytest.mark.parametrize("name", ["rss", "records"])
def test_what_is_no_feed_is_one_line(server: PublisherServer, name: str, data: bytes) -> None:
    """An empty answer, a page, noise and deep nesting are told with the publisher's name."""
    with pytest.raises(InputError, match=f"^{name}: what http://127.0.0.1.* gives is no [^\n]*$"):
        items_of(watched(server)[name], data)


def test_no_entity_of_a_feed_is_read(server: PublisherServer, tmp_path: Path) -> None:
    """A feed that names a file of this machine gets nothing of it."""
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    data = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]><rss><item><title>T &e;</title><link>l</link></item></rss>'
    (item,) = items_of(watched(server)["rss"], data.encode())
    assert "the secret" not in item.title


def test_no_order_to_a_terminal_comes_through(server: PublisherServer) -> None:
    """Escapes and breaks in a title or a link are blanks."""
    rows = [{"title": "A\x1b[2J title\n\u202ehere", "link": "/x\x1b]8", "date": "2026-11-17"}]
    data = json.dumps({"result": {"records": rows}}).encode()
    (item,) = items_of(watched(server)["records"], data)
    assert item.title == "A [2J title here"
    assert item.link.isprintable()


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_feed_is_asked_politely(server: PublisherServer, tmp_path: Path) -> None:
    """By name, after robots.txt, not again within minutes, and then only for what has changed."""
    publishers = list(watched(server).values())
    assert len(look(publishers, tmp_path, NOW).items) == 6
    assert [path for path, _ in server.asked] == ["/robots.txt", "/rss", "/atom", "/records", "/register"]
    assert {headers["User-Agent"] for _, headers in server.asked} == {fetching.AGENT}
    assert len(look(publishers, tmp_path, NOW + 60).items) == 6
    assert len(server.asked) == 5
    again = look(publishers, tmp_path, NOW + HOUR)
    assert (len(again.items), again.problems) == (6, [])
    assert server.asked[6][1]["If-None-Match"] == '"/rss-1"'


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_publisher_that_fails_is_left_alone_for_longer_each_time(server: PublisherServer, tmp_path: Path) -> None:
    """The time that it asks for is kept, else the wait doubles; what it said before stays."""
    publishers = [watched(server)["rss"]]
    look(publishers, tmp_path, NOW)
    good = server.says["/rss"]
    server.says["/rss"] = (429, {"Retry-After": "7200"}, b"")
    told = look(publishers, tmp_path, NOW + HOUR)
    assert (len(told.items), len(told.problems)) == (3, 1)
    assert "left alone for now (429). It is asked again in 120 minutes." in told.problems[0]
    server.says["/rss"] = (500, {}, b"")
    asked = len(server.asked)
    assert "(429). It is asked again in 60 minutes." in look(publishers, tmp_path, NOW + 2 * HOUR).problems[0]
    assert len(server.asked) == asked
    assert "again in 30 minutes" in look(publishers, tmp_path, NOW + 4 * HOUR).problems[0]
    assert "again in 60 minutes" in look(publishers, tmp_path, NOW + 5 * HOUR).problems[0]
    server.says["/rss"] = good
    assert look(publishers, tmp_path, NOW + 7 * HOUR).problems == []


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/rss", (302, {"Location": "http://169.254.169.254/latest"}, b""), "leads to http://169.254.169.254/latest"),
        ("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /rss"), "does not want"),
        ("/rss", (200, {}, b" " * 11_000_000), "more than 10 MB"),
        ("/rss", (404, {}, b""), "with 404"),
    ],
)
def test_what_is_not_taken(
    server: PublisherServer, path: str, answer: tuple[int, dict[str, str], bytes], said: str
) -> None:
    """A redirect, what robots.txt does not allow, what is too large and what is not there."""
    server.says[path] = answer
    with pytest.raises(InputError, match=said):
        Fetcher(watched(server).values()).get(f"{server.url}/rss")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "https://www.example.org/x", "file:///etc/passwd", "http://a@127.0.0.1/x", "x"]
)
def test_only_hosts_of_the_list_and_public_addresses_are_asked(server: PublisherServer, url: str) -> None:
    """Neither a host that nobody listed, nor a listed one at an address of this machine."""
    with pytest.raises(InputError, match=r"no public address|at no host of the list"):
        Fetcher(watched(server).values()).get(url)
    assert not server.asked


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1%eth0", "fd00::1",
     "::ffff:10.0.0.1", "2002:0a00:0001::", "224.0.0.1", "192.168.1.1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    """Private, local, shared and wrapped ones are none."""
    assert not is_public(address)
    assert is_public("93.184.216.34")


def test_what_the_register_holds_is_no_news(index: CurrentIndex, encoder: WordEncoder) -> None:
    """By title and by link; what only names a circular of the register is news, with the note that is nearest."""
    edition = index.edition()
    known = Item("a", "CIRCULAR on margin financing.", "https://x.example/1", None)
    linked = Item("a", "Another title", "http://www.example.org/sg-custody-bill/", None)
    fresh = Item("a", "Amendments to the circular on margin financing", "https://x.example/2", None)
    assert new_items([known, linked, fresh, fresh], edition) == [fresh]
    assert [one.nearest.id for one in news([fresh], edition, encoder)] == ["hk-margin-2026"]


def test_the_list_of_the_package_is_sound_and_can_be_extended(tmp_path: Path) -> None:
    """All ten publishers are there; an own entry comes beside, or in the place of one by the same name."""
    issuers = {one.issuer for one in read_publishers(tmp_path)}
    assert issuers >= {"SFC", "HKMA", "HKSAR Government", "MAS", "ESMA", "European Union", "FCA", "VARA"}
    (tmp_path / OWN).write_text("- {name: mas, issuer: MAS, place: Singapore, feed: 'https://mas.example/rss'}")
    assert [one.feed for one in read_publishers(tmp_path) if one.name == "mas"] == ["https://mas.example/rss"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {name: x", "cannot be read"),
        ("name: x", "is no list"),
        ("- {name: x, issuer: y, place: z, feed: ftp://a/b}", "entry 1: feed: Value error, write the whole address"),
        ("- {name: x, issuer: y, place: z}", "entry 1: the entry: Value error, give a feed"),
        ("- {name: x, issuer: y, place: z, page: p, colour: red}", "entry 1: colour"),
    ],
)
def test_a_list_that_is_none_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    """Each says which entry and what is wrong."""
    (tmp_path / OWN).write_text(text)
    with pytest.raises(InputError, match=said):
        read_publishers(tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("_loopback_is_public")
def test_a_document_is_added_by_its_link(
    server: PublisherServer,
    shipped_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command lists it with its nearest note, adds it with what the feed says of it, and lists it no more."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped_copy))
    rows = [one.model_dump(mode="json", exclude_defaults=True) for one in watched(server).values()]
    (shipped_copy / OWN).write_text(json.dumps(rows))
    names = [part for name in watched(server) for part in ("--publisher", name)]
    assert main(["watch", *names, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    link = f"{server.url}/doc?refNo=26EC77"
    assert link in [row["link"] for row in told["news"]]
    assert all(0 < row["nearest"]["nearness"] <= 1 for row in told["news"])
    assert main(["watch", *names, "--add", link]) == 0
    policy = next(iter(Library(shipped_copy / "library"))).policy
    assert (policy.title, policy.issuer, str(policy.life.published)) == (
        "Circular on lending against tokenised deposits", "SFC", "18 November 2026",
    )  # fmt: skip
    capsys.readouterr()
    assert main(["watch", *names, "--json"]) == 0
    assert link not in [row["link"] for row in json.loads(capsys.readouterr().out)["news"]]
    assert main(["watch", "--add", "https://www.sfc.hk/x"]) == 2
    assert (shipped_copy / KEPT).is_file()
