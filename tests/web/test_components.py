"""What the components draw, looked at as HTML."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from kith.errors import BadAnswer
from kith.web.components import Bar, Cell, KitPart, KitSign, Result, ResultKind, SummaryRow, Table
from kith.web.style_page import SampleForm, style_page_context
from kith.web.templatetags.kith import segment

LOAD = "{% load kith kith_forms %}"


def drawn(source: str, **context: object) -> str:
    """The HTML of a piece of template."""
    return Template(LOAD + source).render(Context(context))


def kit(*states: str) -> list[KitPart]:
    """Parts of a kit in these states."""
    return [KitPart(f"Part {number}", state, f"words of {state}") for number, state in enumerate(states)]


def test_ring_counts_declined_and_not_possible_as_done():
    """Declined by the child and not possible fill the ring exactly as captured does."""
    html = drawn(
        "{% ring parts %}",
        parts=kit("captured", "not_possible", "declined", "not_asked", "not_asked", "not_asked"),
    )
    assert html.count("kith-ring__part--done") == 3
    assert html.count("kith-ring__part--todo") == 3
    assert 'aria-label="3 of 6 done, 3 not yet asked"' in html


def test_ring_says_every_state_in_words():
    """No state is told by colour alone: each has its own sign and its words."""
    html = drawn("{% ring parts %}", parts=kit(*KitSign))
    assert all(f"words of {state}" in html for state in KitSign)
    signs = re.findall(r'<g class="kith-ring__sign.*?>(.*?)</g>', html, re.DOTALL)
    assert len(set(signs)) == len(KitSign)


def test_ring_parts_do_not_overlap():
    """The six outlines begin where the one before has ended, clockwise from the top."""
    outlines = [segment(index, 6) for index in range(6)]
    assert len(set(outlines)) == 6
    first = re.match(r"M([\d.]+) ([\d.]+)", outlines[0])
    assert first
    assert float(first.group(1)) > 100
    assert float(first.group(2)) < 10


@pytest.mark.parametrize(
    ("log10", "width", "against"),
    [(0.0, 0.0, False), (6.0, 123.0, False), (60.0, 123.0, False), (-3.0, 61.5, True)],
)
def test_bar_is_as_long_as_the_weight(log10: float, width: float, *, against: bool):
    """A weight is drawn in proportion up to six powers of ten, from the middle to its side."""
    bar = Bar(log10)
    assert (bar.width, bar.against) == (width, against)
    assert 0 <= bar.x <= bar.x + bar.width <= 250


def test_bar_of_something_unheard_of_is_empty():
    """A weight that is no number draws nothing instead of failing."""
    assert Bar(float("nan")).width == 0


def test_numbers_of_a_drawing_stay_numbers_in_every_language():
    """Where a language writes a decimal comma, the drawing still gets a point."""
    with translation.override("vi"):
        assert 'width="20.5"' in drawn('{% include "kith/components/bar.html" %}', bar=Bar(1.0))


def test_not_known_never_clears_anyone():
    """The answer "not known" says what was searched and that it clears nobody."""
    html = drawn("{% result answer %}", answer=Result(ResultKind.NOT_KNOWN, ["One photograph"]))
    assert "does not clear anyone" in html
    assert "One photograph" in html
    assert "tel:" not in html


def test_incomplete_search_says_so():
    """What could not be searched makes the result incomplete, in words."""
    html = drawn(
        "{% result answer %}", answer=Result(ResultKind.NOT_KNOWN, [], ["The prints could not be read."])
    )
    assert "This search is incomplete." in html
    assert "The prints could not be read." in html


def test_missing_child_can_be_called_with_one_touch():
    """The telephone number of the team is a link that dials digits only."""
    html = drawn("{% result answer %}", answer=Result(ResultKind.MISSING, phone="+44 1632 960 001"))
    assert 'href="tel:+441632960001"' in html


def test_hint_and_error_belong_to_the_field():
    """A field names its hint and its error for screen readers, and the summary links to the field."""
    form = SampleForm({"wrong": "data"})
    html = drawn("{% text_input form.given_name %}{% error_summary form %}", form=form)
    assert 'aria-describedby="id_given_name-hint id_given_name-error"' in html
    assert 'id="id_given_name-error"' in html
    assert 'href="#id_given_name"' in html
    assert 'aria-invalid="true"' in html


def test_every_link_of_the_error_summary_leads_to_a_field():
    """For boxes, choices and dates alike, the id that the summary links to exists."""
    form = SampleForm({"birth_day": "41"})
    html = drawn(
        "{% error_summary form %}{% text_input form.given_name %}{% radios form.kind %}{% kit_state form.state form.why %}"
        "{% select form.language %}{% date_input form 'birth' 'Born' %}",
        form=form,
    )
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 5
    assert all(f'id="{target}"' in html for target in targets)


def test_refusal_of_the_register_is_shown_with_its_advice():
    """What is wrong and what to do stand in the summary."""
    html = drawn(
        "{% error_summary form problem=problem %}",
        form=SampleForm(),
        problem=BadAnswer("No.", advice="Do this."),
    )
    assert "No. Do this." in html


def test_why_not_possible_is_open_without_scripts():
    """The further question is not hidden by the server, so that it can be answered without scripts."""
    html = drawn("{% kit_state form.state form.why %}", form=SampleForm())
    assert 'name="why"' in html
    assert " hidden" not in html


def test_choice_keeps_what_was_chosen():
    """A form that comes back shows the choice that was made."""
    html = drawn("{% radios form.kind %}", form=SampleForm({"kind": "police"}))
    assert re.search(r'value="police" checked', html)
    assert html.count(" checked") == 1


def test_what_was_typed_is_shown_and_never_run():
    """Text of a person is escaped wherever a component shows it."""
    evil = '<script>alert("x")</script>'
    html = drawn(
        "{% summary rows %}{% table data %}{% banner words %}{% text_input form.given_name %}",
        rows=[SummaryRow("Name", evil, name_in_any_script=True)],
        data=Table("All", ("A",), [(Cell(evil),)]),
        words=evil,
        form=SampleForm({"given_name": evil}),
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4


def test_pages_keep_the_rest_of_the_address():
    """Going to another page keeps what was searched for."""
    request = RequestFactory().get("/children", {"name": "Ánh", "page": "2"})
    html = drawn("{% pages page %}", page=Paginator(range(50), 10).page(2), request=request)
    assert "?page=3&amp;name=%C3%81nh" in html
    assert 'aria-current="page"' in html


@pytest.mark.parametrize(
    ("language", "direction", "sheet"), [("en", "ltr", "kith/kith.css"), ("ar", "rtl", "kith/kith.rtl.css")]
)
def test_page_follows_the_direction_of_its_language(language: str, direction: str, sheet: str):
    """The page names its language and direction, and loads the style sheet for it."""
    with translation.override(language):
        html = drawn('{% include "kith/components.html" %}', **style_page_context())
    assert f'lang="{language}" dir="{direction}"' in html
    assert sheet in html


@pytest.mark.parametrize("demo", [True, False])
def test_invented_population_says_so(*, demo: bool):
    """The strip over the invented population is there when, and only when, nobody in the register exists."""
    html = drawn('{% include "kith/components.html" %}', **style_page_context() | {"demo": demo})
    assert ("Invented population: nobody here exists" in html) is demo
