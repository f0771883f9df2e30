"""Text in, a Source out: YAML, and Markdown that YAML stands before.

The text may be half written: whatever is wrong with it is raised as BrokenFile, and nothing else.
"""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from bot.content.source import BrokenFile, Defect, Keys, Source

# What PyYAML lets through from the conversions of its constructors (`!!bool maybe`, `0b_`), and from deep nesting.
UNREADABLE = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)


class Loader(yaml.SafeLoader):
    """YAML that leaves dates as text: they are checked with their key and line, as everything else is."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parts(node: yaml.Node) -> list[tuple[str, yaml.Node, yaml.Node]]:
    """What a node is made of: the key or number of each part, the node that marks its line, and its value."""
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), key, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(str(number), item, item) for number, item in enumerate(node.value)]
    return []


def find_lines(name: str, root: yaml.Node, first_line: int) -> dict[Keys, int]:
    """The line of each key, at any depth. Raises BrokenFile with every key that one mapping holds twice."""
    lines: dict[Keys, int] = {}
    twice = []
    waiting: list[tuple[Keys, yaml.Node]] = [((), root)]
    seen = set()  # an alias leads to a node that was there before, or to one around it
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
    """Raises OSError, which means another thing of each file, and BrokenFile where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise BrokenFile(Defect(name, 1, "", f"not readable as UTF-8 text: {e}")) from e


def parse_yaml(name: str, text: str, first_line: int = 1) -> Source:
    """Raises BrokenFile where it is no YAML, or holds a key twice. `first_line`: where in the file the text begins."""
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        lines = find_lines(name, root, first_line) if root else {}  # first: constructing resolves `<<` in the nodes
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
    """The keys between two lines of ---, which may have blank lines after them, and the body below."""
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
