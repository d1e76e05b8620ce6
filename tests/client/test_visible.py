"""The composer enables "Send" for the texts that the server takes."""

import sys
import unicodedata

from messenger import name_rules
from tests.client.page import ClientPage

# browsers know newer characters than Python, and private ones have no meaning; lone surrogates are replaced on the way
LEFT_OUT = {'Cn', 'Co', 'Cs'}


async def test_the_browser_and_the_server_agree_on_what_nobody_sees(client: ClientPage) -> None:
    assigned = {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in LEFT_OUT}
    hidden = {code for code in assigned if name_rules.is_blank(chr(code))}
    in_browser = assigned.intersection(await client.run('/tests/visible.js', 'invisible'))
    assert {hex(code) for code in hidden ^ in_browser} == set()
