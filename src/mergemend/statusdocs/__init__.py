"""Status documents: what they say as data, and whether it makes sense.

Markdown is read into an outline (`outline`), of which each rule in `checks` sees what it is about.
"""
