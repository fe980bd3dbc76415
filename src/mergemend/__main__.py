"""``python -m mergemend``."""

from mergemend.light import main

main()
