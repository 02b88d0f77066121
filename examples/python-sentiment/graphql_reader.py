"""As much of GraphQL as a subgraph has to read: operations, fragments, arguments, variables, @skip and @include.

Values are plain dictionaries with `__typename`; a function in the place of a value is called with the arguments.
"""

import json
import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r'\s*(?:#[^\n]*\s*|,\s*)*(?P<token>\.\.\.|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"'
    r"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\w+|[!$&()\[\]{}:=@|]|$)"
)


class GraphQLError(Exception):
    """An error with a code of Tributary's catalogue, e.g. `BAD_USER_INPUT`; callers see it."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code

    def as_json(self):
        return {"message": str(self), "extensions": {"code": self.code}}


@dataclass
class Selection:
    """A field with its name, or a fragment with its type; `None` for a fragment without one."""

    is_field: bool
    name: str
    key: str = ""
    arguments: dict = field(default_factory=dict)
    directives: dict = field(default_factory=dict)
    selections: list = field(default_factory=list)


class Reader:
    """Reads a document; the variables are put in while it reads."""

    def __init__(self, query, variables):
        self.tokens = [match.group("token") for match in TOKEN.finditer(query)]
        self.variables = variables
        self.at = 0
        self.fragments = {}

    def operation(self):
        """The kind of the operation and its selections; a gateway sends one operation a document."""
        kind, selections = "query", None
        while self.peek():
            if self.peek() == "{":
                selections = self.selection_set()
            elif self.take() == "fragment":
                name = self.take()
                self.expect("on")
                self.fragments[name] = (self.take(), self.selection_set())
            else:
                kind = self.tokens[self.at - 1]
                if self.peek() not in ("(", "{", "@"):
                    self.take()
                self.variable_definitions()
                self.directives()
                selections = self.selection_set()
        return kind, selections or []

    def selection_set(self):
        self.expect("{")
        selections = []
        while not self.skip("}"):
            selections.append(self.selection())
        return selections

    def selection(self):
        if self.skip("..."):
            if self.peek() not in ("on", "{", "@"):
                return Selection(False, "..." + self.take(), directives=self.directives())
            condition = self.take() if self.skip("on") else None
            return Selection(False, condition, directives=self.directives(), selections=self.selection_set())
        key = name = self.take()
        if self.skip(":"):
            name = self.take()
        arguments, directives = self.arguments(), self.directives()
        nested = self.selection_set() if self.peek() == "{" else []
        return Selection(True, name, key, arguments, directives, nested)

    def arguments(self):
        found = {}
        if self.skip("("):
            while not self.skip(")"):
                name = self.take()
                self.expect(":")
                found[name] = self.value()
        return found

    def directives(self):
        found = {}
        while self.skip("@"):
            name = self.take()
            found[name] = self.arguments()
        return found

    def variable_definitions(self):
        if not self.skip("("):
            return
        while not self.skip(")"):
            self.expect("$")
            name = self.take()
            self.expect(":")
            while self.peek() not in ("$", ")", "=", "@"):
                self.take()
            if self.skip("="):
                self.variables.setdefault(name, self.value())
            self.directives()

    def value(self):
        token = self.take()
        if token == "$":
            return self.variables.get(self.take())
        if token == "[":
            items = []
            while not self.skip("]"):
                items.append(self.value())
            return items
        if token == "{":
            items = {}
            while not self.skip("}"):
                name = self.take()
                self.expect(":")
                items[name] = self.value()
            return items
        if token.startswith('"""'):
            return token[3:-3]
        if token in ("true", "false", "null") or re.match(r'["\-\d]', token):
            return json.loads(token)
        return token

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def skip(self, token):
        if self.peek() != token:
            return False
        self.at += 1
        return True

    def expect(self, token):
        if not self.skip(token):
            raise GraphQLError(f"expected {token}, found {self.peek() or 'the end'}", "BAD_USER_INPUT")


def select(value, selections, reader, supertypes):
    """What the selections name of a value; `supertypes` are interfaces and unions that every type here belongs to."""
    if isinstance(value, list):
        return [select(item, selections, reader, supertypes) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for selection in selections:
        skip, include = selection.directives.get("skip"), selection.directives.get("include")
        if (skip and skip["if"]) or (include and not include["if"]):
            continue
        if selection.is_field:
            found = value.get(selection.name)
            found = found(**selection.arguments) if callable(found) else found
            if selection.selections:
                found = select(found, selection.selections, reader, supertypes)
            result[selection.key] = merge(result.get(selection.key), found)
            continue
        condition, nested = selection.name, selection.selections
        if condition and condition.startswith("..."):
            condition, nested = reader.fragments[condition[3:]]
        if condition is None or condition == value["__typename"] or condition in supertypes:
            result = merge(result, select(value, nested, reader, supertypes))
    return result


def merge(known, found):
    """A field may be named twice, with other selections each."""
    if isinstance(known, dict) and isinstance(found, dict):
        return {**known, **{key: merge(known.get(key), value) for key, value in found.items()}}
    if isinstance(known, list) and isinstance(found, list):
        return [merge(*pair) for pair in zip(known, found)]
    return found
