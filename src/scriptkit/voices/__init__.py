"""Speech engines, one module each, behind :class:`scriptkit.ports.Voice`, and presets that cast them."""
