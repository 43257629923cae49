"""The outlet: one answer at a time, and what is told after a pause is how things are then."""

from __future__ import annotations

import pytest

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.outlet import Outlet
from gateway.sink import Sink


class Subscription:
    def __init__(self) -> None:
        self.resumed = 0
        self.closed = 0

    def resume(self) -> None:
        self.resumed += 1

    def close(self) -> None:
        self.closed += 1


class Listener:
    def __init__(self) -> None:
        self.news = 0
        self.outlet = Outlet(self.tell)
        self.sink: Sink = self.outlet
        self.subscriber = Subscription()
        self.outlet.follow(self.subscriber)

    def tell(self) -> None:
        self.news += 1


ANSWER = Answer(data={"tick": 1})


def test_there_is_room_when_the_answer_has_been_written() -> None:
    """An answer that has been taken still fills the place, and then the subscription is told."""
    listener = Listener()
    outlet, subscriber = listener.outlet, listener.subscriber
    assert listener.sink.is_ready()
    assert not outlet.has_news
    listener.sink.send(ANSWER)
    assert (listener.news, outlet.has_news, listener.sink.is_ready()) == (1, True, False)
    outlet.make_room()
    assert subscriber.resumed == 0
    assert outlet.take_answer() is ANSWER
    assert (outlet.has_news, listener.sink.is_ready(), subscriber.resumed) == (False, False, 0)
    outlet.make_room()
    outlet.make_room()
    assert (listener.sink.is_ready(), subscriber.resumed) == (True, 1)


def test_the_last_answer_comes_before_the_end() -> None:
    """What is in it is told, whether it is complete or has failed after that."""
    listener = Listener()
    listener.sink.send(ANSWER)
    listener.sink.complete()
    assert listener.outlet.take_answer() is ANSWER
    listener.outlet.make_room()
    assert listener.outlet.has_news
    assert listener.outlet.take_answer() is None
    listener = Listener()
    listener.sink.send(ANSWER)
    listener.sink.fail(RequestError("INTERNAL", "Broken."))
    assert listener.outlet.take_answer() is ANSWER
    listener.outlet.make_room()
    with pytest.raises(RequestError, match="Broken"):
        listener.outlet.take_answer()
    assert listener.subscriber.resumed == 0


def test_closing_lets_go_once() -> None:
    """The subscription is told, and nothing more is wanted of it."""
    listener = Listener()
    listener.outlet.close()
    listener.outlet.close()
    listener.outlet.make_room()
    assert (listener.subscriber.closed, listener.subscriber.resumed) == (1, 0)
