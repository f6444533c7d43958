"""What is done while the first officer still signs in: engines loaded, the gallery filled, interrupted searches taken up.

Always holds: nothing waits for it, and nothing depends on it; whoever comes first only waits a little longer.
"""

from __future__ import annotations

import contextlib
import logging
import threading

from django.db import connection

logger = logging.getLogger(__name__)


def begin() -> None:
    """Warm up beside the server."""
    threading.Thread(target=_warm, name="kith-warming", daemon=True).start()


def _warm() -> None:
    from kith.errors import KithError
    from kith.evidence import face, fingerprint
    from kith.identify import Evidence, Finger
    from kith.register.matches import searching
    from kith.register.matches.gallery import THE_GALLERY
    from kith.synthetic.fingerprints import impression, master, png

    try:
        gallery = THE_GALLERY.current()
        image = fingerprint.decode(png(impression(master(1), 0)))
        gallery.search(Evidence(fingers=(Finger(0, fingerprint.extract(image)),)))
        # no face is in the picture of a finger; what matters is that the engine is loaded
        with contextlib.suppress(KithError):
            face.encode(face.Photo(image.pixels[:, :, None].repeat(3, axis=2)))
        searching.take_up_pending()
    except Exception:
        # the register answers all the same, and a search says itself what it could not reach
        logger.exception("warming up did not end well")
    finally:
        connection.close()
