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
    if tag in _NEVER or element.get("role") in _FRAME_ROLES:
        return True
    if tag in ("html", "body", "main", "article"):
        return False
    return bool(_FRAME_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"))
