"""Rules over tracks: findings with stable codes."""

from scriptkit.check.track import check_track

__all__ = ["check_track"]
