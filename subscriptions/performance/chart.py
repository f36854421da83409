"""The geometry of a line chart; the template draws it as SVG, a table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.rules import Text

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 240, 40, 28, 12


@dataclass(frozen=True)
class Point:
    """A value in its place."""

    x: float
    y: float
    value: int


@dataclass(frozen=True)
class Series:
    """One line: `points` in order, and the same as SVG's own notation."""

    key: str
    label: Text
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The points of an SVG polyline."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


@dataclass(frozen=True)
class Chart:
    """Lines over labelled steps, with a scale of a few round numbers."""

    series: tuple[Series, ...]
    ticks: tuple[Point, ...]
    labels: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH
    baseline: int = HEIGHT - BOTTOM


def draw(labels: Sequence[str], values: Sequence[tuple[str, Text, Sequence[int]]]) -> Chart:
    """Return the chart of these values (key, label, one value a step)."""
    highest = _round_up(max((value for _key, _label, line in values for value in line), default=0))
    xs = _places(len(labels))
    series = tuple(
        Series(key, label, tuple(Point(x, _height(value, highest), value) for x, value in zip(xs, line, strict=True)))
        for key, label, line in values
    )
    ticks = tuple(Point(LEFT, _height(value, highest), value) for value in (0, highest // 2, highest))
    return Chart(series, ticks, tuple(zip(xs, labels, strict=True)))


def _places(count: int) -> list[float]:
    step = (WIDTH - LEFT - 30) / max(count - 1, 1)
    return [LEFT + 10 + step * number for number in range(count)]


def _height(value: int, highest: int) -> float:
    room = HEIGHT - BOTTOM - TOP
    return TOP + room * (1 - value / highest)


def _round_up(value: int) -> int:
    """Return an even round number not below `value`, at least 2."""
    unit = int("1" + "0" * (len(str(value)) - 1))
    for factor in (2, 4, 6, 8, 10):
        if value <= factor * unit:
            return factor * unit
    return 2 * 10 * unit
