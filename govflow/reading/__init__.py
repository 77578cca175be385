"""The read side: plain values for screens, API, exports and the command line. Never changes anything."""
