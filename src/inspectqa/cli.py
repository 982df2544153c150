"""The command line: what may be typed, and the exit codes.

Exit codes: 0 done; 1 some inputs were refused, each named with its reason; 2 wrong usage or settings.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from inspectqa import __version__
from inspectqa.errors import InspectqaError
from inspectqa.origins import origin

DONE, SOME_REFUSED, WRONG = 0, 1, 2
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; ``--data`` may stand before or after the command."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="data folder (default: INSPECTQA_DATA_DIR, or .inspectqa)",
    )
    json_flag = _Parser(add_help=False)
    json_flag.add_argument("--json", action="store_true", help="print JSON")
    top = _Parser(prog="inspectqa", description="Questions about inspection documents, answered with quotations.")
    top.add_argument("--version", action="version", version=f"inspectqa {__version__}")
    top.add_argument("--data", type=Path, metavar="DIR", default=None, help="data folder")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    ingest = commands.add_parser("ingest", parents=[common, json_flag], help="take files and folders in")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--prune", action="store_true", help="remove documents whose file is no longer in PATH")
    ingest.add_argument("--dry-run", action="store_true", help="show what is recognised in each file; store nothing")
    ask = commands.add_parser("ask", parents=[common, json_flag], help="answer a question with quotations")
    ask.add_argument("question", metavar="QUESTION")
    search = commands.add_parser("search", parents=[common, json_flag], help="list the nearest passages")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=_count, default=10, metavar="N", help="most passages (default: 10)")
    serve = commands.add_parser("serve", parents=[common], help="serve the HTTP interface")
    serve.add_argument("--host", metavar="ADDRESS", help="default: INSPECTQA_HOST, or 127.0.0.1")
    serve.add_argument("--port", type=int, metavar="N", help="default: INSPECTQA_PORT, or 8000; 0 takes a free one")
    documents = commands.add_parser(
        "documents", parents=[common, json_flag], help="list the documents that are held, or what was recognised in one"
    )
    documents.add_argument("document", nargs="?", metavar="FILE_OR_ID", help="a document's file name or id")
    commands.add_parser("rebuild", parents=[common], help="make the indexes again from the catalogue")
    _evaluate(commands.add_parser("evaluate", parents=[common], help="ask the cases of a file and grade the answers"))
    widget = commands.add_parser("widget", parents=[common], help="print the HTML that embeds the widget in a page")
    widget.add_argument("--url", required=True, type=origin, metavar="URL", help="address of the service")
    commands.add_parser("prompts", parents=[common], help="print the wording that a model is given")
    commands.add_parser("doctor", parents=[common], help="check the set-up and say what is wrong")
    return top


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument("cases", type=Path, metavar="CASES", help="file with one case (a JSON object) a line")
    command.add_argument(
        "--corpus", nargs="+", type=Path, metavar="PATH", help="ask about these documents only (default: what is held)"
    )
    command.add_argument(
        "--runs", type=Path, metavar="DIR", default=Path("evaluation/runs"), help="where runs are kept"
    )
    command.add_argument("--html", type=Path, metavar="FILE", help="write a page with plots and every answer")
    command.add_argument(
        "--min-pass", type=_share, metavar="X", help="share that must pass, 0 to 1 (default: as many as in the bar)"
    )
    command.add_argument("--bar", action="store_true", help="keep this run as the bar that later ones are held to")


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        message = f"{text} is not between 0 and 1"
        raise argparse.ArgumentTypeError(message)
    return share


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        message = f"{number} is not between 1 and 1000"
        raise argparse.ArgumentTypeError(message)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    from inspectqa import commands  # noqa: PLC0415  the rooms are heavy; --help and wrong usage should be instant

    try:
        return commands.run(options)
    except InspectqaError as error:
        print(f"inspectqa: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`| head`); stdout must not be flushed again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


if __name__ == "__main__":
    sys.exit(main())
