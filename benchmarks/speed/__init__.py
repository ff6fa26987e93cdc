"""How fast the page, the store and the index are: with many people, and with many documents."""
