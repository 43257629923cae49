"""Development: the identity and the secrets that a working directory keeps under ``.endpage/``."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import jwt

ISSUER = "endpage-development"
AUDIENCE = "endpage"
PLATFORM = "app"
SHIPPED = Path(__file__).resolve().parent.parent / "web" / "operations"
"""The documents that the APP ships, where this is run from its sources."""
_TOKEN_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class StateDirectory:
    """A directory with secrets of this machine alone, each made when it is first asked for.

    Beside them are the files of made-up recordings.
    """

    path: Path = Path(".endpage")

    @property
    def jwt_secret_file(self) -> Path:
        """The file with the secret that development tokens are signed with."""
        return self._secret_file("jwt_secret")

    @property
    def service_credential_file(self) -> Path:
        """The file with the credential that the reference services ask for."""
        return self._secret_file("service_credential")

    @property
    def link_keys_file(self) -> Path:
        """The file with the key that links to recordings are signed with."""
        return self._secret_file("link_keys", "dev {}\n")

    @property
    def media_directory(self) -> Path:
        """Where the reference company keeps the files of recordings from one start to the next."""
        return (self.path / "media").absolute()

    def _secret_file(self, name: str, form: str = "{}") -> Path:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (self.path / name).absolute()
        # Linked into place whole: of two starts at once, both read what the first one made.
        draft = file.with_name(f"{name}.{os.getpid()}")
        if not file.exists():
            draft.touch(mode=0o600)
            draft.write_text(form.format(secrets.token_urlsafe(48)), encoding="ascii")
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file


def mint_token(
    creator_id: str,
    *,
    secret: bytes,
    platform: str = PLATFORM,
    seconds: int = _TOKEN_SECONDS,
    is_developer: bool = False,
) -> str:
    """A development token for a creator, good for so many seconds from now.

    ``is_developer``: it may ask for documents that are not known, where others may not.
    """
    now = int(time.time())
    claims = {
        "sub": creator_id,
        "platform": platform,
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "nbf": now,
        "exp": now + seconds,
        **({"developer": True} if is_developer else {}),
    }
    return jwt.encode(claims, secret, algorithm="HS256")
