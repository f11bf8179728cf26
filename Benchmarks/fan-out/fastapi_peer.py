"""A peer for the fan-out benchmark: FastAPI under uvicorn, one process, as the specification's own stack would do it."""

from collections import defaultdict

from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect

app = FastAPI()
followers: dict[str, set[WebSocket]] = defaultdict(set)


@app.websocket("/sub/{topic}")
async def follow(socket: WebSocket, topic: str) -> None:
    await socket.accept()
    followers[topic].add(socket)
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        followers[topic].discard(socket)


@app.post("/pub/{topic}")
async def publish(topic: str, request: Request) -> dict[str, int]:
    text = (await request.body()).decode()
    reached = list(followers[topic])
    for socket in reached:
        await socket.send_text(text)
    return {"reached": len(reached)}
