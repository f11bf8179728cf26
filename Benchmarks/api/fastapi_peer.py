"""A peer for the API benchmark: tasks with FastAPI, SQLModel and asyncpg, as the specification's own stack would do it.

A create is one transaction of the user's sequence, the task and its outbox row; a list is one statement.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from sqlalchemy import BigInteger, Column, DateTime, Index
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT, insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel, col, select

engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=16, max_overflow=0)
open_session = async_sessionmaker(engine, expire_on_commit=False)


def instant(**options: Any) -> Column:
    return Column(DateTime(timezone=True), **options)


class Priority(StrEnum):
    high = "high"
    medium = "medium"
    low = "low"


class Status(StrEnum):
    all = "all"
    pending = "pending"
    completed = "completed"


class NewTask(SQLModel):
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=10_000)
    priority: Priority = Priority.medium
    due_date: datetime | None = None
    tags: list[str] = Field(default_factory=list, max_length=20)


class TaskAnswer(SQLModel):
    id: int
    user_id: str
    title: str
    description: str
    completed: bool
    priority: Priority
    due_date: datetime | None
    tags: list[str]
    version: int
    created_at: datetime
    updated_at: datetime


class Task(SQLModel, table=True):
    __tablename__ = "tasks"
    __table_args__ = (
        Index("tasks_by_due", "user_id", "due_date", "id"),
        Index("tasks_by_creation", "user_id", "created_at", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True))
    user_id: str
    title: str
    description: str
    completed: bool = False
    priority: str
    due_date: datetime | None = Field(default=None, sa_column=instant())
    tags: list[str] = Field(sa_column=Column(ARRAY(TEXT), nullable=False))
    version: int = 1
    created_at: datetime = Field(sa_column=instant(nullable=False))
    updated_at: datetime = Field(sa_column=instant(nullable=False))


class OutboxRow(SQLModel, table=True):
    __tablename__ = "outbox"

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True))
    user_id: str
    topic: str
    sequence: int = Field(sa_column=Column(BigInteger, nullable=False))
    event: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class UserSequence(SQLModel, table=True):
    __tablename__ = "user_sequences"

    user_id: str = Field(primary_key=True)
    sequence: int = Field(sa_column=Column(BigInteger, nullable=False))


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


async def session() -> AsyncIterator[AsyncSession]:
    async with open_session() as opened:
        yield opened


app = FastAPI(lifespan=lifespan)
Session = Annotated[AsyncSession, Depends(session)]


@app.post("/api/{user_id}/tasks", status_code=201, response_model=TaskAnswer)
async def create(user_id: str, new: NewTask, session: Session) -> Task:
    now = datetime.now(UTC)
    async with session.begin():
        advance = insert(UserSequence).values(user_id=user_id, sequence=1)
        advance = advance.on_conflict_do_update(
            index_elements=["user_id"], set_={"sequence": UserSequence.sequence + 1}
        ).returning(UserSequence.sequence)
        sequence = (await session.execute(advance)).scalar_one()
        task = Task(user_id=user_id, created_at=now, updated_at=now, **new.model_dump())
        session.add(task)
        await session.flush()
        document = TaskAnswer.model_validate(task, from_attributes=True).model_dump(mode="json")
        event = {"event_type": "created", "task_id": task.id, "user_id": user_id, "task_data": document}
        session.add(OutboxRow(user_id=user_id, topic="task-events", sequence=sequence, event=event))
    return task


@app.get("/api/{user_id}/tasks", response_model=list[TaskAnswer])
async def tasks(
    user_id: str, session: Session, status: Status = Status.all, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[Task]:
    query = select(Task).where(col(Task.user_id) == user_id)
    if status != Status.all:
        query = query.where(col(Task.completed) == (status == Status.completed))
    found = await session.execute(query.order_by(col(Task.due_date), col(Task.id)).limit(limit))
    return list(found.scalars())


async def prepare(users: list[str], tasks_each: int) -> None:
    """Makes the tables and the tasks that lists are read from: every fifth one is done."""
    now = datetime.now(UTC)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    async with open_session() as session, session.begin():
        for user in users:
            session.add(UserSequence(user_id=user, sequence=tasks_each))
            for number in range(1, tasks_each + 1):
                due = datetime(2030, 1, 1 + number % 28, number * 7 % 24, number * 37 % 60, tzinfo=UTC)
                session.add(
                    Task(
                        user_id=user, title=f"Water plant {number}", description="and those on the balcony too",
                        completed=number % 5 == 0, priority="medium", due_date=due, tags=["home"], created_at=now,
                        updated_at=now,
                    )
                )
    await engine.dispose()


if __name__ == "__main__":
    import asyncio
    import sys

    with open(sys.argv[1], encoding="utf-8") as lines:
        asyncio.run(prepare([line.split("\t")[0] for line in lines], int(sys.argv[2])))
