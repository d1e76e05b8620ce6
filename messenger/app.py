"""The composition root: everything that lives as long as the process is created here, once, from the settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from messenger import background, file_sweep, housekeeping, process, pubsub, rate_limits, runtime_stats
from messenger.accounts import accounts, login_attempts
from messenger.database.engine import close_database, open_database, read
from messenger.files import decoding, inspections, uploads, waiting_texts, workspace, workspace_mark
from messenger.index import file_texts, word_index
from messenger.live.hub import Hub
from messenger.messages import rerender
from messenger.models import Attachment
from messenger.people import blocklists, presence
from messenger.settings import Settings
from messenger.site import settings as site_settings


class App:
    """What the process remembers. With several processes, some of these objects get another implementation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.broker = pubsub.PubSub()
        self.limits = rate_limits.RateLimits(is_on=settings.rate_limits)
        self.attempts = login_attempts.LoginAttempts(
            is_limited=settings.rate_limits, tries_per_address=settings.address_tries
        )
        self.site = site_settings.SiteSettings()
        self.presence = presence.Presence()
        self.blocklists = blocklists.Blocklists()
        self.workspace = workspace.Workspace()
        self.build = word_index.Build()
        self.new_texts = asyncio.Event()
        self.passes = file_sweep.Passes()
        self.hub = Hub()
        self.uploads: dict[int, uploads.UploadRequests] = {}
        self.inspections: dict[int, asyncio.Task[Attachment]] = {}
        self.stats = runtime_stats.RuntimeStats()
        self.hand_over()

    def hand_over(self) -> None:
        """Make these the objects that all modules use."""
        process.settings.set(self.settings)
        decoding.queue.open()  # the server that ran before, in tests, has closed it
        pubsub.broker.set(self.broker)
        rate_limits.limits.set(self.limits)
        login_attempts.attempts.set(self.attempts)
        site_settings.settings.set(self.site)
        presence.presence.set(self.presence)
        blocklists.lists.set(self.blocklists)
        workspace.workspace.set(self.workspace)
        word_index.progress.set(self.build)
        waiting_texts.news.set(self.new_texts)
        file_sweep.passes.set(self.passes)
        uploads.running.set(self.uploads)
        inspections.running.set(self.inspections)
        runtime_stats.stats.set(self.stats)

    async def load(self) -> None:
        """Read what is kept in memory from the database. Raises StorageUnavailable."""
        await read(site_settings.load)
        await read(presence.load)
        await read(blocklists.load)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the database and run all background tasks; end and close everything afterwards."""
        workspace_mark.check(self.settings)
        open_database(self.settings)
        self.hand_over()
        await housekeeping.begin(self.settings)
        await self.load()
        nobody_yet = await read(accounts.is_empty)
        if accounts.setup_code() and nobody_yet:
            print(f'Setup code for the first account: {accounts.setup_code()}', flush=True)
        try:
            async with background.running(
                housekeeping=lambda: housekeeping.keep_house(self.settings),
                beat=self.stats.beat,
                watch=self.stats.watch,
                renewal=rerender.renew,
                search=word_index.build,
                file_texts=file_texts.keep_indexing,
            ):
                yield
            await housekeeping.end()
        finally:
            await inspections.end_all()
            close_database()
