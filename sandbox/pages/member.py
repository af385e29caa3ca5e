"""Stub."""

from flask import Blueprint

pages = Blueprint("member", __name__)
