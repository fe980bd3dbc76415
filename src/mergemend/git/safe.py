"""How git is run: with nothing that a repository names, and without what names another one.

Nothing is loaded for it: the light way in needs it, too.
"""

from __future__ import annotations

# A repository is data: nothing that its configuration names is run, and nothing is fetched.
SAFE_CONFIG = (
    "blame.ignoreRevsFile=",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "hook.reference-transaction.enabled=false",  # git 2.55 and later
    "log.follow=false",
    "log.showSignature=false",
    "log.mailmap=false",
    "i18n.logOutputEncoding=UTF-8",
    "color.ui=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",  # a folder of documents that looks like one is none
)
SAFE_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # unlike protocol.allow, no setting of a repository overrides it
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    # what a user can have set, and git refuses together with --literal-pathspecs
    "GIT_GLOB_PATHSPECS": "0",
    "GIT_ICASE_PATHSPECS": "0",
    "GIT_NOGLOB_PATHSPECS": "0",
    "LC_ALL": "C",
}
OPTIONS = ("--literal-pathspecs", *(word for s in SAFE_CONFIG for word in ("-c", s)))

# No answer of git takes as long, but one from a pipe that lies in the place of a file never comes.
MAX_SECONDS = 120.0

# `git rev-parse --local-env-vars`, but for settings and replace refs, which the user may want to
# hold everywhere.
PATHS = ("GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_SHALLOW_FILE")
AS_THEY_ARE = ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_QUARANTINE_PATH")
LOCAL = frozenset(
    (
        *PATHS,
        *AS_THEY_ARE,
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    )
)
