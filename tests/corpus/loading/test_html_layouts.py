"""Pages as publishers of law lay them out: every word of the body is kept, and provisions have their places."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from corpus.loading import load
from corpus.records import Block
from corpus.splitting import _items

SITE = "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul></nav></header>"
END = "<footer><p>Contact us</p><a href='/p'>Privacy</a></footer>"
MARK = '<p class="modref"><a href="http://x/32026R0007" title="32026R0007: REPLACED">▼M1</a></p>'

JOURNAL = """<div id="document1"><div class="tabContent"><div lang="EN"><div class="eli-container">
<table width="100%"><col width="90%"/><tr><td><p class="oj-hd-lg">EN</p></td><td><p class="oj-hd-oj">L series</p></td>
</tr></table>
<div class="eli-main-title" id="tit_1"><p class="oj-doc-ti">REGULATION (NU) 2026/7 OF THE NORLAND ASSEMBLY</p>
<p class="oj-doc-ti">of 3 March 2026</p><p class="oj-doc-ti">on keepers of tokens</p></div>
<div class="eli-subdivision" id="pbl_1"><p class="oj-normal">Whereas:</p>
<div class="eli-subdivision" id="rct_1"><table><tbody><tr><td><p class="oj-normal">(1)</p></td>
<td><p class="oj-normal">Keepers hold much of what others own.</p></td></tr></tbody></table></div></div>
<p class="oj-normal">HAVE ADOPTED THIS REGULATION:</p>
<div class="eli-subdivision" id="enc_1"><div id="cpt_I"><p class="oj-ti-section-1">CHAPTER I</p>
<div class="eli-title"><p class="oj-ti-section-2">Scope</p></div>
<div class="eli-subdivision" id="art_1"><p class="oj-ti-art">Article 1</p><div class="eli-title">
<p class="oj-sti-art">Subject</p></div>
<div id="001.001"><p class="oj-normal">1.   This Regulation binds keepers<a id="ntc1" href="#ntr1">
(<span class="oj-super oj-note-tag">1</span>)</a> who:</p><table><tbody><tr><td><p class="oj-normal">(a)</p></td>
<td><p class="oj-normal">hold keys for others;</p></td></tr></tbody></table><table><tbody><tr><td>
<p class="oj-normal">(b)</p></td>
<td><p class="oj-normal">move tokens for others.</p></td></tr></tbody></table></div></div></div></div>
<hr class="oj-note"/>
<p class="oj-note"><a id="ntr1" href="#ntc1">(<span class="oj-super">1</span>)</a>  As the Act of 1999 has it.</p>
</div></div></div></div>"""
CONSOLIDATED = f"""<div class="eli-container"><p class="disclaimer">This text is meant for documentation only.</p>
<p class="title-doc-first">REGULATION (NU) 2026/7 OF THE NORLAND ASSEMBLY</p>{MARK}
<p class="title-division-1">CHAPTER I</p><p class="title-division-2">Scope</p>
<div class="eli-subdivision" id="art_1"><p class="title-article-norm" id="id-1">Article 1</p>
<p class="stitle-article-norm">Subject</p><div class="norm"><span class="no-parag">1.  </span>
<div class="norm inline-element"><p class="norm inline-element">This Regulation binds keepers who:</p>
<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>(a) </span></div>
<div class="grid-list-column-2"><p class="norm">hold keys for others;</p></div></div>{MARK}
<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>(b) </span></div>
<div class="grid-list-column-2"><p class="norm">move tokens for others.</p></div></div></div></div>
<p class="norm">It does not bind the state.</p></div></div>"""
OLD = """<div id="banner"><a name="top"></a><p class="bglang"><a href="n.htm"><b>Avis juridique important</b></a><br>
</p></div>
<h1>31998R0007</h1><p><strong>Regulation (NU) No 7/98 of 3 March 1998 on keepers</strong><br><em>
<br>Official Journal L 7,
03/03/1998 P. 0001 - 0004<br></em></p><br><div id="TexteOnly"><p><TXT_TE>
<p>REGULATION (NU) No 7/98 of 3 March 1998 on keepers</p>
<p>THE NORLAND COUNCIL,</p><p>Whereas keepers hold much of what others own;</p><p>HAS ADOPTED THIS REGULATION:</p>
<p>Article 1</p><p>1. This Regulation binds keepers who:</p><p>(a) hold keys for others;</p>
<p>(b) move tokens for others.</p>
<p>Done at Norhaven, 3 March 1998.</p><p>For the Council The President A. NORD</p></TXT_TE></p></div>"""
BRITISH = """<div id="layout2"><div id="leg"><div id="content"><div id="viewLegSnippet"><div class="LegSnippet">
<h2 class="LegPartFirst"><span class="LegPartNo">Part 1</span><span class="LegPartTitle"> Keepers</span></h2>
<h3 class="LegP1GroupTitleFirst">Subject</h3>
<p class="LegClearFix LegP1Container"><span class="LegDS LegP1No" id="section-1">1</span><span
class="LegDS LegP1Text">(1)
This Act binds keepers who—</span></p>
<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(a)</span><span
class="LegDS LegRHS LegP3Text">hold
keys for others, or</span></p><p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(b)</span>
<span class="LegDS LegRHS LegP3Text">move tokens for others.</span></p>
<div class="LegAnnotations"><p class="LegAnnotationsHeading">Textual Amendments</p><p class="LegCommentaryPara"><span
class="LegCommentaryType">F1</span><span class="LegCommentaryText">Words substituted by the Act of 2024.</span></p>
</div>
<h3 class="LegP1GroupTitle">Fees</h3>
<p class="LegClearFix LegP1Container"><span class="LegDS LegP1No" id="section-2">2</span>
<span class="LegDS LegP1Text">A keeper pays a fee each June.</span></p></div></div></div></div></div>"""
FEDERAL = """<div class="content-block"><div class="title-container">
<h1>Title 17 - Commodity and Securities Exchanges</h1></div>
<div class="section" id="7.1"><h4 data-hierarchy-metadata='{"path":"/t"}'>§ 7.1 Keepers of tokens.</h4>
<div id="p-7.1(a)">
<p class="indent-1" data-title="7.1(a)"><span class="paragraph-hierarchy"><span class="paren">(</span>a<span
class="paren">)</span></span> <em class="paragraph-heading">Scope.</em> This part binds keepers who:</p>
<div id="p-7.1(a)(1)"><p class="indent-2" data-title="7.1(a)(1)"><span class="paragraph-hierarchy"><span
class="paren">(</span>1<span class="paren">)</span></span> hold keys for others; or</p></div>
<div id="p-7.1(a)(2)"><p class="indent-2"><span class="paragraph-hierarchy"><span class="paren">(</span>2<span
class="paren">)</span></span> move tokens for others.</p></div></div>
<p class="citation">[91 FR 7, Mar. 3, 2026]</p></div><div class="section" id="7.2"><h4>§ 7.2 Fees.</h4>
<p>A keeper pays a fee each June.</p></div></div>"""
REGULATOR = """<div class="cookie-banner" role="dialog" aria-hidden="true"><p>We use cookies.</p>
<button>Accept</button></div>
<div class="breadcrumb"><a href="/">Home</a> › <a href="/r">Rules</a></div><div class="row">
<div class="col-3 sidebar"><ul>
<li><a href="#1">Scope</a></li><li><a href="#2">Fees</a></li></ul></div><div class="col-9"><h1>Keepers of tokens</h1>
<ul class="nav nav-tabs"><li><a data-toggle="tab" href="#rules">Rules</a></li>
<li><a data-toggle="tab" href="#faq">Questions</a></li></ul>
<div class="tab-content"><div class="tab-pane fade in active" id="rules">
<p>This code binds keepers who hold keys for others.</p>
<table><thead><tr><th>Grade</th><th>Fee</th></tr></thead><tbody><tr><td>One</td><td>NLD 40</td></tr></tbody></table>
</div>
<div class="tab-pane fade" id="faq"><div class="panel"><div class="panel-heading" role="button" aria-expanded="false">
<h4>Who pays the fee?</h4></div><div class="panel-collapse collapse" aria-hidden="true">
<p>A keeper pays a fee each June.</p></div>
</div></div></div></div></div>"""
LAYOUTS = {
    "official journal": JOURNAL,
    "consolidated": CONSOLIDATED,
    "before 2004": OLD,
    "British": BRITISH,
    "federal": FEDERAL,
    "regulator": REGULATOR,
}
FRAME = (
    "news contact us privacy accept we use cookies avis juridique important m1 en l series rules scope questions home"
)
PLACES = {
    "official journal": ("Article 1(1)(b)", "move tokens"),
    "consolidated": ("Article 1(1)(b)", "move tokens"),
    "before 2004": ("Article 1(1)(b)", "move tokens"),
    "federal": ("§ 7.1(a)(2)", "move tokens"),
}


def blocks(name: str, site: str = "") -> list[Block]:
    """Read a layout, within the frame of a site or without one."""
    body = f"{site}{LAYOUTS[name]}{END if site else ''}"
    page = f"<!DOCTYPE html><html><head><title>Keepers</title></head><body>{body}</body></html>"
    return list(load(page.encode(), "page.html").blocks)


def words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("site", ["", SITE])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_word_of_the_body_is_kept(name: str, site: str) -> None:
    """What is lost is of the site's frame or a mark of editing, never of the law."""
    visible = words(re.sub(r"<[^>]+>", " ", LAYOUTS[name]))
    lost = visible - words(" ".join(block.text for block in blocks(name, site)))
    assert lost - words(" ".join([FRAME] * 3)) == Counter()


@pytest.mark.parametrize("name", PLACES)
def test_points_have_their_places(name: str) -> None:
    """The second point of the first paragraph is cited as lawyers cite it."""
    place, said = PLACES[name]
    found = [item.block.text for item in _items(blocks(name)) if f"{item.base}{''.join(item.path)}" == place]
    assert any(said in text for text in found)
