"""Small laws of no country, written in the vocabularies of their publishers."""

from __future__ import annotations

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
USLM = "http://schemas.gpo.gov/xml/uslm"
HKLM = "http://www.xml.gov.hk/schemas/hklm/1.0"
DC = "http://purl.org/dc/elements/1.1/"

AKOMA_NTOSO = f"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="{AKN}"><act name="act"><meta>
<identification source="#editor"><FRBRWork><FRBRthis value="/gb/2021/7"/><FRBRdate date="2021-03-04" name="enacted"/>
<FRBRauthor href="#house"/><FRBRcountry value="gb"/></FRBRWork></identification>
<lifecycle source="#editor"><eventRef eId="e1" date="2021-06-01"/><eventRef eId="e2" date="2023-01-01"/></lifecycle>
<temporalData source="#editor"><temporalGroup eId="p1"><timeInterval start="#e1" end="#e2"/></temporalGroup>
</temporalData>
<references source="#editor"><TLCOrganization eId="house" href="/house" showAs="House of Tokens"/></references></meta>
<preface><p>The <docTitle>Token Keepers Act 2021</docTitle></p></preface>
<body><part eId="part-1"><num>Part 1</num><heading>Keepers</heading>
<hcontainer name="crossheading"><heading>Licences</heading>
<section eId="section-1" period="#p1"><num>1</num><heading>Who needs a licence</heading>
<subsection><num>(1)</num><intro><p>A keeper of tokens must hold a licence if it<authorialNote marker="a"><p>See the
guide.</p></authorialNote> keeps—</p></intro>
<paragraph><num>(a)</num><content><p>more than 40<sup>2</sup> tokens, or</p></content></paragraph>
<paragraph><num>(b)</num><content><p>tokens of <del>six</del><ins>ten</ins> persons.</p></content></paragraph>
</subsection>
<subsection><num>(2)</num><content><p>After section 9 of the Coin Act insert—
<mod><quotedStructure><section><num>9A</num><heading>Vaults</heading><subsection><num>(1)</num><content><p>A vault must
be dry.</p></content></subsection></section></quotedStructure></mod>.</p></content></subsection>
</section></hcontainer></part></body>
<attachments><hcontainer name="schedule"><num>Schedule 1</num><heading>Fees</heading>
<paragraph><num>1</num><content><p>The fee for a licence is 300 crowns a year.</p></content></paragraph>
<paragraph><num>2</num><content><table><tr><th>Size</th><th>Fee</th></tr><tr><td>Small</td><td>20</td></tr></table>
</content></paragraph></hcontainer></attachments></act></akomaNtoso>"""

PUBLIC_LAW = f"""<?xml version="1.0"?><pLaw xmlns="{USLM}" xmlns:dc="{DC}"><meta>
<dc:title>Public Law 150–9: keepers</dc:title>
<citableAs>Public Law 150–9</citableAs><approvedDate>2021-03-04</approvedDate></meta>
<preface><page>145 STAT. 9</page></preface><main>
<section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading><content>This Act may be cited as the
“<shortTitle role="act">Token Keepers Act</shortTitle>”.</content></section>
<section><num value="2">SEC. 2. </num><heading>DUTIES.</heading>
<subsection><num value="a">(a) </num><heading>In General.—</heading><chapeau>A keeper shall—</chapeau>
<sidenote><p>Deadline.</p></sidenote>
<paragraph><num value="1">(1) </num><content>report within 9 days<page>145 STAT. 10</page>; and</content></paragraph>
<paragraph><num value="2">(2) </num><content>keep records for 4 years.</content></paragraph>
<continuation>This applies to each office of the keeper.</continuation></subsection>
<subsection><num value="b">(b) </num><content>Section 101 of title 99 is amended by inserting the following:
<quotedContent><subparagraph><num value="B">“(B) </num><clause><num value="i">(i) </num><content>a vault that is
dry.</content></clause></subparagraph></quotedContent>.</content></subsection></section>
</main></pLaw>"""

CODE = f"""<uscDoc xmlns="{USLM}" xmlns:dc="{DC}"><meta><dc:title>Title 99—TOKENS</dc:title></meta><main>
<title><num value="99">Title 99—</num><heading>TOKENS</heading><chapter><num value="2">CHAPTER 2—</num>
<heading>KEEPERS</heading><section status="operational"><num value="5901">§ 5901.</num><heading>Capital</heading>
<content><p>A keeper shall hold capital of 70 million crowns.</p></content>
<sourceCredit>(Pub. L. 150–9, Mar. 4, 2021)</sourceCredit></section></chapter></title></main></uscDoc>"""

ORDINANCE = f"""<ordinance xmlns="{HKLM}" xmlns:dc="{DC}"><meta><docName>Cap. 9999</docName>
<docStatus>In effect</docStatus><dc:date>2021-10-01</dc:date></meta><main>
<docTitle startPeriod="2019-08-02">Token Keepers Ordinance</docTitle>
<commencementNote>[1 June 2019] <sourceNote>L.N. 8 of 2019</sourceNote></commencementNote>
<part startPeriod="2019-08-02" status="operational"><num value="1">Part 1</num><heading>Preliminary</heading>
<section startPeriod="2021-10-01" status="operational" reason="inEffect"><num value="2">2.</num>
<heading>Interpretation</heading><subsection><num value="1">(1)</num><leadIn>In this Ordinance—
<sourceNote>(4 of 2020 s. 3)</sourceNote></leadIn>
<def name="vault"><term>vault</term> (<term xml:lang="zh-Hant-HK">金庫</term>) means a room that is dry;
<sourceNote>(L.N. 9 of 2021)</sourceNote></def>
<def name="keeper"><leadIn><term>keeper</term> means a person who—</leadIn>
<paragraph><num value="a">(a)</num><content>keeps tokens for another; or</content></paragraph>
<paragraph><num value="b">(b)</num><content>keeps a vault;</content></paragraph></def></subsection></section>
<crossHeading>Duties of keepers</crossHeading>
<section status="operational" startPeriod="2019-08-02"><num value="3A">3A.</num><heading>Reports</heading>
<content>A keeper must report a theft within 5 days.</content></section>
<section status="repealed" reason="repealed" startPeriod="2020-02-01"><num value="4">4.</num>
<sourceNote>(Repealed 4 of 2020 s. 5)</sourceNote></section>
<section reason="notYetInOperation" status="notOperational"><num value="5">5.</num><heading>Drills</heading>
<content>A keeper must hold a drill each year.</content></section></part>
<schedule><num value="1">Schedule 1</num><heading>Fees</heading>
<section><num value="1">1.</num><content>The fee is 300 crowns.</content></section>
<section><content><table xmlns="http://www.w3.org/1999/xhtml"><thead><tr><td/><td>Class</td><td>Fee</td></tr></thead>
<tbody><tr><td/><td><p>Small keeper</p></td><td>$20</td></tr></tbody></table></content></section></schedule>
</main></ordinance>"""

REGULATION = """<?xml version="1.0" encoding="UTF-8"?><ACT><BIB.INSTANCE><DATE ISO="20210304">20210304</DATE>
</BIB.INSTANCE><TITLE><TI><P><HT TYPE="UC">Commission Implementing Regulation</HT> (EU) 2021/77</P>
<P>of <DATE ISO="20210304">4 March 2021</DATE></P><P>on the keeping of tokens</P></TI></TITLE>
<PREAMBLE><PREAMBLE.INIT>THE EUROPEAN COMMISSION,</PREAMBLE.INIT><GR.VISA><VISA>Having regard to the Treaty<NOTE><P>OJ L
9, 1.1.2020, p. 1.</P></NOTE>,</VISA></GR.VISA><GR.CONSID><GR.CONSID.INIT>Whereas:</GR.CONSID.INIT>
<CONSID><NP><NO.P>(1)</NO.P><TXT>Tokens should be kept dry.</TXT></NP></CONSID></GR.CONSID>
<PREAMBLE.FINAL>HAS ADOPTED THIS REGULATION:</PREAMBLE.FINAL></PREAMBLE><ENACTING.TERMS>
<DIVISION><TITLE><TI><P>CHAPTER I</P></TI><STI><P>GENERAL PROVISIONS</P></STI></TITLE>
<ARTICLE IDENTIFIER="001"><TI.ART>Article 1</TI.ART><STI.ART>Duties of keepers</STI.ART>
<PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>Keepers shall:<LIST TYPE="alpha"><ITEM><NP><NO.P>(a)</NO.P><TXT>keep tokens dry;
</TXT></NP></ITEM><ITEM><NP><NO.P>(b)</NO.P><TXT>report within 3 days.</TXT></NP></ITEM></LIST></ALINEA></PARAG>
<PARAG><NO.PARAG>2.</NO.PARAG><ALINEA>Article 9 is replaced by <QUOT.START CODE="2018"/>dry<QUOT.END CODE="2019"/>.
</ALINEA></PARAG></ARTICLE></DIVISION></ENACTING.TERMS>
<FINAL><P>This Regulation shall be binding in its entirety.</P></FINAL></ACT>"""

BRITISH = f"""<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" RestrictStartDate="2023-01-01">
<Metadata xmlns:dc="{DC}"><dc:title>Token Keepers Act 2021</dc:title><EnactmentDate Date="2021-03-04"/></Metadata>
<Primary><PrimaryPrelims><Title>Token Keepers Act 2021</Title><Number>2021 c. 7</Number></PrimaryPrelims>
<Body RestrictStartDate="2023-01-01"><Pblock><Title>Keepers</Title>
<P1group RestrictStartDate="2021-06-01"><Title>Who needs a licence</Title>
<P1 id="section-1"><Pnumber>1</Pnumber><P1para>
<P2 id="section-1-1"><Pnumber>1</Pnumber><P2para><Text>A keeper must hold a licence for<CommentaryRef Ref="c1"/>—</Text>
<P3 id="section-1-1-a"><Pnumber>a</Pnumber><P3para><Text>more than 40 tokens, or</Text></P3para></P3>
<P3 id="section-1-1-b"><Pnumber>b</Pnumber><P3para><Text>tokens of ten persons.</Text></P3para></P3></P2para></P2>
<P2 id="section-1-2"><Pnumber>2</Pnumber><P2para><Text>In this section—</Text><UnorderedList Class="Definition">
<ListItem><Para><Text>“<Term>vault</Term>” means a room that is dry.</Text></Para></ListItem></UnorderedList>
</P2para></P2></P1para></P1></P1group>
<P1group Status="Prospective"><Title>Drills</Title><P1 id="section-2"><Pnumber>2</Pnumber><P1para>
<Text>A keeper must hold a drill each year.</Text></P1para></P1></P1group></Pblock></Body>
<Schedules><Schedule id="schedule-1"><Number>SCHEDULE 1</Number><TitleBlock><Title>Fees</Title></TitleBlock>
<ScheduleBody>
<P1 id="schedule-1-paragraph-1"><Pnumber>1</Pnumber><P1para><Text>The fee is 300 crowns.</Text></P1para></P1>
</ScheduleBody></Schedule></Schedules></Primary></Legislation>"""
