"""Tests of the rooms `corpus/loading/office` and `corpus/loading/rtf`."""
