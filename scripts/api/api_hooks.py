"""What schemathesis must know of this interface and a document cannot say."""
import itertools
import os
import re
import unicodedata

import api_formats
import api_resources
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

KEYS = itertools.count()
TURNS = itertools.count()
STATE_CODES = {"conflict", "duplicate"}
JOINING = {"Mn", "Mc", "Me", "Cf"}
# Requests that were wrong as they were drawn: validated again after a change they may seem right, as nothing but
# api_formats.py knows the formats.
SPOILED = set()
# Patterns of the texts that have such a format.
PATTERNS = set()
NOTHING = "(?!)"
USER = os.environ["TODO_CHECK_USER"]


def is_valid(case):
    """True of requests that follow the document."""
    return case.meta is None or case.meta.generation.mode.is_positive


def spoiled(case):
    """Names of the parameters that were made invalid on purpose; None when it is not known which."""
    if is_valid(case):
        return set()
    data = case.meta.phase.data
    names = {getattr(data, "parameter", None)}
    names |= {mutation.parameter for mutation in getattr(data, "mutations", ())}
    path = case.meta.components.get(ParameterLocation.PATH)
    if names == {None} and path is not None and path.mode.is_negative:
        return None
    return names


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Leaves of a text whose values api_formats.py makes only its format: a pattern says less than that knows."""
    def visit(value):
        if isinstance(value, dict):
            if value.get("format") in api_formats.FORMATS:
                PATTERNS.add(value.pop("pattern", NOTHING))
                value.pop("minLength", None)
                value.pop("maxLength", None)
            for member in value.values():
                visit(member)
        elif isinstance(value, list):
            for item in value:
                visit(item)
    visit(raw_schema)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Sends requests for the user who signed up, and gives valid ones what only earlier answers could."""
    names = spoiled(case)
    is_right = is_valid(case)
    if not is_right:
        SPOILED.add(case.id)
    if names is not None and "user_id" not in names and "user_id" in (case.path_parameters or {}):
        case.path_parameters["user_id"] = USER
    # Nobody waits for changes that do not come.
    if case.operation.path.endswith("/updates") and "wait_seconds" not in (names or ()):
        case.query = dict(case.query or {}, wait_seconds=0)
    if is_right:
        complete(case)
    elif isinstance(case.body, (dict, list)) and lengthened(case.body) != case.body:
        case.body = lengthened(case.body)


def lengthened(value):
    """The value without what lengths pass over: white space at the ends of a text, and marks that join letters.

    A text that is too long on purpose is so for readers too then.
    """
    if isinstance(value, dict):
        return {name: lengthened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [lengthened(item) for item in value]
    if not isinstance(value, str) or not value.strip():
        return value
    inner = value.strip()
    begin = value.index(inner)
    value = "x" * begin + inner + "x" * (len(value) - begin - len(inner))
    return "".join("x" if unicodedata.category(letter) in JOINING else letter for letter in value)


def complete(case):
    """Takes from a valid request what it cannot know, and leads it to something that is there every other time."""
    query = case.query or {}
    # A cursor comes from an answer.
    query.pop("cursor", None)
    if case.media_type == "application/x-ndjson":
        case.body = api_resources.export()
    # A position is both or none.
    if ("epoch" in query) != ("seq" in query):
        query.pop("epoch", None)
        query.pop("seq", None)
    # The same key for another command is refused, for the same it repeats the old answer.
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f"check-{os.getpid()}-{next(KEYS)}"
    phase = None if case.meta is None else case.meta.phase.name
    if phase in (TestPhase.COVERAGE, TestPhase.FUZZING) and next(TURNS) % 2 == 0:
        api_resources.prepare(case)


def breaks_every_format(body, pointer):
    """True of a text that no pattern of a format matches: it is wrong on purpose, though no validator here says so."""
    for part in pointer.split("/")[1:]:
        if isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        elif isinstance(body, dict) and part in body:
            body = body[part]
        else:
            return False
    return isinstance(body, str) and not any(re.search(pattern, body) for pattern in PATTERNS)


@schemathesis.check
def valid_input_is_refused_for_the_state_only(context, response, case):
    """What follows the document is refused with 422 only for what it meets, never for what it says."""
    if case.id in SPOILED or not is_valid(case) or response.status_code != 422:
        return
    body = response.json()
    if body["code"] == "idempotency_key_reused":
        return
    faults = [
        fault for fault in body.get("errors", [])
        if fault["code"] not in STATE_CODES and "reminders; remove one first" not in fault["detail"]
        and not (fault["code"] == "invalid" and breaks_every_format(case.body, fault["pointer"]))
    ]
    assert not faults, f"{case.operation.label} refused input that follows its schema: {faults}"
