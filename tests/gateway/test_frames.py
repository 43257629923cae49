"""Frames that wait for a slow reader, and how either format writes them."""

from __future__ import annotations

from gateway.current_format import CurrentFormat
from gateway.frames import Completed, FramesToTell, LaterFrame
from gateway.older_format import OlderFormat
from tests.gateway.frames_of import ERROR, announced, completed, content, first, later


def told(*frames: LaterFrame) -> list[LaterFrame]:
    """What a reader is told who has waited for all of them."""
    waiting = FramesToTell()
    for frame in frames:
        waiting.add(frame)
    return [waiting.take() for _ in range(len(waiting))]


def test_what_waits_is_merged() -> None:
    """A slow reader is told all at once, in the order in which it came."""
    one = later(content("0", {"a": 1}), completed=completed("0"), upstream_calls=2)
    two = later(
        content("1", {"b": 2}),
        completed=completed("1"),
        has_next=False,
        upstream_calls=1,
        extensions={"x": 1},
    )
    assert told(one, two) == [
        later(
            content("0", {"a": 1}),
            content("1", {"b": 2}),
            completed=completed("0", "1"),
            has_next=False,
            upstream_calls=3,
            extensions={"x": 1},
        )
    ]


def test_nothing_is_told_of_what_is_announced_with_it() -> None:
    """Some clients read contents first: an announcement goes ahead, whether merged or not."""
    child = announced("1", "page")
    opening = later(content("0", {"a": 1}), completed=completed("0"), announced=[child])
    closing = later(content("1", {"b": 2}), completed=completed("1"), has_next=False)
    assert told(opening, closing) == [opening, closing]
    both = closing.after(opening)
    assert told(both) == [
        later(content("0", {"a": 1}), announced=[child]),
        later(content("1", {"b": 2}), completed=completed("0", "1"), has_next=False),
    ]


def test_contents_stay_in_their_order() -> None:
    """One may be for a place that one before it has made, whosever it is."""
    contents = (content("0", {"a": {}}), content("1", {"b": {}}), content("0", {"c": 1}, "a", "b"))
    frame = later(*contents, announced=[announced("1", "a")], completed=completed("0", "1"))
    ahead, rest = told(frame)
    assert (ahead.contents, rest.contents) == ([contents[0]], list(contents[1:]))
    assert (ahead.completed, rest.completed) == ([], completed("0", "1"))


def test_the_current_format_leaves_out_what_there_is_none_of() -> None:
    """Its keys are there when they say something, but for data and hasNext."""
    writer = CurrentFormat().writer()
    assert writer.first(first({"page": {}})) == {"data": {"page": {}}, "hasNext": False}
    assert writer.first(first({"page": {}}, announced("0", "page"), announced("1", label="l"))) == {
        "data": {"page": {}},
        "pending": [{"id": "0", "path": ["page"]}, {"id": "1", "path": [], "label": "l"}],
        "hasNext": True,
    }
    assert writer.later(LaterFrame(has_next=False)) == {"hasNext": False}
    assert writer.later(
        later(
            content("0", {"a": None}, errors=[ERROR]),
            content("0", {"b": 1}, "list", 0),
            completed=[Completed("0", []), Completed("1", [ERROR])],
            extensions={"x": 1},
        )
    ) == {
        "incremental": [
            {"id": "0", "data": {"a": None}, "errors": [ERROR]},
            {"id": "0", "subPath": ["list", 0], "data": {"b": 1}},
        ],
        "completed": [{"id": "0"}, {"id": "1", "errors": [ERROR]}],
        "hasNext": True,
        "extensions": {"x": 1},
    }


def test_the_older_format_puts_a_fragment_together() -> None:
    """Of all that is known by then, what it selects; payloads that were told stay as they are."""
    writer = OlderFormat().writer()
    page = {"page": {"a": 1, "list": [{"b": 2}, {"b": 3}], "none": None}}
    text = "{ a list { b c } none { d } other }"
    opening = writer.first(first(page, announced("0", "page", text=text, label="l")))
    assert opening == {"data": page, "hasNext": True}
    assert writer.later(later(content("0", {"c": 4}, "list", 0))) is None
    last = later(content("0", {"c": 5}, "list", 1), completed=completed("0"), has_next=False)
    whole = {"a": 1, "list": [{"b": 2, "c": 4}, {"b": 3, "c": 5}], "none": None}
    assert writer.later(last) == {
        "incremental": [{"data": whole, "path": ["page"], "label": "l"}],
        "hasNext": False,
    }
    assert opening["data"]["page"]["list"] == [{"b": 2}, {"b": 3}]


def test_the_older_format_tells_each_error_once() -> None:
    """With its own fragment; where that is not complete yet, with the first one that is."""
    writer = OlderFormat().writer()
    writer.first(first({"page": {}}, announced("0", "page"), announced("1", "page", text="{ b }")))
    shared = content("1", {"a": None}, errors=[ERROR])
    one = writer.later(later(shared, completed=completed("0")))
    assert one == {
        "incremental": [{"data": {"a": None}, "path": ["page"], "errors": [ERROR]}],
        "hasNext": True,
    }
    failed = [Completed("1", [ERROR])]
    two = writer.later(LaterFrame(completed=failed, has_next=False))
    assert two == {
        "incremental": [{"data": None, "path": ["page"], "errors": [ERROR]}],
        "hasNext": False,
    }
