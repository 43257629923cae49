"""WebSocket fragments: messages from the frames that they came in."""

from __future__ import annotations

from websockets.frames import Frame, Opcode


class Fragments:
    """The message that is under way on one socket, if any; its size is bounded by who parses."""

    __slots__ = ("_begun", "_is_text")

    def __init__(self) -> None:
        self._is_text = False
        self._begun: bytearray | None = None

    def whole(self, frame: Frame) -> tuple[bool, bytes] | None:
        """The message that a data frame ends, and whether it is text; None while more is to come.

        Control frames may come in between, and are none of its business.
        """
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
            if frame.fin:
                return self._is_text, bytes(frame.data)
            self._begun = bytearray()
        # The parser lets a continuation through only after a beginning.
        assert self._begun is not None
        # Joined as they come: a list of empty fragments would grow without limit.
        self._begun += frame.data
        if not frame.fin:
            return None
        whole, self._begun = bytes(self._begun), None
        return self._is_text, whole
