"""The only place that talks to git: which files there are, evidence, the keeping of bytes."""
