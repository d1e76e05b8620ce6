"""The section that guides the first admin through setting up a new site."""

from functools import lru_cache

import segno

from messenger.site import onboarding
from messenger.site import settings as site_settings
from messenger.site.onboarding import Steps
from pages.components import room_dialog
from pages.components.client_call import client_call
from pages.components.refusals import show_errors
from pages.components.view import View

COPY = f"""(event) => {{
  const at = event.target.closest("[data-link]");
  if (at) {client_call('messenger.copy(at.dataset.link)')};
}}"""


def show(viewer_id: int, steps: Steps, base: str, *, is_welcome: bool) -> None:
    """Show the steps; `base` is the address of this site, for the invite link; `is_welcome`: right after signing up."""
    code = site_settings.current().invite_code
    link = f'{base}/register?invite={code}' if code else f'{base}/register'
    view = View('onboarding.html', welcome=is_welcome, steps=steps, link=link, code=_qr(link))
    view.on('click', js_handler=COPY)

    async def act(data: dict[str, str]) -> None:
        if data.get('action') == 'dismiss':
            with show_errors() as refusals:
                await onboarding.dismiss(viewer_id)
            if not refusals:
                view.delete()
        elif data.get('action') == 'room':
            await room_dialog.new(viewer_id)

    view.on_action(act)


@lru_cache(maxsize=8)
def _qr(link: str) -> str:
    """The link as a QR code, an SVG element."""
    return str(segno.make(link, error='m').svg_inline(scale=4, border=2, dark='#1e1d1a', light='#ffffff'))
