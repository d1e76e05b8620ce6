"""A minimal Django Channels chat on daphne: one group in the in-memory layer, messages stored in SQLite."""

import json
import os
import sys
import tempfile

import django
from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path

NEWEST = 30
FILE = os.path.join(tempfile.mkdtemp(), 'chat.sqlite3')

if not settings.configured:  # daphne imports this file a second time
    settings.configure(
        SECRET_KEY='only-for-the-bench',
        ALLOWED_HOSTS=['*'],
        ROOT_URLCONF='tests.bench.peers.channels_chat',
        DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': FILE}},
        CHANNEL_LAYERS={'default': {'BACKEND': 'channels.layers.InMemoryChannelLayer', 'CONFIG': {'capacity': 10_000}}},
    )
    django.setup()
urlpatterns = [path('', lambda request: HttpResponse('ok'))]


def _newest():
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, body TEXT)')
        cursor.execute('SELECT body FROM message ORDER BY id DESC LIMIT %s', [NEWEST])
        return [body for (body,) in cursor.fetchall()]


def _store(body):
    with connection.cursor() as cursor:
        cursor.execute('INSERT INTO message (body) VALUES (%s)', [body])


class Chat(AsyncWebsocketConsumer):
    """One window."""

    async def connect(self):
        """Join the room and show the newest messages."""
        await self.channel_layer.group_add('room', self.channel_name)
        await self.accept()
        await self.send(text_data=json.dumps({'history': len(await sync_to_async(_newest)())}))

    async def disconnect(self, code):
        """Leave the room."""
        await self.channel_layer.group_discard('room', self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        """Store the message and send it to everyone."""
        body = json.loads(text_data)['body']
        await sync_to_async(_store)(body)
        await self.channel_layer.group_send('room', {'type': 'posted', 'body': body})

    async def posted(self, event):
        """Forward a message."""
        await self.send(text_data=json.dumps({'body': event['body']}))


application = ProtocolTypeRouter({'http': get_asgi_application(), 'websocket': URLRouter([path('ws', Chat.as_asgi())])})

if __name__ == '__main__':
    from daphne.cli import CommandLineInterface

    CommandLineInterface().run(['-p', sys.argv[1], '-v', '0', f'{__spec__.name}:application'])
