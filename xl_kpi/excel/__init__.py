"""The only code that knows xlwings: the functions that Excel calls."""
