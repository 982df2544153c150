"""Whose words a label announces: read by its words, so that a topic makes it none."""

import pytest

from inspectqa.documents import Profile, Voice
from inspectqa.ingest.voices import read_label

OF_THE_COMMISSIONER = Profile("", publisher=Voice.COMMISSIONER)
OF_THE_FORCE = Profile("", publisher=Voice.FORCE)


@pytest.mark.parametrize(
    ("label", "voice"),
    [
        ("Answer from the Commissioner", Voice.COMMISSIONER),
        ("Assurance (PFCC)", Voice.COMMISSIONER),
        ("What the Commissioner expects of the force", Voice.COMMISSIONER),
        ("Commissioner's challenge to the Chief Constable", Voice.COMMISSIONER),
        ("Section B: For completion by the Police and Crime Commissioner", Voice.COMMISSIONER),
        ("What I will do", Voice.COMMISSIONER),
        ("Explanation of action taken or proposed (Chief Constable)", Voice.FORCE),
        ("Where the force is now", Voice.FORCE),
        ("MARRASDALE POLICE RESPONSE", Voice.FORCE),
        ("Chief Constable Ewan Strachan's account", Voice.FORCE),
        ("Ymateb y Prif Gwnstabl", Voice.FORCE),
        ("What the force was asked to do", Voice.INSPECTORATE),
        ("Inspectorate's verdict", Voice.INSPECTORATE),
        ("Joint response of the Chief Constable and the PCC", Voice.UNATTRIBUTED),
    ],
)
def test_a_label_that_says_who_speaks_is_read(label: str, voice: Voice) -> None:
    found = read_label(label, OF_THE_COMMISSIONER)
    assert found
    assert found.voice is voice


@pytest.mark.parametrize(
    "label",
    [
        "Police response to stalking",
        "Force vehicles",
        "Recommendation for the force",
        "Questions to the Commissioner",
        "Commissioner's fund",
        "Force Management Statement",
        "Victims and the force",
        "Progress",
    ],
)
def test_a_topic_or_an_addressee_is_no_label(label: str) -> None:
    assert read_label(label, OF_THE_COMMISSIONER) is None


@pytest.mark.parametrize("label", ["Where we are", "What is next", "Still to do", "Position at 30 September 2025"])
def test_a_label_that_names_nobody_is_the_force_s_in_what_it_publishes_itself(label: str) -> None:
    found = read_label(label, OF_THE_FORCE)
    assert found
    assert found.voice is Voice.FORCE


@pytest.mark.parametrize("label", ["Summary", "Background", "Owner", "Status", "Recommendations"])
def test_a_division_of_a_plan_is_nobody_s(label: str) -> None:
    assert read_label(label, OF_THE_FORCE) is None
