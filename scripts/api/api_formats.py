"""Values of the formats that the document names and JSON Schema does not know, each of them valid."""
import datetime

import schemathesis
from hypothesis import strategies as st

ZONES = ["Asia/Karachi", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
EARLIEST = datetime.datetime(1970, 1, 2)
LATEST = datetime.datetime(2199, 12, 30)

days = st.dates(EARLIEST.date(), LATEST.date()).map(datetime.date.isoformat)
readings = st.datetimes(EARLIEST, LATEST).map(lambda moment: moment.isoformat(timespec="seconds"))
offsets = st.sampled_from(["Z", "z", "+05:00", "-03:30", "+14:00", "-12:00"])
instants = st.builds(lambda reading, offset: reading + offset, readings, offsets)
zones = st.sampled_from(ZONES)
lengths = st.integers(1, 400)


@st.composite
def rules(draw):
    """Rules of RFC 5545 and short forms."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "short"]))
    if frequency == "short":
        return draw(st.sampled_from(["daily", "weekly", "monthly", "yearly"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 12))}")
    end = draw(st.sampled_from(["none", "count", "until"]))
    if end == "count":
        parts.append(f"COUNT={draw(st.integers(1, 50))}")
    elif end == "until":
        parts.append(f"UNTIL={draw(st.dates(EARLIEST.date(), LATEST.date())).strftime('%Y%m%d')}")
    if frequency in ("DAILY", "WEEKLY") and draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True))
        parts.append("BYDAY=" + ",".join(chosen))
    if frequency == "MONTHLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 31, -1]))}")
    return ";".join(parts)


@st.composite
def durations(draw, signs=("", "-", "+")):
    """Spans of weeks, days, hours, minutes and seconds."""
    days_part = draw(st.sampled_from(["", f"{draw(lengths)}D", f"{draw(st.integers(1, 50))}W"]))
    time_part = "T" + draw(st.sampled_from([f"{draw(lengths)}H", f"{draw(lengths)}M", f"{draw(lengths)}S"]))
    text = days_part + draw(st.sampled_from(["", time_part])) or time_part
    return draw(st.sampled_from(list(signs))) + "P" + text


moments = st.one_of(
    days, readings, instants,
    st.sampled_from(["now", "today", "tomorrow", "yesterday", "now+7d", "today-1w", "today+1d+9h", "7d", "-2h"]))

conditions = st.one_of(
    st.sampled_from([
        "priority = high", "priority >= medium", "not completed", "overdue", "!recurring", "reminder", "due",
        "tag in work, urgent", "tag ~ wor", 'title ~ "weekly report"', "text ~ دودھ", "status = completed",
        "completed_at >= 2026-01-01",
    ]),
    st.builds(
        lambda field, sign, moment: f"{field} {sign} {moment}",
        st.sampled_from(["due", "created", "updated"]), st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), moments))

filters = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(lambda left, sign, right: f"{left} {sign} {right}", inner, st.sampled_from(["&&", "||"]), inner),
        inner.map(lambda condition: f"!({condition})")),
    max_leaves=4)

summaries = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=40)

tables = st.lists(summaries, min_size=1, max_size=5).map(
    lambda names: "TYPE,CONTENT,PRIORITY\n" + "".join(f"task,{name},{1 + len(name) % 4}\n" for name in names))

calendars = st.lists(summaries, min_size=1, max_size=5).map(
    lambda names: "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//check//api//EN"]
        + [line for name in names for line in (
            "BEGIN:VTODO", f"UID:{name}@check", "DTSTAMP:20260131T090000Z", f"SUMMARY:{name}", "END:VTODO")]
        + ["END:VCALENDAR", ""]))

emails = st.from_regex(r"[a-z0-9]{1,30}@[a-z0-9]{1,20}(\.[a-z]{2,8}){1,2}", fullmatch=True)

FORMATS = {
    "due-date": st.one_of(days, readings, instants),
    "local-date": st.one_of(days, readings),
    "date-time": instants,
    "time-zone": zones,
    "recurrence-rule": rules(),
    "reminder-offset": durations(),
    "span-to-come": durations(signs=("", "+")),
    "moment-to-come": st.datetimes(datetime.datetime(2150, 1, 1), LATEST).map(
        lambda moment: moment.isoformat(timespec="seconds")),
    "moment": moments,
    "task-filter": filters,
    "email-address": emails,
    "instant-to-come": st.datetimes(datetime.datetime(2150, 1, 1), LATEST).map(
        lambda moment: moment.isoformat(timespec="seconds") + "Z"),
    # The servers that are checked let private addresses through, and nobody listens at this port.
    "webhook-url": st.integers(0, 9999).map(lambda number: f"http://127.0.0.1:9/{number}"),
    "table-file": tables,
    "calendar-file": calendars,
    # A whole one has a checksum: api_resources.py puts the user's own export in its place.
    "export-file": st.just(""),
}

def as_it_is(context, value):
    """A file's bytes; what is no text is no such file either."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


schemathesis.serializer("application/x-ndjson", "text/calendar", "text/csv")(as_it_is)
for name, strategy in FORMATS.items():
    schemathesis.openapi.format(name, strategy)
