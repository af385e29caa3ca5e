"""Stub."""

from flask import Blueprint

pages = Blueprint("agent", __name__)
