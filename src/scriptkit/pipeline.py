"""The verbs as functions: the only module that knows the order of the stages."""
