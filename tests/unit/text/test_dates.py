from datetime import date

import pytest

from bot.text.dates import both_eras, format_date, last_day


@pytest.mark.parametrize(
    ("iso", "th", "en"),
    [
        ("2019-03-28/2019-03-29", "28–29 มีนาคม พ.ศ. 2562", "28–29 March 2019"),
        ("2019-03-28", "28 มีนาคม พ.ศ. 2562", "28 March 2019"),
        ("2019-09", "กันยายน พ.ศ. 2562", "September 2019"),
        ("2019", "พ.ศ. 2562", "2019"),
        ("2019-03-30/2019-04-02", "30 มีนาคม – 2 เมษายน พ.ศ. 2562", "30 March – 2 April 2019"),
        ("2019-12-31/2020-01-01", "31 ธันวาคม พ.ศ. 2562 – 1 มกราคม พ.ศ. 2563", "31 December 2019 – 1 January 2020"),
        ("2019-03-28/2019-03-28", "28 มีนาคม พ.ศ. 2562", "28 March 2019"),
    ],
)
def test_says_a_date_in_both_eras(iso: str, th: str, en: str) -> None:
    assert both_eras(iso) == {"iso": iso, "th": th, "en": en}


@pytest.mark.parametrize(
    "iso", ["28 March 2019", "2019-13", "2019-02-30", "2019-3-1", "", "2019-09/2019-10", "9999-12-31"]
)
def test_refuses_an_invalid_date(iso: str) -> None:
    with pytest.raises(ValueError, match=r"date|interval|month|day"):
        format_date(iso, "en")


def test_refuses_an_interval_that_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="2019-03-29/2019-03-28"):
        format_date("2019-03-29/2019-03-28", "th")


@pytest.mark.parametrize(
    ("iso", "last"),
    [
        ("2019-03-28/2019-03-29", date(2019, 3, 29)),
        ("2019-02", date(2019, 2, 28)),
        ("2020-02", date(2020, 2, 29)),
        ("2019-12", date(2019, 12, 31)),
        ("2019", date(2019, 12, 31)),
    ],
)
def test_a_month_ends_with_its_last_day(iso: str, last: date) -> None:
    assert last_day(iso) == last
