"""Parses YAML, and Markdown with YAML front matter, into a Source.

The text may be half written: every fault is raised as BrokenFile.
"""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from bot.content.source import BrokenFile, Defect, Keys, Source

# Exceptions that PyYAML does not wrap: from conversions (`!!bool maybe`, `0b_`) and deep nesting.
UNREADABLE = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)


class Loader(yaml.SafeLoader):
    """YAML that leaves dates as text: they are validated later, with key and line."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parts(node: yaml.Node) -> list[tuple[str, yaml.Node, yaml.Node]]:
    """The parts of a node: for each its key or number, the node that has its line, and its value."""
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), key, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(str(number), item, item) for number, item in enumerate(node.value)]
    return []


def find_lines(name: str, root: yaml.Node, first_line: int) -> dict[Keys, int]:
    """The line of each key, at any depth. Raises BrokenFile with every duplicate key."""
    lines: dict[Keys, int] = {}
    twice = []
    waiting: list[tuple[Keys, yaml.Node]] = [((), root)]
    seen = set()  # an alias may lead to an earlier node, or to an enclosing one
    while waiting:
        path, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for part, mark, value in parts(node):
            here, line = (*path, part), first_line + mark.start_mark.line
            if here in lines:
                message = f"stands here a second time, first on line {lines[here]}"
                twice.append(Defect(name, line, ".".join(here), message))
                continue
            lines[here] = line
            waiting.append((here, value))
    if twice:
        raise BrokenFile(*sorted(twice, key=lambda defect: defect.line))
    return lines


def read_utf8(name: str, path: Path) -> str:
    """Raises BrokenFile where the file is not UTF-8. Raises OSError, which callers treat differently."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise BrokenFile(Defect(name, 1, "", f"not readable as UTF-8 text: {e}")) from e


def parse_yaml(name: str, text: str, first_line: int = 1) -> Source:
    """Raises BrokenFile for invalid YAML or a duplicate key. `first_line`: the line of the file where the text
    begins."""
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        lines = (
            find_lines(name, root, first_line) if root else {}
        )  # before constructing, which resolves `<<` in the nodes
        return Source(name, loader.construct_document(root) if root else None, lines)
    except UNREADABLE as e:
        mark = getattr(e, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise BrokenFile(Defect(name, line, "", f"not readable as YAML: {getattr(e, 'problem', None) or e}")) from e


def parse_mapping(name: str, text: str, first_line: int = 1) -> Source:
    source = parse_yaml(name, text, first_line)
    if not isinstance(source.data, dict):
        raise BrokenFile(Defect(name, first_line, "", "expected `key: value` lines"))
    return source


def parse_markdown(name: str, text: str) -> Source:
    """The keys between two lines of ---, and the body below them. Blank lines may precede the body."""
    if not YAMLHandler.FM_BOUNDARY.match(text):
        raise BrokenFile(Defect(name, 1, "", "must start with front matter between two lines of ---"))
    opening, *closing = islice(YAMLHandler.FM_BOUNDARY.finditer(text), 2)
    if not closing:
        raise BrokenFile(Defect(name, 1, "", "the front matter has no closing line of ---"))
    keys = slice(opening.end(), closing[0].start())
    body = slice(closing[0].end(), None)
    source = parse_mapping(name, text[keys], line_at(text, keys.start))
    return replace(source, body=text[body], body_line=line_at(text, body.start), closing=line_at(text, keys.stop))


def line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
