"""Hostile pages and laws: HTML and XML with too much of everything, or with what leads outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.corpus.loading.laws import samples

MB = 1_000_000
RULE = "<p>A keeper of tokens must report a theft within five days.</p>"


def _page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>Circular</title>{head}</head><body>{RULE}{body}</body></html>"


def _act(body: str, meta: str = "") -> str:
    return f'<akomaNtoso xmlns="{samples.AKN}"><act name="a">{meta}<body>{body}</body></act></akomaNtoso>'


def _section(inner: str) -> str:
    return f'<section eId="s"><num>1</num><heading>A</heading><content>{inner}</content></section>'


def _of(kind: str, depth: int) -> str:
    return f"<{kind}>" * depth + "a keeper must report" + f"</{kind}>" * depth


HTML: Mapping[str, Callable[[], str | bytes]] = {
    "deep.html": lambda: _page("<div>" * 200_000),
    "open-spans.html": lambda: _page("<span>a" * 200_000),
    "tables-in-tables.html": lambda: _page("<table><tr><td>" * 3_000),
    "wide-cell.html": lambda: _page("<table><tr><td colspan=200000000 rowspan=200000000>a<td>b<tr><td>c</table>"),
    "wide-cells.html": lambda: _page(f"<table>{'<tr><td colspan=1000>a' * 3_000}</table>"),
    "tall-cells.html": lambda: _page(f"<table>{'<tr><td rowspan=65534>a<td>b' * 3_000}</table>"),
    "rows.html": lambda: _page(f"<table>{'<tr><td>a<td>b' * 200_000}</table>"),
    "columns.html": lambda: _page(f"<table><tr>{'<td>a' * 100_000}<tr>{'<td>b' * 100_000}</table>"),
    "a-start-of-5000-digits.html": lambda: _page(f"<ol start={'9' * 5_000}><li>a<li value=-{'9' * 5_000}>b</ol>"),
    "raised-numbers.html": lambda: _page("<ol start='²' type='i'><li value='³'>a</ol><td colspan='¹'>"),
    "roman.html": lambda: _page("<ol start=999999999 type=I>" + "<li>a" * 1_000),
    "lists-in-lists.html": lambda: _page("<ul><li>" * 20_000),
    "no-such-letters.html": lambda: _page("&#x110000;&#xD800;&#0;&#99999999999;" * 50_000),
    "rules-of-style.html": lambda: _page(
        "".join(f"<p class=a{n}>a" for n in range(5_000)),
        "<style>" + "".join(f".a{n} .b .c, #x{n} > p + p {{display:none}}" for n in range(20_000)) + "</style>",
    ),
    "selectors-in-selectors.html": lambda: _page("a", f"<style>{':not(' * 5_000}p{')' * 5_000} {{a:b}}</style>"),
    "selectors-in-a-row.html": lambda: _page(
        "<div>" * 200 + "<p>a" * 2_000, f"<style>{'div ' * 60}b, {'* ' * 200}i {{display:none}}</style>"
    ),
    "styles-in-styles.html": lambda: _page("a", f"<style>{'@media all {' * 20_000}p{{}}</style>"),
    "blocks-of-style.html": lambda: _page("a", f"<style>p {'{' * 100_000}</style>"),
    "styles-that-call.html": lambda: _page("a", "<style>@import url('file:///etc/passwd'); @import 'x';</style>" * 500),
    "style-of-5-MB.html": lambda: _page(f"<p style='{'color:red;' * 500_000}'>a"),
    "an-attribute-of-9-MB.html": lambda: _page(f"<p title='{'a' * 9 * MB}'>a"),
    "attributes.html": lambda: _page(f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>a"),
    "classes.html": lambda: _page(f"<p class='{' '.join(f'a{n}' for n in range(200_000))}'>a" * 3),
    "an-open-comment.html": lambda: f"<html><body>{RULE}<!--" + "a -- " * MB,
    "a-title-of-5-MB.html": lambda: f"<html><head><title>{'keeper ' * 700_000}</title></head><body>{RULE}</body>",
    "two-encodings.html": lambda: b"\xff\xfe<meta charset=no-such-thing><meta charset=utf-7>" + _page("").encode(),
    "breaks.html": lambda: _page("<br>" * MB),
    "plaintext.html": lambda: _page("<plaintext>" + "<p>a</p>" * 200_000),
    "a-page-in-a-page.html": lambda: _page("<iframe srcdoc='" + "&lt;iframe srcdoc=" * 20_000 + "'></iframe>"),
    "details.html": lambda: _page("<details><summary>a" * 20_000),
    "pictures-in-pictures.html": lambda: _page("<svg><foreignObject><math><mtext>" * 5_000),
    "one-line-of-9-MB.html": lambda: _page("A keeper must report a theft. " * 300_000),
    "paragraphs.html": lambda: _page("<p>a rule of some words" * 150_000),
    "notes-of-notes.html": lambda: _page("<sup><a href='#a'>1</a></sup><sub>2</sub>" * 50_000),
    "variables.html": lambda: _page("<p class=a>a", "<style>.a{--a:var(--b);--b:var(--a);color:var(--a)}</style>"),
    "definitions.html": lambda: _page("<dl><dt>a<dd>b" * 20_000),
    "laughs.xhtml": lambda: (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + f']><html xmlns="http://www.w3.org/1999/xhtml"><body>{RULE}<p>&a11;</p></body></html>'
    ),
}
LAWS: Mapping[str, Callable[[], str | bytes]] = {
    "deep.xml": lambda: _act(_section(_of("p", 5_000))),
    "nearly-too-deep.xml": lambda: _act(
        "<section><num>1</num>" * 240 + "<content><p>a keeper must</p></content>" + "</section>" * 240
    ),
    "wide.xml": lambda: _act(_section("<p>a</p>" * 450_000)),
    "attributes.xml": lambda: _act(_section("<p" + "".join(f" a{n}='1'" for n in range(200_000)) + ">a</p>")),
    "names-of-names.xml": lambda: _act(_section("".join(f'<p xmlns:a{n}="urn:{n}">a</p>' for n in range(50_000)))),
    "a-file-of-this-machine.xml": lambda: (
        '<!DOCTYPE act [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'
        + _act(_section("<p>A keeper &x; must report.</p>"))
    ),
    "included.xml": lambda: _act(
        _section('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/><p>a</p>')
    ),
    "square-of-words.xml": lambda: (
        f'<!DOCTYPE act [<!ENTITY a "{"a" * 50_000}">]>' + _act(_section(f"<p>{'&a;' * 50_000}</p>"))
    ),
    "times-in-a-ring.xml": lambda: _act(
        '<section eId="s" period="#p1"><num>1</num><content><p>A keeper must report.</p></content></section>',
        '<meta><lifecycle source="#e">'
        + "".join(f'<eventRef eId="e{n}" date="{n}-99-99"/>' for n in range(50_000))
        + '</lifecycle><temporalData><temporalGroup eId="p1">'
        + '<timeInterval start="#p1" end="#e2"/>' * 50_000
        + "</temporalGroup></temporalData></meta>",
    ),
    "no-such-encoding.xml": lambda: '<?xml version="1.0" encoding="utf-99"?>' + _act(_section("<p>a</p>")),
    "utf-16-without-a-mark.xml": lambda: samples.AKOMA_NTOSO.replace("UTF-8", "UTF-16").encode("utf-16-le"),
    "columns.xml": lambda: _act(_section(f"<table>{('<tr>' + '<td>a</td>' * 5_000 + '</tr>') * 20}</table>")),
    "wide-cell.xml": lambda: _act(
        _section('<table><tr><td colspan="200000000" rowspan="²">a</td></tr><tr><td>b</td></tr></table>')
    ),
    "a-number-of-5000-digits.xml": lambda: _act(_section("<p>a</p>").replace("<num>1<", f"<num>{'9' * 5_000}<") * 200),
    "years-of-no-calendar.xml": lambda: samples.BRITISH.replace("2021-03-04", "99999-99-99").replace("2021", "0000"),
    "quotes-in-quotes.xml": lambda: _act(
        _section("<mod><quotedStructure>" * 100 + "a" + "</quotedStructure></mod>" * 100)
    ),
    "articles.xml": lambda: samples.REGULATION.replace(
        "</DIVISION>", '<ARTICLE IDENTIFIER="x"><TI.ART>Article ²</TI.ART></ARTICLE>' * 100_000 + "</DIVISION>"
    ),
    "lists-in-lists.xml": lambda: samples.REGULATION.replace(
        "keep tokens dry;", "<LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>" * 55 + "a" + "</TXT></NP></ITEM></LIST>" * 55
    ),
    "terms.xml": lambda: samples.ORDINANCE.replace("<term>vault</term>", "<term>vault</term>" * 100_000),
    "a-law-of-nothing.xml": lambda: '<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"/>',
    "one-word-of-15-MB.xml": lambda: _act(_section(f"<p>{'a' * 15 * MB}</p>")),
    "processing.xml": lambda: "<?xml version='1.0'?>" + "<?x y?>" * 200_000 + _act(_section("<p>a keeper must</p>")),
}
