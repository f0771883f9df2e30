"""Opens the journal's database and migrates its schema. SQLite by default, PostgreSQL by setting."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def set_pragmas(connection: Any, _record: Any) -> None:
    """SQLite settings: readers never wait for the writer, and a commit is on disk when it returns."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def make_engine(url: str) -> AsyncEngine:
    """`url`: a SQLAlchemy URL with an asynchronous driver. The folder of an SQLite file is created."""
    engine = create_async_engine(url)
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine.sync_engine, "connect", set_pragmas)
    return engine


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Migrate the schema to the newest revision; does nothing if it is there already."""
    command.upgrade(alembic_config(connection), "head")


async def open_journal(url: str) -> AsyncEngine:
    """An engine whose schema is at the newest revision. Raises what the database raises."""
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    return engine
