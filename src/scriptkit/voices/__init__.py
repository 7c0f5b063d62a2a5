"""Speech engines, one module each, behind :class:`scriptkit.ports.Voice`, and the presets that choose them."""
