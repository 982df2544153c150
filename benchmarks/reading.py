"""How fast a born-digital report is read: pages per second of processor time, and the peak of memory.

    python benchmarks/reading.py [--pages 60] [--profile]

The report is made here: prose, headings, running margins, footnotes, and on every third page a ruled table whose rows
run over the page's end.
"""

import argparse
import cProfile
import io
import pstats
import resource
import time
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from inspectqa.ingest.read.pdf import read_pdf

FEWEST_PAGES_PER_SECOND, MOST_MEGABYTES = 15.0, 300.0
_STYLES = getSampleStyleSheet()
_SENTENCE = "The force reviewed the records of each team and found that officers acted on what they were told in time. "


def report(pages: int) -> bytes:
    """Return a PDF of about this many pages."""
    story: list[Any] = [Paragraph("A response to the inspection", _STYLES["Title"])]
    number = 0
    while number * 4 < pages:
        number += 1
        story.append(Paragraph(f"{number}. What was found", _STYLES["Heading1"]))
        story.extend(Paragraph(_SENTENCE * 7, _STYLES["BodyText"]) for _ in range(10))
        story.append(
            Table(
                _rows(number), colWidths=(170, 280), repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]
            )
        )
        story.append(PageBreak())
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build(story, onFirstPage=_margins, onLaterPages=_margins)
    return stream.getvalue()


def _rows(part: int) -> list[list[Any]]:
    body = _STYLES["BodyText"]
    rows = [[Paragraph("<b>Recommendation</b>", body), Paragraph("<b>Response</b>", body)]]
    for row in range(9):
        ask = f"Recommendation {part}.{row}: by 31 July 2026 chief constables should review their records."
        rows.append([Paragraph(ask, body), Paragraph(_SENTENCE * 4, body)])
    return rows


def _margins(canvas: Any, template: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 815, "Northmoor Police and Crime Commissioner")
    canvas.drawRightString(535, 25, f"Page {template.page}")


def main() -> int:
    """Print the figures; 1 when one of them misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    data = report(options.pages)
    profile = cProfile.Profile()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if options.profile:
        profile.enable()
    began = time.process_time()
    document = read_pdf(data, "report.pdf")
    seconds = time.process_time() - began
    profile.disable()
    pages = len(document.pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{pages} pages, {len(document.text):,} characters, {seconds:.2f} s of processor time")
    print(f"{pages / seconds:.1f} pages per second (bar {FEWEST_PAGES_PER_SECOND})")
    print(f"peak {peak:.0f} MB, before reading {before:.0f} MB (bar {MOST_MEGABYTES:.0f})")
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    return int(pages / seconds < FEWEST_PAGES_PER_SECOND or peak > MOST_MEGABYTES)


if __name__ == "__main__":
    raise SystemExit(main())
