"""Sheets: spreadsheets and tables of values; a row with its column heads is one passage."""
