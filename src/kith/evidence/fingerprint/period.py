"""The ridge period of a whole image: how far apart its ridges lie, in pixels.

Adults' ridges at 500 ppi lie 9 to 10 pixels apart, infants' 4 to 5: filters made for the one do not see the other, so an
image far from 9 is resampled before extraction.
Always holds: an image with too few ridges to tell gives None, never a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL = 9.0
_WINDOW = 64
_STRIDES = 32, 16
"""Small images have too few windows at the wide one."""
_SHORTEST, _LONGEST = 3.2, 22.0
_LEAST_DEVIATION = 12.0
_FAINT, _NOISE = 0.4, 4.0
_LEAST_WINDOWS = 4
_LEAST_CONCENTRATION = 0.25
_MOST_WINDOWS = 400


def ridge_period(pixels: NDArray[np.uint8]) -> float | None:
    """The median ridge period of an image, uint8 (height, width), in its own pixels; None where it cannot be told.

    In each window the peak of the power spectrum, weighted by frequency (which flattens the fall of natural images), is
    taken with its neighbours' centre of mass; windows count by contrast and by how much of the power the peak holds.
    """
    if min(pixels.shape) < _WINDOW:
        return None
    found = (_period_of_windows(pixels, stride) for stride in _STRIDES)
    return next((period for period in found if period is not None), None)


def _period_of_windows(pixels: NDArray[np.uint8], stride: int) -> float | None:
    """The median period of the windows that lie `stride` apart; None where too few tell one."""
    views = np.lib.stride_tricks.sliding_window_view(pixels, (_WINDOW, _WINDOW))[::stride, ::stride]
    windows = views.reshape(-1, _WINDOW, _WINDOW)
    deviation = windows.std(axis=(1, 2))
    best = np.argsort(-deviation, kind="stable")[:_MOST_WINDOWS]
    # a faint image has no window of plain contrast: then those count that are not far fainter than its best
    least = max(min(_LEAST_DEVIATION, _FAINT * float(deviation.max())), _NOISE)
    best = best[deviation[best] >= least]
    if len(best) < _LEAST_WINDOWS:
        return None
    chosen = windows[best].astype(np.float32)
    taper = np.hanning(_WINDOW).astype(np.float32)
    chosen = (chosen - chosen.mean(axis=(1, 2), keepdims=True)) * (taper[:, None] * taper)
    across, down = np.fft.rfftfreq(_WINDOW), np.fft.fftfreq(_WINDOW)
    radius = np.hypot(down[:, None], across[None, :])
    band = (radius > 1 / _LONGEST) & (radius < 1 / _SHORTEST)
    power = np.abs(np.fft.rfft2(chosen)) ** 2 * np.where(band, radius, 0)
    periods, trust = [], []
    for spectrum, contrast in zip(power, deviation[best], strict=True):
        row, column = divmod(int(np.argmax(spectrum)), spectrum.shape[1])
        rows = np.arange(row - 2, row + 3) % _WINDOW
        columns = np.arange(max(0, column - 2), min(spectrum.shape[1], column + 3))
        peak = spectrum[np.ix_(rows, columns)]
        concentration = float(peak.sum() / spectrum.sum())
        if concentration >= _LEAST_CONCENTRATION:
            periods.append(float(peak.sum() / (peak * radius[np.ix_(rows, columns)]).sum()))
            trust.append(concentration * float(contrast))
    if len(periods) < _LEAST_WINDOWS:
        return None
    order = np.argsort(periods)
    running = np.cumsum(np.array(trust)[order])
    return periods[int(order[np.searchsorted(running, running[-1] / 2)])]
