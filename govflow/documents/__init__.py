"""Documents of the record: packs and minutes as PDF and Word. Values in, bytes out; nothing is looked up here, and nothing fetched."""
