import io
import xml.etree.ElementTree as ET

import numpy as np
from drawn_fingers import impression, template
from PIL import Image

from kith.evidence.fingerprint import compare, drawing, extract

SVG = "{http://www.w3.org/2000/svg}"


def test_every_minutia_is_drawn():
    """The SVG has a ring or a square with a tail for each minutia, in the template's own pixels."""
    shown = template(25)
    root = ET.fromstring(drawing.minutiae(shown).svg())
    rings = root.findall(f"{SVG}circle")
    squares = root.findall(f"{SVG}rect")[1:]  # the first is the paper
    assert len(rings) + len(squares) == len(root.findall(f"{SVG}line")) == 25
    assert len(squares) == int((shown.kind == 2).sum())
    assert root.get("viewBox") == f"0 0 {shown.width} {shown.height}"


def test_the_tail_points_along_the_angle():
    """An angle of a quarter turn points up: angles turn counter-clockwise, and y goes down."""
    one = template(1)
    angle = float(one.angle[0])
    line = ET.fromstring(drawing.minutiae(one).svg()).find(f"{SVG}line")
    across = float(line.get("x2")) - float(line.get("x1"))
    down = float(line.get("y2")) - float(line.get("y1"))
    assert np.isclose(np.arctan2(-down, across) % (2 * np.pi), angle, atol=0.05)


def test_the_pairs_are_joined():
    """Two impressions of a finger: a line for each pair, from one print to the other."""
    images = [impression(1, take) for take in (0, 1)]
    a, b = (extract(one) for one in images)
    found = compare(a, b)
    sheet = drawing.matches(found, a, b, images[0].pixels, images[1].pixels)
    lines = ET.fromstring(sheet.svg()).findall(f"{SVG}line")
    assert len(found.pairs) >= 10
    assert len(lines) == len(a) + len(b) + len(found.pairs)
    assert len(ET.fromstring(sheet.svg()).findall(f"{SVG}image")) == 2


def test_the_png_shows_the_same():
    """The PNG has the SVG's size twice over, the print in it, and marks in colour where the minutiae are."""
    image = impression(1, 0)
    made = extract(image)
    picture = Image.open(io.BytesIO(drawing.minutiae(made, image.pixels).png()))
    height, width = image.pixels.shape
    assert picture.size == (2 * width, 2 * height)
    colour = np.ptp(np.asarray(picture.convert("RGB")).astype(int), axis=2) > 60
    for i in range(len(made)):
        x, y = int(2 * made.x[i]), int(2 * made.y[i])
        assert colour[max(y - 12, 0) : y + 12, max(x - 12, 0) : x + 12].any()


def test_a_drawing_fetches_nothing():
    """What is shown lies in the file itself, so that a drawing can be opened anywhere and tells nobody."""
    image = impression(1, 0)
    svg = drawing.minutiae(extract(image), image.pixels).svg()
    assert svg.count("http") == 1  # the name of the SVG format
    assert 'href="data:image/png;base64,' in svg
