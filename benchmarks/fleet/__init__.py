"""How fast many repositories are looked through, and a fleet of them with planted findings."""
