"""An OpenID provider on loopback: discovery, a page to choose who one is, tokens signed with RS256, and the keys.

    with OIDCServer() as provider:
        secrets.write_text(provider.secrets("http://localhost:8600"))

It checks what a provider must: the client's secret, the redirect address, that a code is used once, and PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "assistant", "a secret between the two"
PEOPLE = {"ada": "Ada Lovelace", "bob": "Bob Bell"}


class OIDCServer:
    """The provider; a context manager."""

    def __init__(self) -> None:
        """Bind a free port of the loopback interface and make a key."""
        self.key = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://localhost:{self._http.server_port}"

    def __enter__(self) -> Self:
        """Start."""
        threading.Thread(target=self._http.serve_forever, name="oidc-server", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._http.shutdown()
        self._http.server_close()

    def secrets(self, page: str) -> str:
        """Return the `secrets.toml` of a page at this address."""
        return (
            f'[auth]\nredirect_uri = "{page}/oauth2callback"\ncookie_secret = "{secrets.token_hex()}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
        )

    def discovery(self) -> dict[str, Any]:
        """Say where everything is."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def code(self, asked: dict[str, str], who: str) -> str:
        """Return the address that sends a person back with a code."""
        code = secrets.token_urlsafe()
        self.codes[code] = asked | {"who": who}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the tokens for a code; None where anything is wrong."""
        asked = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        client = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {client}":
            return None
        if given.get("redirect_uri") != asked["redirect_uri"] or challenge != asked.get("code_challenge"):
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": asked["who"], "aud": CLIENT, "iat": now, "exp": now + 600}
        claims |= {"nonce": asked.get("nonce"), "name": PEOPLE[asked["who"]], "email": f"{asked['who']}@example.org"}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 600, "id_token": token}


def _handler(server: OIDCServer) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        provider = server

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """Speaks the protocol for one connection."""

    provider: OIDCServer

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""

    def do_GET(self) -> None:
        """Serve discovery, the keys, and the page to choose who one is."""
        url = urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self._send(200, self.provider.discovery())
        elif url.path == "/keys":
            self._send(200, {"keys": [self.provider.key.as_dict(private=False)]})
        elif url.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            links = (f'<p><a href="{self.provider.code(asked, who)}">{name}</a></p>' for who, name in PEOPLE.items())
            self._send(200, f"<!doctype html><title>Who are you?</title>{''.join(links)}")
        else:
            self._send(404, {})

    def do_POST(self) -> None:
        """Serve tokens."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        token = self.provider.token(given, self.headers.get("Authorization", ""))
        self._send(200 if token else 400, token or {"error": "invalid_grant"})

    def _send(self, status: int, content: dict[str, Any] | str) -> None:
        page = isinstance(content, str)
        data = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
