"""Links: as they are made for tests, and taken apart as a server takes them apart."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from loaders.link_keys import LinkKeys
from loaders.local_link import LocalLink
from tests.fakes.times import NOW

KEYS = LinkKeys({"test": b"k" * 48})

words = st.text(min_size=1, max_size=40)
tokens = st.text("ABCXYZabcxyz0189_-", min_size=1, max_size=64)
moments = st.integers(1, 9_999_999_999).map(
    lambda second: datetime.fromtimestamp(second, NOW.tzinfo)
)
links = st.builds(
    LocalLink,
    recording_id=words,
    index=st.none() | st.integers(0, 999_999),
    expires_at=moments,
    file_name=st.none() | words,
    share=st.none() | tokens,
)


def split(address: str | bytes) -> dict[str, bytes]:
    """The path and the query of a request for this path with its query."""
    text = address.encode() if isinstance(address, str) else address
    path, _, query = text.partition(b"?")
    return {"path": path, "query": query}
