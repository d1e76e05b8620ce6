"""Mentions: who is meant, where a name begins and ends, and current nicks."""

import pytest

from messenger import markup, name_rules
from messenger.markup import mentions

NICKS = ('Anna', 'Anna Kim', 'Маша', 'dr. no', '_x_', 'J-P', 'नीता')
PEOPLE = {name_rules.key(nick): number for number, nick in enumerate(NICKS, 1)}


def find(name: str) -> int | None:
    return PEOPLE.get(name_rules.key(name))


def test_a_mention_means_the_right_person(subtests: pytest.Subtests) -> None:
    for text, meant in [
        ('@anna', {1}),
        ('@ANNA, look', {1}),
        ('@anna kim please', {2}),
        ('@Anna  Kim', {2}),
        ('@Anna and @МАША!', {1, 3}),
        ('(@anna) “@anna” *@anna*', {1}),
        ('> @anna\n\n- @маша', {1, 3}),
        ('|@anna|\n|-|\n|@маша|', {1, 3}),
        ('@dr. no.', {4}),
        ('@_x_ and @j-p', {5, 6}),
        ('@नीता', {7}),
        ("@anna's @anna…", {1}),
        ('x@anna.org @annabel @anna-maria @anna_k @ann', set()),
        ('`@anna` \\@anna', set()),
        ('[@anna](https://a.org) https://a.org/@anna', set()),
        ('```\n@anna\n```', set()),
        ('@', set()),
        ('@ anna', set()),
        ('@all', set()),
    ]:
        with subtests.test(repr(text)):
            rendered = markup.render_with_mentions(text, find)
            assert rendered.mentions == meant
            assert not rendered.everyone
            for number in meant:
                assert f'<span class="mention" data-user="{number}">@' in rendered.html


def test_everyone_is_mentioned_only_by_people_who_may(subtests: pytest.Subtests) -> None:
    for text in ['@all', '@ALL!', '@все,', 'so, @Все']:
        with subtests.test(repr(text)):
            rendered = markup.render_with_mentions(text, find, everyone=True)
            assert rendered.everyone
            assert '<span class="mention" data-user="all">@' in rendered.html
            assert not markup.render_with_mentions(text, find).everyone


def test_a_text_without_mentions_mentions_nobody() -> None:
    assert markup.render_with_mentions('hello', find) == markup.Rendered('<p>hello</p>')


def test_current_nicks_are_shown_and_escaped() -> None:
    html = markup.render('**@anna** & @маша @all', find, everyone=True)
    drawn = markup.with_names(html, {1: '<Ann & Co>', 99: 'nobody'})
    assert '<span class="mention" data-user="1">@&lt;Ann &amp; Co&gt;</span>' in drawn
    assert '@маша</span>' in drawn
    assert '@all</span>' in drawn
    assert markup.with_names(drawn, {1: 'anna'}) == html


def test_text_that_only_looks_like_a_mention_is_left_alone() -> None:
    html = markup.render('<span class="mention" data-user="1">@x</span>')
    assert markup.with_names(html, {1: 'Anna'}) == html


@pytest.mark.parametrize('text', ['@anna kim, hi', '(@नीता) x@y', '@dr. no', '@@anna'])
def test_all_names_looked_up_while_rendering_are_known_in_advance(text: str) -> None:
    asked: list[str] = []

    def noted(name: str) -> int | None:
        asked.append(name)
        return find(name)

    markup.render(text, noted)
    possible = set(markup.possible_in(text))
    assert asked
    assert set(asked) <= possible


def test_any_nick_can_be_typed_as_a_mention() -> None:
    assert name_rules.NAME_LIMIT_CHARS < mentions.NICK_LIMIT_CHARS
