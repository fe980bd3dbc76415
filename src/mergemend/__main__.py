"""``python -m mergemend``."""

from mergemend.cli import main

main()
