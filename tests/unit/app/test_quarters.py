"""Long work is told at each quarter, once."""

from ekphrasis_app.app.quarters import Quarters
from tests.fakes.app import HeardAnnouncer


def quarters():
    announcer = HeardAnnouncer()
    return Quarters(announcer, lambda n: f"{n} percent."), announcer.heard


def test_each_quarter_is_told_once_and_the_end_is_told_by_somebody_else():
    work, heard = quarters()
    shares = [work.reach(done, 8) for done in range(9)]
    assert shares == [done / 8 for done in range(9)]
    assert heard == ["25 percent.", "50 percent.", "75 percent."]


def test_work_that_goes_on_from_the_middle_tells_where_it_is():
    work, heard = quarters()
    work.reach(5, 8)
    assert heard == ["50 percent."]
    work.begin()
    work.reach(2, 8)
    assert heard == ["50 percent.", "25 percent."]


def test_where_the_end_is_not_known_nothing_is_told():
    work, heard = quarters()
    assert work.reach(5, 0) is None
    assert work.reach(9, 8) is None
    assert heard == []
