"""The two calculation engines, and what decides whether their answers are taken."""
