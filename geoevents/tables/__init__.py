"""A user's own tables of events: what their cells say, which places are meant, files in and out."""
