"""The words that passwords of invented people are made of: short, easy to type, hard to mistake for each other."""

from __future__ import annotations

from typing import Final

WORDS: Final = tuple(
    """
    acorn amber anchor apple arrow aspen badger bamboo barley basket beacon beaver birch biscuit blossom bottle
    bramble brook bucket butter button cactus candle canvas carrot castle cedar cherry chimney cinder clover
    cobalt comet copper coral cotton cricket crystal curtain daisy desert dolphin donkey dragon drum eagle ember
    falcon feather fennel fern fiddle flannel forest fossil fountain garden garlic ginger glacier granite hammer
    harbour hazel heron honey island ivory jacket jasmine juniper kernel kettle ladder lantern lemon lilac linen
    lizard lobster magnet mango maple marble meadow melon mirror mitten mosaic mustard nectar needle nutmeg oak
    oasis ocean olive onion orchard otter oyster paddle pebble pepper pillow pine planet plum pocket pollen poppy
    prairie pumpkin quartz quilt rabbit radish raven ribbon river rocket saddle saffron salmon sandal sapphire
    shadow silver sparrow spruce squirrel summer sunset teapot thimble thistle thunder timber tulip tunnel turnip
    umbrella valley vanilla velvet violet walnut weaver whistle willow window winter wolf yarn zebra
    """.split()  # noqa: SIM905  # a list of words is read as words
)
