"""How long a new user's path takes: ``python -m benchmarks.path``.

The machine's part only, for real: the wheel is built here, an environment is made, everything that
mergemend rests on comes from the package index, and the commands run in repositories that git made.
The numbers go into docs/getting-started.md.
"""
