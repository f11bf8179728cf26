"""Makes what a drawn request asks for, as drawn identities lead nowhere."""
import itertools
import os

import requests

SESSION = requests.Session()
SESSION.headers["Authorization"] = "Bearer " + os.environ["TODO_CHECK_TOKEN"]
BASE = f"{os.environ['TODO_CHECK_URL']}/api/{os.environ['TODO_CHECK_USER']}"
NUMBERS = itertools.count()
NEW_TASK = {
    "title": "Water the plants", "due_date": "2150-01-31T09:00", "time_zone": "Asia/Karachi",
    "recurring_pattern": "monthly",
}


def make(path, body):
    """What the server made of a body."""
    answer = SESSION.post(BASE + path, json=body, timeout=30)
    answer.raise_for_status()
    return answer.json()


def export():
    """A complete export of the user's, which is taken again and changes nothing."""
    answer = SESSION.get(BASE + "/export", timeout=30)
    answer.raise_for_status()
    # Not answer.text, which guesses the encoding.
    return answer.content.decode("utf-8")


def prepare(case):
    """Leads the request to a task, a reminder, a tag or an account that is there."""
    path = case.operation.path
    if path == "/api/auth/sign-in":
        # Refused when the account is there already.
        case.body = dict(case.body, password=case.body["password"].ljust(8, "x"))
        SESSION.post(os.environ["TODO_CHECK_URL"] + "/api/auth/sign-up", json=case.body, timeout=30)
        return
    if "/tasks/{id}" in path:
        task = make("/tasks", NEW_TASK)
        case.path_parameters["id"] = task["id"]
        if path.endswith("/undo"):
            SESSION.patch(f"{BASE}/tasks/{task['id']}/complete", timeout=30).raise_for_status()
        if "{reminder_id}" in path:
            reminder = make(f"/tasks/{task['id']}/reminders", {"offset": "-PT1H"})
            case.path_parameters["reminder_id"] = reminder["id"]
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
    elif path.endswith("/feed"):
        make("/feed", {})
    elif path == "/feeds/{link}":
        case.path_parameters["link"] = make("/feed", {})["url"].removeprefix("/feeds/")
    elif path.endswith("/tokens/{token_id}"):
        token = make("/tokens", {"name": f"program {next(NUMBERS)}", "scopes": ["read"]})
        case.path_parameters["token_id"] = token["id"]
    elif path.endswith("/tokens") and case.method == "POST":
        # There may be only so many.
        for token in SESSION.get(BASE + "/tokens", timeout=30).json():
            SESSION.delete(f"{BASE}/tokens/{token['id']}", timeout=30)
    elif "/tags/{name}" in path:
        case.path_parameters["name"] = make("/tags", {"name": f"tag {os.getpid()} {next(NUMBERS)}"})["name"]
