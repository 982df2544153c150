"""HTML pages: the visible words of the main content, one block per heading, paragraph, item or table row."""

from lxml import etree, html

from inspectqa.documents import Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.builder import Piece, Source, build
from inspectqa.ingest.read.decode import decode_page
from inspectqa.ingest.read.html_pieces import Walk, words_of
from inspectqa.ingest.read.html_visible import is_frame, is_hidden

_FEWEST_WORDS_OF_A_MAIN_PART = 20
_PUBLISHED = (
    "article:published_time",
    "dcterms.date",
    "dcterms.issued",
    "dc.date",
    "dc.date.issued",
    "date",
    "pubdate",
)
_UPDATED = ("article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified")


def read_html(data: bytes, file: str) -> Document:
    """Read an ``.html`` page. Nothing is fetched and no script is run.

    Raises:
        RefusedFile: ``empty_file``, ``no_text``, ``not_text``, ``encoding_unknown`` or ``too_complex``.
    """
    if not data.strip():
        raise RefusedFile("empty_file", f"{file} is empty ({len(data)} bytes); save the page again.")
    root = _parse(decode_page(data, file), file)
    walk = Walk()
    try:
        pieces = [*_title_outside(root), *walk.pieces(_main_part(root))]
    except RecursionError as error:
        raise RefusedFile("too_complex", f"{file} nests its elements too deep; save it as text.") from error
    warnings = [f"{walk.hidden} hidden elements were left out of the text"] if walk.hidden else []
    return build(Source(data, file, "text/html"), [pieces], _properties(root), warnings)


def _parse(text: str, file: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise RefusedFile("no_text", f"{file} holds no element with text; save the page again.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stopped there: what follows would be missing without a word.
        raise RefusedFile("too_complex", f"{file} nests its elements too deep; save it as text.")
    return root


def _main_part(root: etree._Element) -> etree._Element:
    """Return the element that holds the document: main, the only article, else the body."""
    body = root.find("body")
    whole = body if body is not None else root
    candidates = root.xpath("//main | //*[@role='main']") or root.xpath("//article[not(ancestor::article)]")
    if isinstance(candidates, list) and len(candidates) == 1 and isinstance(candidates[0], etree._Element):
        part = candidates[0]
        if len(words_of(part).split()) >= min(_FEWEST_WORDS_OF_A_MAIN_PART, len(words_of(whole).split())):
            return part
    return whole


def _title_outside(root: etree._Element) -> list[Piece]:
    """Return the page's first heading where it stands in a banner outside the main part."""
    first = next((h1 for h1 in root.iter("h1") if not is_hidden(h1)), None)
    if first is None:
        return []
    part = _main_part(root)
    above = [first, *first.iterancestors()]
    inside = part in above and not any(
        is_frame(element) or element.tag == "header" for element in above[: above.index(part)]
    )
    return [] if inside or any(map(is_hidden, above)) else Walk().pieces(first)


def _properties(root: etree._Element) -> dict[str, str]:
    """Return what the page states about itself: title, heading, description, author, created, modified."""
    metas = {
        str(meta.get("name") or meta.get("property") or meta.get("http-equiv") or "").lower(): meta.get("content", "")
        for meta in reversed(list(root.iter("meta")))
    }
    title, h1 = root.find(".//title"), root.find(".//h1")
    return {
        "title": words_of(title) if title is not None else "",
        "heading": words_of(h1) if h1 is not None else "",
        "description": metas.get("description") or metas.get("og:description", ""),
        "author": metas.get("author", ""),
        "created": next((metas[name] for name in _PUBLISHED if metas.get(name)), ""),
        "modified": next((metas[name] for name in _UPDATED if metas.get(name)), ""),
    }
