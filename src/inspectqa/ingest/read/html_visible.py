"""Which elements of a page a reader does not see, and which are the site's frame and not the document."""

import re

from lxml import etree

_NEVER = frozenset(
    "script style noscript template head nav form aside button select option textarea iframe object embed svg canvas "
    "audio video map dialog menu datalist".split()
)
_HIDING_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?:;|$|!)|font-size:0(?:\.0*)?(?:px|pt|em|rem|%)?(?:;|$|!)"
    r"|text-indent:-\d{3,}|(?:left|top):-\d{4,}|clip:rect\(0"
)
_HIDING_CLASS = re.compile(
    r"(?:^|\s)(?:visually-hidden|sr-only|screen-reader-text|[\w-]*__?visually-hidden|d-none|is-hidden)(?:\s|$)"
)
_FRAME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|skip-?link|pagination|pager|social-share|share-links|share-buttons|"
    r"related-(?:content|links?|pages?|items?|news)|newsletter|site-(?:header|footer|nav))(?:[\s_-]|$)",
    re.IGNORECASE,
)
_FRAME_TOKENS = frozenset(
    "nav navbar navigation nav-primary nav-secondary nav-main main-nav primary-nav topnav menu main-menu nav-menu "
    "sidebar side-bar widget widgets share sharing consent consent-banner consent-modal footer page-footer "
    "footer-links header page-header masthead logo phase-banner toolbar back-to-top".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})
_MOSTLY = 0.5
_SHORT = 500
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"})


def is_hidden(element: etree._Element) -> bool:
    """Say whether the page's author hides this element from readers."""
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    style = re.sub(r"\s+", "", element.get("style", "")).lower()
    return (
        element.get("aria-hidden") == "true"
        or bool(_HIDING_STYLE.search(style))
        or bool(_HIDING_CLASS.search(element.get("class", "")))
    )


def is_frame(element: etree._Element) -> bool:
    """Say whether this element belongs to the site (menus, forms, banners, related links) and not to the document."""
    tag = element.tag
    if tag == "button" and _labels_a_section(element):
        return False
    if tag in _NEVER or element.get("role") in _FRAME_ROLES:
        return True
    if tag in ("html", "body", "main", "article"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if _FRAME_CLASS.search(names):
        return True
    return not _FRAME_TOKENS.isdisjoint(names.lower().split()) and not _holds_the_page(element)


def _labels_a_section(button: etree._Element) -> bool:
    """Say whether a button is an accordion's heading: it stands in a heading, or opens and closes a section."""
    parents = [parent.tag for parent in button.iterancestors()]
    opens = button.get("aria-expanded") is not None or button.get("aria-controls") is not None
    following = button.getnext()
    beside = following is not None and following.tag in ("div", "section") and bool(_length(following))
    return any(tag in _HEADINGS for tag in parents) or opens or (beside and "form" not in parents)


def _holds_the_page(element: etree._Element) -> bool:
    """Say whether most of the page is in this element, whatever its author calls it."""
    own = _length(element)
    return own > _SHORT and own > _MOSTLY * _length(element.getroottree().getroot())


def _length(element: etree._Element) -> int:
    return sum(len(text) for text in element.itertext() if isinstance(text, str))


def is_link_list(element: etree._Element) -> bool:
    """Say whether an element holds two or more links and no other words: before a page's text, a menu."""
    links = [one for one in element.iter("a") if one.get("href") is not None]
    inside = sum(map(_length, links))
    spaces = sum(len(text) - len(text.strip()) for text in element.itertext() if isinstance(text, str))
    return len(links) > 1 and inside > 0 and _length(element) - spaces <= 1.1 * inside
