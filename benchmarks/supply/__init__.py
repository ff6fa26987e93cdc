"""What the product is made of: exact files with their hashes, licences, and known weaknesses."""
