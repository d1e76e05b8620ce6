"""The choice of a language: kept in the browser, and in the account of those who are logged in."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from messenger import i18n
from messenger.http import authentication, forms
from messenger.people import preferences

router = APIRouter()


@router.post('/language')
async def choose(request: Request) -> RedirectResponse:
    """Speak `language` from now on, or the browser's where it is none of ours; go on at the local address `next`."""
    fields = await forms.fields(request)
    wanted = fields.get('language', '')
    language = wanted if wanted in i18n.LANGUAGES else ''
    if request.state.user is not None:
        await preferences.speak(request.state.user.id, language)
    answer = RedirectResponse(forms.local_target(request.query_params.get('next', '/')), 303)
    authentication.keep_language(answer, language, request.scope)
    return answer
