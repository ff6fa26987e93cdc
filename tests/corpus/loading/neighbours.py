# ruff: noqa: E501 - a file in a line is read more easily than one that is broken
"""Neighbours of the reported cases: the same trouble in another format, from another program, in another language.

Each row is a kind, a file's name, its bytes, what must stand in its text, and what must not.
"""

from __future__ import annotations

from tests.corpus.loading.docx_bytes import make_docx, p, r, table
from tests.corpus.loading.odf.odf_bytes import items, levels, make_odt, span, style
from tests.corpus.loading.office.made import make_pptx, shape
from tests.corpus.loading.pdf_bytes import drawn_pdf, lines, make_pdf, say

Row = tuple[str, str, bytes, tuple[str, ...], tuple[str, ...]]

LINED = 'style:text-line-through-style="solid"'
RAISED = 'style:text-position="super 58%"'


def page(body: str, head: str = "") -> bytes:
    """Return a page of HTML."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def rtf(body: str) -> bytes:
    """Return a text in Rich Text."""
    return rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("cp1252")


def letter(body: str, subject: str = "Tokens", kind: str = "text/plain", charset: str = "utf-8") -> bytes:
    """Return a letter."""
    return (
        f"From: Desk <desk@example.org>\r\nSubject: {subject}\r\nDate: Wed, 4 Feb 2026 10:00:00 +0000\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}"
    ).encode(charset)


ROWS: tuple[Row, ...] = (
    ("accordion", "a.html", page("<h2>Fees</h2><button aria-expanded=false>How much?</button><div hidden class=accordion-body>"
     "<p>The fee is BKD 700.</p></div><p>Other text of the page.</p>"), ("BKD 700",), ()),
    ("accordion", "b.html", page("<dl class=faq><dt>When?</dt><dd class=faq-answer style='display:none'>Within 30 days.</dd></dl><p>Other text.</p>"),
     ("Within 30 days",), ()),
    ("code page", "c.html", "<html><head><meta charset=latin1></head><body><p>Fee: €1,050 – “due”.</p></body></html>"
     .encode("cp1252"), ("€1,050 – “due”",), ()),
    ("code page", "d.eml", letter("Fee: £400 – “due” each year.", charset="cp1252"), ("£400 – “due”",), ()),
    ("code page", "e.rtf", rtf(r"Fee: \'80 1,050 \'96 \'93due\'94 each year."), ("€ 1,050 – “due”",), ()),
    ("code page", "f.txt", "第一條 持牌人須持有資本三千萬元。\n\n第二條 持牌人須於十四日內報告。\n\n第三條 費用為五千元。".encode("big5"),
     ("三千萬元", "十四日"), ()),
    ("containers", "g.html", page("<div><div><div><section><h1>Code</h1></section></div></div></div><div><article><p>First rule.</p>"
     "</article><article><p>Second rule: 20 borrowers.</p></article></div>"), ("First rule", "20 borrowers"), ()),
    ("containers", "h.html", page("<main><p>Short.</p></main><div><p>The rule stands outside of it: OKM 2 million in capital, and "
     "a report each month to the desk, with the number of clients and tokens.</p></div>"), ("OKM 2 million",), ()),
    ("containers", "i.html", page("<p><TXT_TE><p>REGULATION (EEC) No 17/68 on tokens</p><p>Article 1 </p><p>A keeper holds 5 "
     "million.</p><p>Article 2</p><p>It reports.</p></TXT_TE></p>"), ("holds 5 million", "It reports"), ()),
    ("line breaks", "j.html", page("<h2>Rules<br>for keepers</h2><p>Fee:<br>QSD 5,000<br>due in<br>nine days</p>"),
     ("Rules for keepers", "QSD 5,000", "nine days"), ("Rulesfor", "innine")),
    ("line breaks", "k.docx", make_docx(p("<w:r><w:t>Fee:</w:t><w:br/><w:t>QSD 5,000</w:t></w:r>")), ("Fee:", "QSD 5,000"), ("Fee:QSD",)),
    ("line breaks", "l.odt", make_odt("<text:p>Fee:<text:line-break/>QSD 5,000<text:tab/>a year</text:p>"), ("QSD 5,000",),
     ("Fee:QSD", "5,000a")),
    ("line breaks", "m.rtf", rtf(r"Fee:\line QSD 5,000\tab a year\par Next."), ("QSD 5,000",), ("Fee:QSD", "5,000a")),
    ("typewriter", "n.html", page("<pre>CODE\n====\n\nSec. 8.1. Duty. A keeper\nreports within 36\nhours.\n\nSec. 8.2. Fee. It is 40.\n</pre>"),
     ("reports within 36 hours", "It is 40"), ("====",)),
    ("typewriter", "o.txt", b"RULE BOOK\n\n   Rule 1. A keeper reports\n   within 36 hours.\n\n   Rule 2. The fee is 40.\n",
     ("A keeper reports within 36 hours.",), ()),
    ("struck", "p.docx", make_docx(p("Capital is ", r("CLD 1 million", "<w:dstrike/>"), " CLD 6 million.")), ("CLD 6 million",), ("CLD 1 million",)),
    ("struck", "q.odt", make_odt(f"<text:p>Capital is {span('S', 'CLD 1 million')} CLD 6 million.</text:p>", style("S", LINED)),
     ("CLD 6 million",), ("CLD 1 million",)),
    ("struck", "r.rtf", rtf(r"Capital is {\strike CLD 1 million} CLD 6 million."), ("CLD 6 million",), ("CLD 1 million",)),
    ("struck", "s.md", b"# Code\n\nCapital is ~~CLD 1 million~~ CLD 6 million.\n", ("CLD 6 million",), ("CLD 1 million",)),
    ("struck", "t.eml", letter("<html><body><p>Capital is <s>CLD 1 million</s> CLD 6 million.</p></body></html>", kind="text/html"),
     ("CLD 6 million",), ("CLD 1 million",)),
    ("struck", "u.pptx", make_pptx(shape('<a:r><a:t>Capital is </a:t></a:r><a:r><a:rPr strike="sngStrike"/><a:t>CLD 1 million</a:t>'
     "</a:r><a:r><a:t> CLD 6 million.</a:t></a:r>")), ("CLD 6 million",), ("CLD 1 million",)),
    ("struck", "v.html", page("<style>.old{text-decoration:line-through}</style><p>Capital is <span class=old>CLD 1 million</span> "
     "CLD 6 million.</p>"), ("CLD 6 million",), ("CLD 1 million",)),
    ("marks", "w.odt", make_odt(f"<text:p>Within 30{span('U', '4')} days; 10{span('U', '8')} units.</text:p>", style("U", RAISED)),
     ("30 days", "10^8"), ("304", "108")),
    ("marks", "x.rtf", rtf(r"Within 30{\super 4} days; 10{\super 8} units."), ("30 days", "10^8"), ("304", "108")),
    ("marks", "y.html", page("<p>Within 30<sup>4</sup> days; 10<sup>8</sup> units; the 1<sup>st</sup> day.</p>"),
     ("30 days", "10^8", "1st day"), ("304", "108")),
    ("marks", "z.html", page("<p>Within 30<a href='#n4' style='vertical-align:super'>4</a> days.</p>"), ("30 days",), ("304",)),
    ("marks", "A.pptx", make_pptx(shape('<a:r><a:t>Within 30</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>4</a:t></a:r><a:r><a:t> days.'
     "</a:t></a:r>")), ("30 days",), ("304",)),
    ("tables", "B.docx", make_docx(table(("Class", "Delay"), ("Keeper 43", "129 days"), ("Broker", "9 days"))), ("Keeper 43 | 129 days",), ()),
    ("tables", "C.md", b"# T\n\n| Class | Delay |\n| --- | --- |\n| Keeper 43 | 129 days |\n| Broker | 9 days |\n", ("Keeper 43 | 129 days",), ()),
    ("tables", "D.csv", b"Class;Delay\nKeeper 43;129 days\nBroker;9 days\n", ("Keeper 43", "129 days"), ()),
    ("tables", "E.html", page("<table><tr><th rowspan=2>Token<th colspan=2>Margin<tr><th>A<th>B<tr><td>Bitcoin<td>18<td>35<tr><td>Ether"
     "<td>22<td>40</table><p>Text.</p>"), ("Bitcoin | 18 | 35", "Ether | 22 | 40"), ()),
    ("numbering", "F.odt", make_odt(items("Keep tokens apart.", "Report within six hours.", style="L"), "<text:list-style style:name="
     f'"L">{levels(("1", "", "."))}</text:list-style>'), ("1. Keep tokens", "2. Report"), ()),
    ("numbering", "G.html", page("<ol start=4><li>Disclose the fee.<li value=7>Keep records.</ol><ol type=a><li>One.<li>Two.</ol>"),
     ("4. Disclose", "7. Keep", "(b) Two"), ()),
    ("numbering", "H.md", b"# T\n\n4. Disclose the fee.\n5. Keep records.\n", ("4. Disclose", "5. Keep"), ()),
    ("short lines", "I.docx", make_docx(p("Leverage") + p("2x") + p("Fee") + p("0.4%")), ("2x", "0.4%"), ()),
    ("short lines", "J.html", page("<dl><dt>Leverage<dd>2x<dt>Age<dd>21</dl>"), ("2x", "21"), ()),
    ("short lines", "K.txt", b"Term sheet\n\nLeverage\n2x\n\nFee\n0.4%\n\nLock-up\n18 months\n", ("2x", "0.4%", "18 months"), ()),
    ("text boxes", "L.pptx", make_pptx(shape("Key point 1") + shape("A token must have traded for 12 months.")), ("Key point 1", "12 months"),
     ("1A token",)),
    ("columns", "M.pdf", drawn_pdf("".join(say(a, 60, 700 - 14 * row) + say(b, 330, 700 - 14 * row) for row, (a, b) in enumerate((
        ("A keeper of tokens must hold", "A broker of tokens must hold"), ("capital of RVH 3 million and a", "capital of RVH 700,000 and a"),
        ("licence of the desk, which is", "permit of the desk, which is"), ("renewed each year in June.", "renewed every two years."))))),
     ("hold capital of RVH 3 million", "hold capital of RVH 700,000"), ()),
    ("watermark", "N.pdf", make_pdf([[(150, 400, 60, "DRAFT"), *lines("Wallet Circular 3 of 2024", size=14), *lines("A keeper reports within "
     "six hours of a loss.", top=650)]]), ("within six hours",), ()),
    ("endnotes", "O.odt", make_odt('<text:p>A keeper pays.<text:note text:note-class="endnote"><text:note-citation>1</text:note-citation>'
     "<text:note-body><text:p>Keepers of under 24 months are exempt.</text:p></text:note-body></text:note></text:p>"),
     ("24 months are exempt",), ()),
    ("endnotes", "P.rtf", rtf(r"A keeper pays.{\footnote Keepers of under 24 months are exempt.}\par Next."), ("24 months are exempt",), ()),
    ("endnotes", "Q.md", b"# T\n\nA keeper pays.[^1]\n\n[^1]: Keepers of under 24 months are exempt.\n", ("24 months are exempt",), ()),
    ("provisions", "R.txt", "第一章 總則\n\n第一條 本辦法適用於託管人。\n\n第二條之一 託管人應於五日內報告。\n\n第三條 費用為四十元。\n".encode(),
     ("五日內",), ()),
    ("provisions", "S.docx", make_docx(p("§ 23 Fee") + p("The fee is 40.") + p("§ 123a Report") + p("A report is due in May.")),
     ("The fee is 40", "due in May"), ()),
)  # fmt: skip

LABELS = (
    ("R.txt", ("第一條", "第二條之一", "第三條")),
    ("S.docx", ("§ 23", "§ 123a")),
    ("i.html", ("Article 1", "Article 2")),
    ("n.html", ("Sec. 8.1", "Sec. 8.2")),
    ("o.txt", ("Rule 1", "Rule 2")),
)

# A text's first lines in four formats, with the day on which it was published, or none.
FRONTS = (
    (
        "Guidance 4 of 2026\n\nComments close on 30 September 2030.\n\nIssued on 9 February 2026\n\nA keeper reports.",
        "2026-02-09",
    ),
    (
        "Guidance 4 of 2026\n\nThis guidance replaces Guidance 2 of 3 May 2019.\n\nDate: 4 February 2026\n\nA keeper reports.",
        "2026-02-04",
    ),
    ("Guidance 4 of 2026\n\nMarch 2026\n\nUnder the Token Act of 12 June 1998 a keeper reports.", "2026-03"),
    ("Guidance 4 of 2026\n\nEffective 1 January 2031\n\nPublished 10 February 2026\n\nA keeper reports.", "2026-02-10"),
    ("Guidance 4 of 2026\n\nIssued by the Token Desk of Norland on 9 February 2026\n\nA keeper reports.", "2026-02-09"),
    (
        "Guidance 4 of 2026\n\nReplies to the paper issued by the Desk must come by 9 February 2026.\n\nA keeper reports.",
        "",
    ),
    ("代幣指引\n\n自2031年7月1日起施行\n\n2026年2月9日發布\n\n託管人須報告。", "2026-02-09"),
    ("代幣指引\n\n中華民國115年2月9日\n\n託管人須報告。", "2026-02-09"),
)


def fronts() -> list[tuple[str, bytes, str]]:
    """Return each first page as a text, a page, a Word document and an OpenDocument text, with its day."""
    made: list[tuple[str, bytes, str]] = []
    for number, (text, day) in enumerate(FRONTS):
        rows = text.split("\n\n")
        made += [
            (f"{number}.txt", text.encode(), day),
            (f"{number}.html", page(f"<h1>{rows[0]}</h1>" + "".join(f"<p>{row}</p>" for row in rows[1:])), day),
            (f"{number}.docx", make_docx("".join(p(row) for row in rows)), day),
            (f"{number}.odt", make_odt("".join(f"<text:p>{row}</text:p>" for row in rows)), day),
        ]
    return made
