"""Records what a running server says over WebSockets, and checks it against its AsyncAPI document."""
import datetime
import json
import urllib.request

import jsonschema
import websockets
from websockets.sync.client import connect

MESSAGES = {
    "ready": "ready", "event": "event", "notification": "notification", "caught_up": "caughtUp",
    "must_refetch": "mustRefetch", "presence": "presence",
}
SECONDS = 60


class Recorder:
    """Every frame of a session, by type, and what is wrong with them."""

    def __init__(self, document, address, token):
        self.document = document
        self.address = address.replace("http://", "ws://") + document["channels"]["socket"]["address"]
        self.token = token
        self.seen = set()
        self.faults = []

    def check(self, text):
        """The frame, once its faults are noted."""
        frame = json.loads(text)
        name = MESSAGES.get(frame.get("type"))
        if name is None:
            self.faults.append(f"no message is like {text}")
            return frame
        schema = {
            "$ref": f"#/components/messages/{name}/payload", "components": self.document["components"],
        }
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        self.faults += [f"{name}: {error.json_path} {error.message}" for error in validator.iter_errors(frame)]
        self.seen.add(frame["type"])
        return frame

    def listen(self, position, until, meanwhile=lambda: None, compression="deflate"):
        """The frames from the position up to the first that satisfies the condition."""
        message = {"type": "authenticate", "token": self.token}
        if position:
            message["position"] = position
        frames = []
        with connect(self.address, compression=compression) as socket:
            if bool(socket.protocol.extensions) != bool(compression):
                self.faults.append(f"compression was asked for as {compression}, agreed: {socket.protocol.extensions}")
            socket.send(json.dumps(message))
            frames.append(self.check(socket.recv(SECONDS)))
            meanwhile()
            while not until(frames[-1]):
                frames.append(self.check(socket.recv(SECONDS)))
        return frames

    def refused(self, message):
        """Notes a fault unless the message is answered with a close code that the document lists."""
        with connect(self.address) as socket:
            socket.send(message)
            try:
                self.faults.append(f"{message} was answered with {socket.recv(SECONDS)}")
            except websockets.ConnectionClosed as closed:
                codes = {entry["code"] for entry in self.document["channels"]["socket"]["x-close-codes"]}
                if closed.rcvd is None or closed.rcvd.code not in codes:
                    self.faults.append(f"{message} was answered with the close code {closed.rcvd}")


def make_task(api, user, token):
    """Makes a task whose reminder comes in a moment."""
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
    body = {"title": "دودھ خریدنا", "tags": ["گھر"], "reminder_at": soon.isoformat(timespec="milliseconds")}
    request = urllib.request.Request(
        f"{api}/api/{user}/tasks", json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + token})
    urllib.request.urlopen(request, timeout=SECONDS).close()


def record(document, sockets, api, user, token):
    """What in a session is not as the document says; empty when all is."""
    recorder = Recorder(document, sockets, token)
    frames = recorder.listen(
        None, lambda frame: frame["type"] == "notification", lambda: make_task(api, user, token))
    epoch = frames[0]["position"]["epoch"]
    recorder.listen({"epoch": epoch, "seq": 0}, lambda frame: frame["type"] == "caught_up")
    recorder.listen(
        {"epoch": "another", "seq": 0}, lambda frame: frame["type"] == "must_refetch", compression=None)
    recorder.refused('{"type":"hello"}')
    recorder.refused('{"type":"authenticate","token":"nonsense"}')
    recorder.refused("no JSON")
    return recorder.faults + [f"no {kind} was seen" for kind in MESSAGES if kind not in recorder.seen]
