"""`mergemend rule`: what a rule finds, why that is bad, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable

import click

from mergemend.cli.common import echo_data
from mergemend.report.data import VERSION, dump
from mergemend.report.rule import list_page, list_text, rule_data, rule_page, rule_text
from mergemend.ruledocs import RuleDoc, RuleDocError, rule_doc
from mergemend.rules import RULES
from mergemend.words import did_you_mean


def _known(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    if name is None or name in RULES:
        return name
    hint = did_you_mean(name, RULES)
    raise click.BadParameter(f"there is no rule {name!r}{hint}; `mergemend rule --all` lists them")


def _begun(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in RULES if name.startswith(incomplete)]


@click.command(short_help="Explain a rule.")
@click.argument("name", required=False, callback=_known, shell_complete=_begun, metavar="[RULE]")
@click.option("--all", "every", is_flag=True, help="List all rules; as JSON, all of each.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def rule(name: str | None, every: bool, output_format: str) -> None:
    """Explain RULE: what it finds, why that is bad, an example, its fix and its settings.

    Exit code 0: printed, 2: there is no such rule, 4: a fault of mergemend.
    """
    if (name is None) != every:
        raise click.UsageError("name one RULE, or use --all for a list")
    try:
        echo_data(_all(output_format) if name is None else _one(name, output_format))
    except RuleDocError as error:
        raise click.UsageError(str(error)) from error


def _one(name: str, output_format: str) -> str:
    doc = rule_doc(name)
    if output_format == "json":
        return _json([doc])
    return rule_page(doc) if output_format == "markdown" else rule_text(doc)


def _all(output_format: str) -> str:
    if output_format == "json":
        return _json(map(rule_doc, RULES))
    return list_page() if output_format == "markdown" else list_text()


def _json(docs: Iterable[RuleDoc]) -> str:
    return dump({"version": VERSION, "rules": [rule_data(doc) for doc in docs]}) + "\n"
