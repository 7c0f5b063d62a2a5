from batch_scripts import environment, options, scriptkit

__all__ = ["environment", "options", "scriptkit"]
