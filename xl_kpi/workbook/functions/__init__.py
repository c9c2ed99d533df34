"""Excel's functions that are computed here: the engines lack them, or err in them."""
