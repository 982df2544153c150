"""The way in with the real readers, embedder and indexes, over the samples."""

from inspectqa.bootstrap import Application
from inspectqa.index.check import faults


def test_all_samples_are_held_whole(held_samples: Application) -> None:
    assert list(faults(held_samples.index)) == []
    assert len(held_samples.catalogue.documents()) == 5


def test_every_sentence_that_may_be_quoted_is_in_its_document(held_samples: Application) -> None:
    catalogue = held_samples.catalogue
    for held in catalogue.documents():
        text = catalogue.text(held.id)
        sentences = [span.of(text) for passage in catalogue.passages_of(held.id) for span in passage.sentences]
        assert sentences
        assert all(sentence == sentence.strip() != "" for sentence in sentences)


def test_a_question_in_other_words_is_answered_by_meaning(held_samples: Application) -> None:
    hits = held_samples.index.search("ordering taxis and rooms for overnight stays", 5)
    bodies = [passage.body for passage in held_samples.catalogue.passages([hit.passage_id for hit in hits]).values()]
    assert any("hotel" in body.lower() for body in bodies)
