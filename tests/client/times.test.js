// Times as people say them.
import { calendarDays, hourStyle, nextMorning, saidAs, untilMidnight, withoutPeriod } from "/client/times.js";
import { equal } from "/tests/assert.js";

const now = new Date(2026, 2, 15, 9, 30);
const ago = (minutes) => new Date(now.getTime() - minutes * 60_000);

export function test_minutes_are_whole_and_an_hour_is_an_hour() {
  equal(
    [0.5, 1, 1.9, 59.9, 60, 119, 120].map((minutes) => saidAs(ago(minutes), now)),
    [
      [0, "second"],
      [-1, "minute"],
      [-1, "minute"],
      [-59, "minute"],
      [-1, "hour"],
      [-1, "hour"],
      [-2, "hour"],
    ],
  );
}

export function test_a_moment_in_the_future_is_said_as_now() {
  equal(saidAs(ago(-10), now), [0, "second"]);
  equal(saidAs(ago(-3 * 24 * 60), now), [0, "second"]);
}

export function test_yesterday_is_a_calendar_day() {
  equal(saidAs(new Date(2026, 2, 14, 23, 50), now), [-1, "day"]);
  equal(saidAs(new Date(2026, 2, 14, 0, 5), now), [-1, "day"]);
  equal(saidAs(new Date(2026, 2, 13, 23, 59), now), [-2, "day"]);
  equal(saidAs(new Date(2026, 2, 14, 23, 59), new Date(2026, 2, 15, 0, 20)), [-21, "minute"]);
  equal(calendarDays(new Date(2026, 2, 14, 23, 59), new Date(2026, 2, 15, 0, 1)), 1);
}

export function test_days_with_a_change_of_the_clock_count_as_one() {
  for (let day = 1; day < 366; day++) equal(calendarDays(new Date(2026, 0, day), new Date(2026, 0, day + 1, 12)), 1);
}

export function test_older_moments_are_dates() {
  equal(saidAs(new Date(2026, 2, 9, 12), now), [-6, "day"]);
  equal(saidAs(new Date(2026, 2, 8, 12), now), "day");
  equal(saidAs(new Date(2025, 2, 8, 12), now), "date");
}

export function test_until_tomorrow_ends_at_eight_in_the_next_morning() {
  const ends = (day, hour, minute = 0) => nextMorning(new Date(2026, 2, day, hour, minute)).getTime();
  equal(ends(15, 0, 54), new Date(2026, 2, 15, 8).getTime());
  equal(ends(15, 4, 59), new Date(2026, 2, 15, 8).getTime());
  equal(ends(15, 7, 30), new Date(2026, 2, 16, 8).getTime());
  equal(ends(14, 23, 59), new Date(2026, 2, 15, 8).getTime());
  equal(ends(31, 12), new Date(2026, 3, 1, 8).getTime());
}

export function test_midnight_comes() {
  equal(untilMidnight(new Date(2026, 2, 15, 23, 59, 30)), 30_000);
}

export function test_a_short_time_has_no_period_of_the_day() {
  const short = (language, hours) =>
    withoutPeriod(
      new Intl.DateTimeFormat(language, { hour: hourStyle(language), minute: "2-digit" }),
      new Date(2026, 2, 15, hours, 5),
    );
  equal(
    [short("en-US", 10), short("en-US", 22), short("en-GB", 9), short("ru-RU", 22), short("ko-KR", 10)],
    ["10:05", "10:05", "09:05", "22:05", "10:05"],
  );
}
