"""The parts of a workbook's package: read under limits, patched as text, saved whole or not at all."""
