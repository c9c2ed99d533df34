"""The division of KPI_ROAS as a bare xlwings function, for benchmarks/addin.py to compare with."""

import numpy as np
import xlwings as xw


@xw.func
def roas(revenue, spend):
    """Divide two cells."""
    return revenue / spend


@xw.func
@xw.arg("revenue", np.array, ndim=2)
@xw.arg("spend", np.array, ndim=2)
def roas_range(revenue, spend):
    """Divide two ranges."""
    return revenue / spend
