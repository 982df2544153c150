import pytest

from builders import HOLDINGS, NORTHMOOR
from inspectqa.forces import known_forces
from inspectqa.retrieval.names import forces_misspelt, forces_named, unknown_force


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("What has Cheshire done on Makesafe?", ["cheshire"]),
        ("what has cheshire constabulary done", ["cheshire"]),
        ("What happens in Halton and in Stoke-on-Trent?", ["cheshire", "staffordshire"]),
        ("what about Cornwall and Avon & Somerset?", ["devon-and-cornwall", "avon-and-somerset"]),
        ("Is North Yorkshire ahead of West Yorkshire?", ["north-yorkshire", "west-yorkshire"]),
        ("Does South Gloucestershire answer?", ["avon-and-somerset"]),
        ("What has Devon done?", ["devon-and-cornwall"]),
        ("What did the MPS say?", ["metropolitan"]),
        ("We met the panel and asked about it", []),
        ("Is it as bad as that?", []),
    ],
)
def test_a_force_is_found_by_name_alias_or_area(question: str, ids: list[str]) -> None:
    assert [row.force.id for row in forces_named(question, known_forces())] == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("wot has chesire done", ["cheshire"]),
        ("stafordshire progress", ["staffordshire"]),
        ("northmore training", ["northmoor"]),
        ("the response of the commissioner to the police", []),
        ("what resources does the programme have", []),
    ],
)
def test_a_typing_error_in_a_force_is_forgiven(question: str, ids: list[str]) -> None:
    assert [row.force.id for row in forces_misspelt(question, [NORTHMOOR], known_forces())] == ids


def test_a_held_force_wins_over_a_known_one_that_is_as_near() -> None:
    assert forces_misspelt("northmor", [NORTHMOOR], known_forces())[0].force is NORTHMOOR


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What has Wexholme done on Makesafe?", "Wexholme"),
        ("What did Wexholme Police say?", "Wexholme"),
        ("What is the progress in Upper Wexholme?", "Upper Wexholme"),
        ("What is Operation Makesafe?", ""),
        ("What has the Home Office done?", ""),
        ("what is due by 31 July?", ""),
    ],
)
def test_a_name_in_a_forces_place_that_is_in_no_list_is_noticed(question: str, name: str) -> None:
    assert unknown_force(question) == name


def test_what_is_held_can_be_named_beside_what_is_known() -> None:
    ids = {force.id for force in HOLDINGS.nameable}
    assert {"northmoor", "caldermere", "cheshire", "west-yorkshire"} <= ids


@pytest.mark.parametrize(
    "word", ["leads", "essence", "durable", "kept", "cumbrous", "makesafe", "children", "strategy", "flagging"]
)
def test_an_ordinary_word_is_no_misspelt_force(word: str) -> None:
    assert forces_misspelt(f"what about the {word} there", [NORTHMOOR], known_forces()) == []
