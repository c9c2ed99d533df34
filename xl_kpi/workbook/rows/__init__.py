"""Rows of data tables: what an import does to them, in a file or in a workbook open in Excel."""
