"""Whose conversations the page shows: the signed-in user's or, without sign-in, the browser's."""

from __future__ import annotations

import hashlib
import re

import streamlit as st

from ui import state

COOKIE = "assistant_browser"
NAME = r"[A-Za-z0-9_-]{43}"  # as ui/server.py gives it


def needs_sign_in() -> bool:
    """Return whether sign-in is set up (`[auth]` in `.streamlit/secrets.toml`) and nobody is signed in."""
    return "is_logged_in" in st.user and not st.user.is_logged_in


def signed_in() -> str:
    """Return the name of who is signed in, as the provider tells it; empty where sign-in is not set up."""
    if "is_logged_in" not in st.user or needs_sign_in():
        return ""
    return str(st.user.get("name") or st.user.get("email") or st.user.get("sub"))


def person() -> str:
    """Name who is signed in: issuer and subject, which no provider gives twice; empty where nobody signs in."""
    return f"person:{st.user.get('iss')}#{st.user.get('sub')}" if signed_in() else ""


def mail_address() -> str:
    """Return the e-mail address of who is signed in, as the provider vouches for it; empty where there is none."""
    return str(st.user.get("email") or "") if signed_in() and st.user.get("email_verified") is not False else ""


def visitor() -> str:
    """Return the owner of this visit's conversations: who is signed in, or else the browser.

    A browser is the hash of its cookie, so that reading the database lets nobody in. One that keeps no cookies has its
    conversations until it reloads.
    """
    if who := person():
        return who
    name = str(st.context.cookies.get(COOKIE, ""))
    if re.fullmatch(NAME, name):
        return f"browser:{hashlib.sha256(name.encode()).hexdigest()}"
    return f"visit:{state.visit()}"


def own_folder() -> str:
    """Return the name of this visitor's folder, which tells nobody who it is."""
    return hashlib.sha256(visitor().encode()).hexdigest()[:16]
