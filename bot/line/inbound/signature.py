"""LINE's webhook signature: base64 of HMAC-SHA256 over the body's bytes, keyed with the channel secret."""

import base64
import hashlib
import hmac

SIGNATURE_HEADER = "X-Line-Signature"


def sign(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def is_signed(secret: str, body: bytes, signature: str | None) -> bool:
    """Whether the signature is valid. Compared in constant time."""
    given = (signature or "").encode("utf-8", "replace")
    return hmac.compare_digest(sign(secret, body).encode(), given)
