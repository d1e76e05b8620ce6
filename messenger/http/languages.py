"""The choice of a language: stored in the browser, and for logged-in people also in their account."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from messenger import addresses, i18n
from messenger.http import authentication, forms
from messenger.people import preferences

router = APIRouter()


@router.post(addresses.LANGUAGE)
async def choose(request: Request) -> RedirectResponse:
    """Use `language` from now on, or the browser's if we do not have it; go on to the local address `next`."""
    fields = await forms.fields(request)
    requested = fields.get('language', '')
    language = requested if requested in i18n.LANGUAGES else ''
    if request.state.user is not None:
        await preferences.speak(request.state.user.id, language)
    answer = RedirectResponse(forms.local_target(request.query_params.get('next', '/')), 303)
    authentication.keep_language(answer, language, request.scope)
    return answer
