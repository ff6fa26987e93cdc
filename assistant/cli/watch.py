"""The command `watch`: what publishers have announced and the register does not hold."""

from __future__ import annotations

import json

import click

from assistant.cli.library.building import build_index
from assistant.cli.terminal.options import json_option
from assistant.cli.terminal.printing import print_build, wrapped
from assistant.editions import open_index
from assistant.settings import Settings, load_settings
from assistant.watching.feeds import Item
from assistant.watching.news import News, look, news
from assistant.watching.publishers import Publisher, read_publishers
from corpus.errors import InputError

FAILED = 1


@click.command()
@click.option("--publisher", "names", multiple=True, metavar="NAME", help="Only this publisher of the list.")
@click.option("--most", default=30, show_default=True, type=click.IntRange(1), help="How many to show, nearest first.")
@click.option(
    "--add", "link", default="", metavar="LINK", help="Add the document behind this link of a feed to the library."
)
@click.option("--list", "listing", is_flag=True, help="Show who is watched, and where.")
@json_option
def watch(names: tuple[str, ...], most: int, link: str, listing: bool, as_json: bool) -> None:
    """List what publishers have announced and the register lacks, nearest to its notes first.

    The list of publishers is in the package; `publishers.yaml` in the data folder adds to it.
    """
    settings = load_settings()
    publishers = _chosen(read_publishers(settings.data), names)
    if listing:
        _show_list(publishers)
        return
    looked = look(publishers, settings.data)
    if link:
        _add(settings, publishers, looked.items, link)
        return
    from corpus.encoders.sentence import SentenceEncoder

    fresh = news(looked.items, open_index(settings).edition(), SentenceEncoder(settings.encoder))
    if as_json:
        rows = [_row(one) for one in fresh[:most]]
        click.echo(json.dumps({"news": rows, "problems": looked.problems}, ensure_ascii=False))
    else:
        _show(fresh, most, publishers, looked.read)
        for problem in looked.problems:
            click.echo(problem, err=True)
    if looked.problems:
        raise SystemExit(FAILED)


def _chosen(publishers: list[Publisher], names: tuple[str, ...]) -> list[Publisher]:
    known = {publisher.name: publisher for publisher in publishers}
    for name in names:
        if name not in known:
            raise InputError(f"There is no publisher {name!r} in the list: it has {', '.join(sorted(known))}.")
    return [known[name] for name in names] or publishers


def _show_list(publishers: list[Publisher]) -> None:
    for publisher in publishers:
        where = publisher.feed or f"no feed known; look at {publisher.page}"
        click.echo(f"{publisher.name}: {publisher.issuer}, {publisher.place}: {where}")
        if publisher.checked:
            click.echo(wrapped(f"  checked: {publisher.checked}", "  "))


def _show(fresh: list[News], most: int, publishers: list[Publisher], read: int) -> None:
    for one in fresh[:most]:
        click.secho(f"{one.item.day or 'no date'}  {one.item.title}", bold=True)
        click.echo(f"  {one.item.publisher}: {one.item.link}")
        click.echo(f"  nearest note: {one.nearest.title} ({one.nearest.id}, {one.nearness:.2f})")
    rest = f", {most} shown" if len(fresh) > most else ""
    feeds = sum(bool(one.feed) for one in publishers)
    click.echo(f"{len(fresh)} new{rest}; {read} of {feeds} feeds could be read. Add one with: watch --add LINK")
    if pages := [f"{one.issuer} ({one.page})" for one in publishers if not one.feed]:
        click.echo(wrapped(f"Without a feed, look yourself: {', '.join(pages)}", "  "))


def _add(settings: Settings, publishers: list[Publisher], items: list[Item], link: str) -> None:
    from assistant.watching.adding import announced
    from corpus.library import Library

    item = next((one for one in items if one.link == link), None)
    if item is None:
        raise InputError(f"No feed has linked to {link}: copy a link of `watch`, or `add` the file that you have.")
    found = announced(item, publishers)
    added = Library(settings.library).add(found.data, found.name, found.details)
    policy = added.document.policy
    click.echo(f"{'Known already' if added.known else 'Added'}: {policy.title} as {policy.id}")
    for warning in added.warnings:
        click.echo(f"  {warning}", err=True)
    print_build(build_index(settings), as_json=False)


def _row(one: News) -> dict[str, object]:
    return {
        "publisher": one.item.publisher,
        "title": one.item.title,
        "date": one.item.day and one.item.day.isoformat(),
        "link": one.item.link,
        "nearest": {"policy_id": one.nearest.id, "title": one.nearest.title, "nearness": one.nearness},
    }
