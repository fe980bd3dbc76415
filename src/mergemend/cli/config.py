"""`mergemend config`: what holds for a path and why, and what is wrong in config files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    config_option,
    date_option,
    echo,
    echo_data,
    exclude_option,
    format_option,
    found_settings,
    grade_option,
    ignore_option,
    isolated_option,
    paths_argument,
    quiet_option,
    select_option,
    strategy_option,
)
from mergemend.config.problems import Place, Problem
from mergemend.config.shown import Origin, Part, Shown, ShownSettings, show
from mergemend.model import Json
from mergemend.places import CONFIG_NAMES
from mergemend.report.data import dump
from mergemend.report.terminal import is_shown, printable
from mergemend.words import count

VERSION = 1


@click.group(short_help="Show and check settings.")
def config() -> None:
    """Show which settings hold and where they come from, and check config files."""


@config.command("show", short_help="Show what holds for a file or folder, and why.")
@click.argument("path", required=False, type=FILE_PATH)
@strategy_option
@grade_option
@date_option
@select_option
@ignore_option
@exclude_option
@config_option
@isolated_option
@format_option
def show_config(
    path: Path | None,
    strategy: str | None,
    min_grade: str | None,
    date: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    config: Path | None,
    isolated: bool,
    output_format: str,
) -> None:
    """Show every setting that holds for PATH, a file or folder, and where it was set.

    Without a PATH it is this folder. Options are those of `mergemend fix`: this tells what they do.
    What is printed as text is TOML.

    Exit code 0: printed, 2: wrong usage or settings, 4: a fault of mergemend.
    """
    settings = found_settings(config, isolated=isolated).with_options(
        strategy=strategy,
        min_grade=min_grade,
        date=date,
        select=select,
        ignore=ignore,
        exclude=exclude,
    )
    shown = show(settings, path or Path())
    if output_format == "json":
        click.echo(dump(_data(path or Path(), shown)))
        return
    for line in _lines(path or Path(), shown):
        echo(line)


def _data(path: Path, shown: ShownSettings) -> Json:
    return {
        "version": VERSION,
        "path": path.as_posix(),
        "files": [str(file) for file in shown.files],
        "excluded": shown.is_excluded,
        "settings": {
            one.name: {"value": one.value, "origins": [_origin_data(part) for part in one.parts]}
            for one in shown.settings
        },
    }


def _origin_data(part: Part) -> Json:
    place = part.origin
    if isinstance(place, Origin):
        return {"value": part.value, "from": str(place)}
    where: dict[str, Json] = {"file": str(place.file), "line": place.line, "column": place.column}
    return {"value": part.value, "from": "file"} | where


def _lines(path: Path, shown: ShownSettings) -> Iterator[str]:
    """TOML, with the origins as comments."""
    here = Path.cwd()
    files = [printable(Place(file).seen_from(here).rsplit(":", 2)[0]) for file in shown.files]
    by = f"by {', which extends '.join(files)}" if files else "no config file"
    yield f"# {printable(path.as_posix())}: {by}"
    if shown.is_excluded:
        yield "# it is excluded: nothing is looked for"
    rows = [row for one in shown.settings for row in _rows(one, here)]
    width = min(max(len(text) for text, origin in rows if origin), 60)
    for text, origin in rows:
        yield f"{text:{width}}  # {origin}" if origin else text


def _rows(one: Shown, here: Path) -> Iterator[tuple[str, str]]:
    if isinstance(one.value, list) and one.value:
        yield f"{one.name} = [", ""
        for part in one.parts:
            yield f"  {_toml(part.value)},", _origin(part, here)
        yield "]", ""
    elif isinstance(one.value, list):
        yield f"{one.name} = []", str(Origin.DEFAULT)
    elif one.value is None:
        yield f"# {one.name} is not set", ""
    else:
        yield f"{one.name} = {_toml(one.value)}", _origin(one.parts[-1], here)


def _origin(part: Part, here: Path) -> str:
    origin = part.origin
    return printable(origin.seen_from(here)) if isinstance(origin, Place) else str(origin)


def _toml(value: Json) -> str:
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{"".join(map(_escaped, str(value)))}"'


def _escaped(character: str) -> str:
    if character in ('"', "\\"):
        return f"\\{character}"
    return character if is_shown(character) else f"\\U{ord(character):08x}"


@config.command("check", short_help="Check config files, and tell every error in them.")
@paths_argument
@quiet_option
def check_config(paths: tuple[Path, ...], quiet: bool) -> int:
    """Check the config files of this repository, or those in PATHS, and tell every error.

    A PATH is a config file or a folder. What looks like a mistake is warned of: globs that fit no
    file, rules that are listed twice, tables that do not count.

    Exit code 0: no errors, 2: errors or wrong usage, 4: a fault of mergemend.
    """
    from mergemend.config.checking import check_files

    files = _files(paths)
    found = check_files(_configs(paths, files), files)
    here = Path.cwd()
    for problem in sorted(found.errors):
        _tell(problem, here, click.style("error", fg="red"))
    for problem in sorted(found.warnings):
        _tell(problem, here, click.style("warning", fg="yellow"))
    if not quiet:
        told = ", ".join(
            count(len(one), thing)
            for one, thing in ((found.errors, "error"), (found.warnings, "warning"))
            if one
        )
        checked = count(found.files, "config file")
        click.echo(f"{checked} checked: {told or 'nothing wrong'}", err=True)
    return Exit.USAGE if found.errors else Exit.CLEAN


def _tell(problem: Problem, here: Path, what: str) -> None:
    place, message = problem.place.seen_from(here), problem.message
    echo(f"{printable(place)}: {what}: {printable(message)}")


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """The files of the repositories that ``paths`` are in, or of the folders outside of one."""
    from mergemend.git.listing import list_files
    from mergemend.git.runner import find_top

    folders = {path if path.is_dir() else path.parent for path in paths or (Path(),)}
    tops = {find_top(folder) or folder.resolve() for folder in folders}
    return sorted(file for top in tops for file in list_files(top.resolve()))


def _configs(paths: tuple[Path, ...], files: Sequence[Path]) -> Iterable[Path]:
    """The config files to check, by whole paths; without ``paths`` all that there are."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"{printable(str(path))}: there is no such file")
        if not path.is_dir():
            found[path.parent.resolve() / path.name] = None
    folders = [path.resolve() for path in paths or (Path(),) if path.is_dir()]
    for folder in folders:
        found |= dict.fromkeys(_above(folder))
    for file in files:
        if file.name in CONFIG_NAMES and (not paths or any(map(file.is_relative_to, folders))):
            found[file] = None
    return found


def _above(folder: Path) -> Iterator[Path]:
    """The config files that can hold for a folder, also where git ignores them."""
    for above in (folder, *folder.parents):
        yield from (above / name for name in CONFIG_NAMES)
        if (above / ".git").exists():
            return


@config.command("schema", short_help="Print the JSON Schema of config files.")
def schema_command() -> None:
    """Print the JSON Schema of mergemend.toml, for editors.

    Exit code 0: printed, 2: wrong usage, 4: a fault of mergemend.
    """
    from mergemend.config.schema import schema

    echo_data(dump(schema()) + "\n")
