"""What the browser gets: built from the sources that lie here, and nothing from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
FRONTEND = HOUSE / "frontend"
BUILT = HOUSE / "src/kith/web/static/kith"
TEMPLATES = HOUSE / "src/kith/web/templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
MANIFEST = json.loads((BUILT / "built-from.json").read_text(encoding="utf-8"))
BUILD = "Run `npm ci && npm run build` in frontend/ and commit what it made."
ELSEWHERE = re.compile(r"""(?:https?:)?//(?!localhost)[a-z0-9-]+\.[a-z]{2,}""", re.IGNORECASE)
# the words of GOV.UK Frontend's own errors to programmers, and names of XML vocabularies, load nothing
NAMES_ONLY = ("www.w3.org/",)
TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktranslate.*?%\}.*?\{%\s*endblocktranslate\s*%\}", re.DOTALL)
COMMENT = re.compile(r"\{%\s*comment.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)


def sha256(path: Path) -> str:
    """The hash as the build writes it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names(pages: list[Path]) -> list[str]:
    """Short names for the list of tests."""
    return [str(page.relative_to(TEMPLATES)) for page in pages]


def test_built_files_are_those_that_were_built():
    """Every built file is there, byte for byte as the build left it, and no other file lies among them."""
    there = {str(path.relative_to(BUILT)) for path in BUILT.rglob("*") if path.is_file()} - {
        "built-from.json"
    }
    assert there == set(MANIFEST["built"]), BUILD
    changed = [name for name, hashed in MANIFEST["built"].items() if sha256(BUILT / name) != hashed]
    assert not changed, f"Changed by hand: {changed}. {BUILD}"


def test_built_files_are_in_step_with_their_sources():
    """The sources are the ones that the built files were made from."""
    sources = {str(path.relative_to(FRONTEND)) for path in (FRONTEND / "src").rglob("*") if path.is_file()}
    listed = {name for name in MANIFEST["sources"] if name.startswith("src/")}
    assert sources == listed, BUILD
    changed = [name for name, hashed in MANIFEST["sources"].items() if sha256(FRONTEND / name) != hashed]
    assert not changed, f"Changed since the build: {changed}. {BUILD}"


def test_lock_file_names_no_place_to_download_from():
    """The lock file pins every package by its hash and leaves the place to whoever builds."""
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if "integrity" not in entry]


@pytest.mark.parametrize("name", ["kith.css", "kith.rtl.css", "kith.js", "htmx.js", "mark.svg"])
def test_built_file_points_nowhere_else(name: str):
    """No built file names an address outside the server."""
    text = (BUILT / name).read_text(encoding="utf-8")
    found = [hit.group() for hit in ELSEWHERE.finditer(text)]
    assert not [hit for hit in found if not any(known in f"{hit}/" for known in NAMES_ONLY)]


@pytest.mark.parametrize("name", ["kith.css", "kith.rtl.css"])
def test_styles_load_only_fonts_that_are_there(name: str):
    """Every address in the styles is a font beside them; none is a data: address, which the policy forbids."""
    found = re.findall(r"url\(([^)]*)\)", (BUILT / name).read_text(encoding="utf-8"))
    assert found
    assert all((BUILT / address.strip("\"'")).is_file() for address in found)


def test_styles_name_colours_in_one_list_only():
    """Outside the lists of roles and print, no rule has a colour of its own, so that none is lost in the dark."""
    css = (BUILT / "kith.css").read_text(encoding="utf-8")
    screen = re.sub(r"@media print\{(?:[^{}]|\{[^{}]*\})*\}", "", css)
    rules = re.sub(r"--k-[a-z-]+:[^;}]*", "", screen)
    assert not re.findall(r"(?<![\w\"&-])#[0-9a-f]{3,8}\b|rgba?\(", rules)


def test_no_restricted_typeface_crown_or_logo_is_shipped():
    """Neither the typeface of GOV.UK nor any of its pictures is in what is shipped."""
    assert not [
        path for path in BUILT.rglob("*") if re.search(r"gds|crest|crown|govuk", path.name, re.IGNORECASE)
    ]
    assert "GDS Transport" not in (BUILT / "kith.css").read_text(encoding="utf-8")


def test_every_shipped_font_has_its_licence_beside_it():
    """Each family of fonts lies beside the text of the Open Font License with its maker's notice."""
    for font in (BUILT / "fonts").glob("*.woff2"):
        family = re.match(r"(source-sans-3|ibm-plex-sans-arabic)", font.name)
        assert family, f"{font.name} is of no family in frontend/LICENCES.md"
        licence = (BUILT / "fonts" / f"{family.group()}-LICENCE.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licence
        assert licence.startswith("Copyright")


class Strict(HTMLParser):
    """Collects what a strict content security policy would not run, and what points elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A start tag with its attributes."""
        self.inside_script = tag == "script"
        if tag == "style":
            self.found.append("<style>")
        for name, value in attrs:
            if name == "style" or (name.startswith("on") and name != "one") or name.startswith("hx-on"):
                self.found.append(f"{tag} {name}")
            if value and (value.strip().lower().startswith("javascript:") or "js:" in value.lower().split()):
                self.found.append(f"{tag} {name}={value}")
            if name in {"src", "href", "action"} and value and ELSEWHERE.match(value):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        """Text; inside a script element there may be none."""
        if self.inside_script and data.strip():
            self.found.append("<script> with text")

    def handle_endtag(self, tag: str) -> None:
        """An end tag."""
        if tag == "script":
            self.inside_script = False


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_template_keeps_to_the_strict_policy(page: Path):
    """No template has an inline script, style or handler, or an address elsewhere."""
    strict = Strict()
    strict.feed(TAG.sub("x", page.read_text(encoding="utf-8")))
    assert not strict.found, f"{page.name}: move {strict.found} into frontend/src"


class Words(HTMLParser):
    """Collects words for a reader: text, and the attributes that are read out."""

    READ_OUT = frozenset({"aria-label", "alt", "title", "placeholder"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's signature
        """Attributes that are read out."""
        self.found += [
            value
            for name, value in attrs
            if value and (name in self.READ_OUT or name.startswith("data-text-"))
        ]

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self.found.append(data)


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_template_says_nothing_that_cannot_be_translated(page: Path):
    """Every word that a template itself shows stands in a translate or blocktranslate tag."""
    text = COMMENT.sub("", page.read_text(encoding="utf-8"))
    words = Words()
    words.feed(TAG.sub(" ", TRANSLATED.sub(" ", text)))
    bare = [word.strip() for word in words.found if re.search(r"[A-Za-z]{2,}", word)]
    bare = [word for word in bare if not word.lower().startswith("doctype")]
    assert not bare, f"{page.name}: put {bare} into {{% translate %}}"


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_translation_in_an_attribute_is_escaped(page: Path):
    """A translation inside an attribute is escaped, so that a quotation mark in it cannot end the attribute."""
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r'="\{% translate "[^"]*" %\}', text), (
        f'{page.name}: write {{% translate "…"|force_escape %}}'
    )
