"""Findings as test results in JUnit's XML, which Jenkins and most others read.

Each file with findings is a suite, each finding a failed test: its name keeps it apart from others
and stays the same while lines move, so that a history of tests works. What is only told passes.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET  # nosec B405

from mergemend.model import FileReport, Finding
from mergemend.report.results import Results, told
from mergemend.report.terminal import printable
from mergemend.words import count

_COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
_SHORT = 8  # digits of a fingerprint


def render(results: Results) -> str:
    """A document with a suite for the whole check, which has at least one test, and its files."""
    root = ET.Element("testsuites")
    whole = _suite(root, "mergemend")
    _test(whole, "mergemend", f"{count(results.checked, 'file')} checked")
    for path, why in results.unread:
        error = ET.SubElement(_test(whole, path, "read"), "error", type="not-read")
        error.set("message", printable(why))
    for report in results.reports:
        suite = _suite(root, report.path)
        for finding in report.findings:
            _finding(suite, report, finding)
        for why in report.not_run:
            skipped = ET.SubElement(_test(suite, report.path, "status document"), "skipped")
            skipped.set("message", printable(why))
    for suite in (*root, root):
        for name, tag in _COUNTED.items():
            suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    del root.attrib["skipped"]  # the whole has none in the schemas that are used
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(root: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(root, "testsuite", name=printable(name))


def _test(suite: ET.Element, path: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=printable(path), name=name)


def _finding(suite: ET.Element, report: FileReport, finding: Finding) -> None:
    mark = (finding.fingerprint or "")[:_SHORT]
    test = _test(suite, report.path, f"{finding.rule} {mark}")
    line = told(report.path, finding)
    if finding.counts:
        failure = ET.SubElement(test, "failure", type=str(finding.severity))
        failure.set("message", printable(finding.message))
        failure.text = line
    else:
        ET.SubElement(test, "system-out").text = line
