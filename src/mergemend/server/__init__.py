"""A language server: findings, fixes and facts for editors, over stdin and stdout.

pygls speaks the protocol (Language Server Protocol 3.17); it is an extra, and only this package
loads it. Names of ``lsprotocol.types`` are those of the specification.
"""
