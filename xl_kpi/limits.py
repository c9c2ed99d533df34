"""Every limit on untrusted input, in one place; a refusal names the limit it met."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one file. Immutable: a caller who needs others passes its own."""

    workbook_bytes: int = 50 * MIB
    entry_bytes: int = 128 * MIB
    total_bytes: int = 256 * MIB  # unpacked; 330 MiB with 1.5 million formulas took over 8 GiB of memory
    entries: int = 1000
    xml_depth: int = 64
    cells: int = 5_000_000
    merged_cells: int = 1_000_000
    spill_cells: int = 1_000_000
    references: int = 20_000_000  # in the formulas of one workbook
    array_cells: int = 5_000_000  # of one array inside a formula, or of a range with conditions
    what_if_steps: int = 1_000_000  # formulas evaluated for one what-if data table
    notes: int = 1000  # added to the cells of one copy; the rest is only reported
    seconds: float = 120.0
    memory_bytes: int = 8 * 1024 * MIB  # address space of a process that evaluates a large workbook
    plain_bytes: int = 8 * MIB  # a larger export is added up by DuckDB as it is read
    export_bytes: int = 200 * MIB
    large_bytes: int = 100 * 1024 * MIB
    expanded_bytes: int = 8 * 1024 * MIB  # of what an export's archive unpacks to, on disk
    expansion: int = 250  # times its size: more is no export
    worksheet_bytes: int = 32 * MIB  # a larger worksheet of an export is written out and added up
    held_cells: int = 1_000_000  # a Parquet file of more is written out and added up
    export_columns: int = 1000
    export_line_chars: int = 1 * MIB
    export_rows: int = 1_048_575


DEFAULT = Limits()
