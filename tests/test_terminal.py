from inspectqa.answers import Answer, Nearest, Status, Understood
from inspectqa.terminal import answer_text, one_line, printable, table, wrapped


def unanswered(status: Status, *, held: tuple[str, ...] | None = None, nearest: tuple[Nearest, ...] = ()) -> Answer:
    return Answer("1", status, status.sentence, (), (), Understood("q", "lookup"), held=held, nearest=nearest)


def test_text_is_wrapped_to_the_width_of_the_terminal() -> None:
    assert max(len(line) for line in wrapped("word " * 60, 50).splitlines()) <= 50


def test_a_very_wide_terminal_is_not_filled() -> None:
    assert max(len(line) for line in wrapped("word " * 100, 300).splitlines()) <= 100


def test_a_document_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07c\u202ed\r\n") == "a[31mbcd \n"


def test_text_on_one_line_has_no_line_ends() -> None:
    assert one_line("a\n b\t\tc") == "a b c"


def test_what_is_held_is_listed_when_something_else_was_asked_for() -> None:
    text = answer_text(unanswered(Status.NOT_HELD, held=("Northmoor Police",)), 80)
    assert text == "No such document is held.\n\nHeld\n  - Northmoor Police"


def test_a_long_list_of_what_is_held_is_cut_and_counted() -> None:
    text = answer_text(unanswered(Status.NOT_HELD, held=tuple(f"force {n}" for n in range(25))), 80)
    assert text.endswith("  and 5 more")


def test_the_nearest_passages_are_shown_when_the_documents_do_not_say() -> None:
    near = Nearest("d", "Minutes", 3, "hotels were\ntrained", "/documents/d")
    text = answer_text(unanswered(Status.NO_EVIDENCE, nearest=(near,)), 80)
    assert "Nearest passages" in text
    assert "Minutes, page 3" in text
    assert "“hotels were trained”" in text


def test_columns_of_a_table_are_aligned() -> None:
    assert table([("a", "b"), ("long", "c")]) == "a     b\nlong  c"
