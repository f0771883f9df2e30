"""Parses YAML, and Markdown with YAML front matter, to a Source.

The text may be half written: any parse error is raised as BrokenFile, never as another exception.
"""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from bot.content.source import BrokenFile, Defect, KeyPath, Source

# PyYAML also lets through the errors of its value conversions (`!!bool maybe`, `0b_`) and of deep nesting.
YAML_ERRORS = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)


class TextDateLoader(yaml.SafeLoader):
    """A YAML loader that leaves dates as text, so that the models validate them and report their line."""


TextDateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def child_nodes(node: yaml.Node) -> list[tuple[str, yaml.Node, yaml.Node]]:
    """The children of a node: (key or list position, node with the line number, value node)."""
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), key, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(str(number), item, item) for number, item in enumerate(node.value)]
    return []


def find_lines(name: str, root: yaml.Node, first_line: int) -> dict[KeyPath, int]:
    """The line of each key, at any depth. Raises BrokenFile with all keys that occur twice in one mapping."""
    lines: dict[KeyPath, int] = {}
    duplicates = []
    stack: list[tuple[KeyPath, yaml.Node]] = [((), root)]
    seen = set()  # an alias points to an earlier node, or to one that contains it
    while stack:
        path, node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for key, mark, value in child_nodes(node):
            key_path, line = (*path, key), first_line + mark.start_mark.line
            if key_path in lines:
                message = f"stands here a second time, first on line {lines[key_path]}"
                duplicates.append(Defect(name, line, ".".join(key_path), message))
                continue
            lines[key_path] = line
            stack.append((key_path, value))
    if duplicates:
        raise BrokenFile(*sorted(duplicates, key=lambda defect: defect.line))
    return lines


def read_utf8(name: str, path: Path) -> str:
    """The text of a file. Raises OSError, which the callers treat differently, and BrokenFile if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise BrokenFile(Defect(name, 1, "", f"not readable as UTF-8 text: {e}")) from e


def parse_yaml(name: str, text: str, first_line: int = 1) -> Source:
    """Raises BrokenFile for invalid YAML or duplicate keys. `first_line`: the text's first line in the file."""
    try:
        loader = TextDateLoader(text)
        root = loader.get_single_node()
        # Before constructing the document, which expands `<<` in the nodes.
        lines = find_lines(name, root, first_line) if root else {}
        return Source(name, loader.construct_document(root) if root else None, lines)
    except YAML_ERRORS as e:
        mark = getattr(e, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise BrokenFile(Defect(name, line, "", f"not readable as YAML: {getattr(e, 'problem', None) or e}")) from e


def parse_mapping(name: str, text: str, first_line: int = 1) -> Source:
    source = parse_yaml(name, text, first_line)
    if not isinstance(source.data, dict):
        raise BrokenFile(Defect(name, first_line, "", "expected `key: value` lines"))
    return source


def parse_markdown(name: str, text: str) -> Source:
    """The front matter between two lines of --- and the body below. Raises BrokenFile if there is no front matter."""
    if not YAMLHandler.FM_BOUNDARY.match(text):
        raise BrokenFile(Defect(name, 1, "", "must start with front matter between two lines of ---"))
    opening, *closing = islice(YAMLHandler.FM_BOUNDARY.finditer(text), 2)
    if not closing:
        raise BrokenFile(Defect(name, 1, "", "the front matter has no closing line of ---"))
    keys = slice(opening.end(), closing[0].start())
    body = slice(closing[0].end(), None)
    source = parse_mapping(name, text[keys], line_at(text, keys.start))
    return replace(
        source, body=text[body], body_line=line_at(text, body.start), front_matter_end=line_at(text, keys.stop)
    )


def line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
