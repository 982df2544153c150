"""What each command does: settings -> application -> text or JSON on stdout, refusals and progress on stderr."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel
from tqdm import tqdm

from inspectqa import bootstrap, doctor, settings, terminal
from inspectqa.api import script
from inspectqa.bootstrap import Application
from inspectqa.errors import RefusedFile, UnknownDocument
from inspectqa.index.copies import Progress
from inspectqa.ingest.recognised import recognised, tried
from inspectqa.prompts import prompts
from inspectqa.wire.ask import answer_out
from inspectqa.wire.held import document_detail_out, documents_out
from inspectqa.wire.recognised import RecognisedOut, TriedOut, recognised_out
from inspectqa.wire.runs import ingest_out, search_out

DONE, SOME_REFUSED, WRONG = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Run the command that ``options`` names and return its exit code.

    Raises:
        InspectqaError: the command can't be carried out; the message is for a person.
    """
    address = {"host": getattr(options, "host", None), "port": getattr(options, "port", None)}
    application = bootstrap.build(settings.load(data_dir=options.data, **address))
    try:
        return _COMMANDS[options.command](application, options)
    finally:
        application.close()


def ingest(application: Application, options: argparse.Namespace) -> int:
    """Take files and folders in; name each refused file with its reason."""
    if options.dry_run:
        return _try(application, options)
    with _progress() as progress:
        report = application.pipeline.ingest(options.paths, prune=options.prune, progress=progress)
    if options.json:
        _print_json(ingest_out(report))
    else:
        print(report.summary)
    for one in report.refused:
        print(terminal.one_line(f"refused {one.file}: {one.code}: {one.reason}"), file=sys.stderr)
    return SOME_REFUSED if report.refused else DONE


def _try(application: Application, options: argparse.Namespace) -> int:
    """Show what is recognised in files, and store nothing."""
    shapes: list[RecognisedOut] = []
    some_refused = False
    for path, found in tried(options.paths, application.settings):
        if isinstance(found, RefusedFile):
            some_refused = True
            print(terminal.one_line(f"refused {path}: {found.code}: {found.reason}"), file=sys.stderr)
        elif options.json:
            shapes.append(recognised_out(found))
        else:
            print(terminal.recognised_text(found, _width()), end="\n\n")
    if options.json:
        _print_json(TriedOut(documents=shapes))
    return SOME_REFUSED if some_refused else DONE


def ask(application: Application, options: argparse.Namespace) -> int:
    """Answer a question."""
    answer = application.assistant.ask(options.question)
    if options.json:
        _print_json(answer_out(answer))
    elif application.catalogue.documents():
        print(terminal.answer_text(answer, _width()))
    else:
        print(terminal.NOTHING_HELD)
    return DONE


def search(application: Application, options: argparse.Namespace) -> int:
    """List the passages nearest to a text."""
    found = application.assistant.search(options.text, options.limit)
    if options.json:
        _print_json(search_out(found))
    elif application.catalogue.documents():
        print(terminal.search_text(found, _width()))
    else:
        print(terminal.NOTHING_HELD)
    return DONE


def documents(application: Application, options: argparse.Namespace) -> int:
    """List the documents that are held, or say what was recognised in one."""
    held = application.catalogue.documents()
    if options.document:
        return _described(application, options)
    if options.json:
        _print_json(documents_out(held))
    else:
        print(terminal.documents_text(held))
    return DONE


def _described(application: Application, options: argparse.Namespace) -> int:
    """Say what was recognised in the documents with this id or file name."""
    wanted = options.document
    chosen = [one for one in application.catalogue.documents() if wanted in (one.id, one.file, one.source)]
    if not chosen:
        raise UnknownDocument(f"no document {wanted} is held: inspectqa documents lists those that are")
    for one in chosen:
        passages = application.catalogue.passages_of(one.id)
        if options.json:
            _print_json(document_detail_out(one, passages))
        else:
            found = recognised(one.file, one.profile, one.warnings, one.pages, passages)
            print(terminal.recognised_text(found, _width()), end="\n\n")
    return DONE


def rebuild(application: Application, _: argparse.Namespace) -> int:
    """Make the indexes again from the catalogue."""
    with _progress() as progress:
        application.index.rebuild(progress)
    print(f"rebuilt the indexes of {len(application.catalogue.documents())} documents")
    return DONE


def show_prompts(_: Application, __: argparse.Namespace) -> int:
    """Print the wording that a model is given."""
    print("\n\n".join(terminal.prompt_text(one) for one in prompts()))
    return DONE


def examine(application: Application, _: argparse.Namespace) -> int:
    """Check the set-up; exit code 2 when a part of it is wrong."""
    checks = list(doctor.examine(application))
    print(terminal.checks_text(checks))
    return DONE if all(check.sound for check in checks) else WRONG


def evaluate(application: Application, options: argparse.Namespace) -> int:
    """Ask the cases of a file, print the figures and what changed; exit code 1 when fewer pass than must."""
    from inspectqa.evaluation.evaluate import evaluate as ask_cases  # noqa: PLC0415  no other command needs it

    with _progress() as progress:
        result = ask_cases(application, options.cases, options.corpus, options.runs, progress)
    result.keep(options.runs, as_bar=options.bar)
    if options.html:
        result.write_page(options.html)
    print(terminal.printable(result.report))
    fewest = result.bar_share if options.min_pass is None else options.min_pass
    if result.run.figures.pass_rate >= fewest or options.bar:
        return DONE
    print(f"inspectqa: {result.run.figures.pass_rate:.3f} passed, and {fewest:.3f} must", file=sys.stderr)
    return SOME_REFUSED


def widget(_: Application, options: argparse.Namespace) -> int:
    """Print the HTML that embeds the widget, as a script and in a frame."""
    print(f"{script.snippet(options.url)}\n{script.frame(options.url)}")
    return DONE


def serve(application: Application, _: argparse.Namespace) -> int:
    """Serve the HTTP interface until it is stopped."""
    from inspectqa.api import server  # noqa: PLC0415  fastapi takes half a second that no other command should pay

    server.serve(application, lambda address: print(f"inspectqa serves {address}", flush=True))
    return DONE


_COMMANDS = {
    "ingest": ingest,
    "ask": ask,
    "search": search,
    "documents": documents,
    "rebuild": rebuild,
    "doctor": examine,
    "evaluate": evaluate,
    "prompts": show_prompts,
    "widget": widget,
    "serve": serve,
}


def _print_json(shape: BaseModel) -> None:
    print(shape.model_dump_json(indent=2))


def _width() -> int:
    return shutil.get_terminal_size().columns


@contextmanager
def _progress() -> Iterator[Progress]:
    """Lend a callback that draws a bar on stderr, when that is a terminal."""
    width, height = shutil.get_terminal_size()  # tqdm draws nothing where a terminal says that it has no lines
    with tqdm(disable=not sys.stderr.isatty(), leave=False, file=sys.stderr, ncols=width, nrows=height) as bar:

        def show(what: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_description_str(terminal.one_line(what)[:40], refresh=False)
            bar.update(done - bar.n)

        yield show
