"""Update shape: where an answer's own fields and panels stand, however the document names them."""

from __future__ import annotations

from graphql import OperationDefinitionNode, parse

from resolvers.update_shape import UpdateShape, shape_of


def shape(text: str) -> UpdateShape:
    document = parse(text)
    [operation] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return shape_of(document, operation)


def test_without_a_page_there_are_no_panels() -> None:
    """The update's own fields are found by their keys; nothing else is looked for."""
    found = shape("subscription { liveSession(sessionId: 1) { last: isLast session { state } } }")
    assert found.root == "liveSession"
    assert dict(found.fields) == {"last": "isLast", "session": "session"}
    assert found.panels == ()
    assert not found.has_recordings


def test_panels_are_found_through_aliases_and_fragments() -> None:
    """Each panel once a place, with what it calls its being stale."""
    found = shape("""
      subscription { turn: liveSession(sessionId: 1) {
        ...Told
        live: session { page: endPage { ...Panels } }
        session { endPage { metrics { old: isStale } } }
      } }
      fragment Told on LiveSessionUpdate { changed session { endPage { metrics { status } } } }
      fragment Panels on EndPage { clips: recordings { isStale asOf replay { nextCheckAt } } id }
    """)
    assert found.root == "turn"
    assert dict(found.fields) == {"changed": "changed", "session": "session", "live": "session"}
    places = {place.path: (place.field, place.is_stale_keys) for place in found.panels}
    assert places == {
        ("turn", "session", "endPage", "metrics"): ("metrics", ("old",)),
        ("turn", "live", "page", "clips"): ("recordings", ("isStale",)),
    }
    assert [place.ages for place in found.panels] == [
        {"old"},
        {"isStale", "asOf", "nextCheckAt"},
    ]
    assert found.has_recordings


def test_other_lives_of_the_update_have_no_panels_of_its_own() -> None:
    """The page of the LIVE that it went on as is not the page that is told of."""
    found = shape("""subscription { liveSession(sessionId: 1) {
      session { continuedBy { endPage { metrics { status } } } } } }""")
    assert found.panels == ()


def test_a_place_is_found_in_the_answer_that_has_it() -> None:
    """What was left out, or is null above the panel, is no panel."""
    [place] = shape("""subscription { liveSession(sessionId: 1) {
      session { endPage { metrics { status } } } } }""").panels
    page = {"metrics": None}
    assert place.parent({"liveSession": {"session": {"endPage": page}}}) is page
    assert place.parent({"liveSession": {"session": {"endPage": {}}}}) is None
    assert place.parent({"liveSession": {"session": {"endPage": None}}}) is None
    assert place.parent({"liveSession": {}}) is None
