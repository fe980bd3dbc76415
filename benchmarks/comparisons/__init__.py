"""What mergemend and its neighbours do, feature by feature: ``python -m benchmarks.comparisons``.

Every cell is a run on a small file in a repository of its own. Nothing is taken from anybody's
description, so the table can be made again for other versions.
"""
