"""The scenarios of the source documents: what the advisor says to each, and that our words are those of the sources."""

import pytest

from partnercenter.advisor.choices import CHOICES, chosen
from partnercenter.advisor.examples import EXAMPLES, Example
from partnercenter.advisor.questions import ALWAYS, QUESTIONS
from partnercenter.advisor.situation import situation_of
from partnercenter.advisor.sources import citation
from partnercenter.advisor.verdicts import (
    FULFILLED,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    SUPPORTED,
    SUPPORTED_WITH_WARNING,
    Advice,
    judge,
)

REGIONS = {"europe": "Europe", "united-states": "United States"}


def advice(**answers: str) -> Advice:
    """Return the verdicts on a situation; what is not said is as usual."""
    return judge(situation_of(chosen(answers, REGIONS), REGIONS))


def example(key: str) -> Example:
    """Return a named example."""
    return next(each for each in EXAMPLES if each.key == key)


def outcomes(key: str) -> list[str]:
    """Return how the situations of an example come out, in their order."""
    return [judge(situation_of(chosen(case.answers, REGIONS), REGIONS)).outcome for case in example(key).cases]


def refused(key: str, number: int) -> set[str]:
    """Return which rules refuse one situation of an example."""
    case = example(key).cases[number]
    return judge(situation_of(chosen(case.answers, REGIONS), REGIONS)).refused_codes


def words(key: str) -> str:
    """Return our answer to an example."""
    return " ".join(str(text) for text in example(key).answer)


def test_scenario_1_two_chains_lead_to_the_customer() -> None:
    """Direct bill; provider and reseller. A provider on its own is possible and warned of."""
    assert outcomes("end-to-end") == [SUPPORTED, SUPPORTED, SUPPORTED_WITH_WARNING]
    assert "Microsoft sells to a direct-bill partner, which sells to the end customer" in words("end-to-end")
    assert "Microsoft sells to an indirect provider, which sells to an indirect reseller" in words("end-to-end")


def test_scenario_2_a_customer_buys_from_several_partners() -> None:
    """Each needs a relationship of its own."""
    assert outcomes("multi-partner") == [SUPPORTED, NOT_SUPPORTED]
    assert refused("multi-partner", 1) == {"R45"}
    assert "different services from different partners" in words("multi-partner")


def test_scenario_3_a_customer_engages_partners_for_what_it_bought_elsewhere() -> None:
    """With the administration rights that its Global admin gives."""
    assert outcomes("multi-channel") == [SUPPORTED, NOT_SUPPORTED]
    assert refused("multi-channel", 1) == {"delegated-admin"}
    assert "several partners to manage its subscriptions" in words("multi-channel")


def test_scenario_4_a_partner_buys_for_its_own_use_on_another_tenant() -> None:
    """From a reseller or a direct-bill partner; never on its CSP tenant."""
    assert outcomes("own-use") == [SUPPORTED, SUPPORTED, NOT_SUPPORTED]
    assert refused("own-use", 2) == {"R28"}
    assert "indirect reseller or a direct-bill partner" in words("own-use")
    assert "a tenant other than the one it uses for CSP" in words("own-use")
    assert "cannot be provisioned to a partner's existing CSP tenant" in words("own-use")


def test_scenario_5_nobody_sells_to_itself_or_an_affiliate() -> None:
    """On whatever tenant."""
    assert outcomes("self-sale") == [NOT_SUPPORTED, NOT_SUPPORTED]
    assert refused("self-sale", 0) == refused("self-sale", 1) == {"R30"}
    assert advice(want="use", a_kind="direct_bill", b_kind="none", c_kind="seller", c_tenant="csp").refused_codes == {
        "R28",
        "R30",
    }
    assert "neither to itself nor to an affiliate" in words("self-sale")


def test_scenario_6_the_same_tenant_is_not_reseller_and_end_customer() -> None:
    """Both ways round, with the three options; ending needs no support any more."""
    assert refused("reseller-buys", 0) == {"R28", "R31-reseller"}
    assert outcomes("reseller-buys")[1:3] == [SUPPORTED_WITH_WARNING, SUPPORTED]
    assert refused("reseller-buys", 3) == {"R31"}
    assert outcomes("reseller-buys")[4] == SUPPORTED
    answer = words("reseller-buys")
    assert all(f"Option {number}" in answer for number in (1, 2, 3))
    assert "sets up another tenant" in answer
    assert "ends the partnership with this provider and starts one with another" in answer
    assert "stays a customer of this provider and becomes a reseller under another" in answer
    assert "contact Microsoft Support" in answer
    assert "either side ends it itself" in answer


def test_scenario_7_customers_are_in_the_sellers_region() -> None:
    assert outcomes("other-region-customer") == [NOT_SUPPORTED, SUPPORTED]
    assert refused("other-region-customer", 0) == {"R2"}
    assert "customers in their own region only" in words("other-region-customer")


def test_scenario_8_partners_are_in_one_region() -> None:
    assert outcomes("other-region-reseller") == [NOT_SUPPORTED, SUPPORTED]
    assert refused("other-region-reseller", 0) == {"R1"}
    assert "partners in the same region only" in words("other-region-reseller")


def test_the_boxes_forbid_resale_to_the_tenant_used_for_csp_only() -> None:
    """000 and 001 forbid it; 004 adds that another tenant is not meant."""
    assert outcomes("resale") == [NOT_SUPPORTED, NOT_SUPPORTED, SUPPORTED]
    assert refused("resale", 0) == {"R28"}
    assert refused("resale", 1) == {"R29"}
    assert "concerns the tenant used for CSP transactions only" in words("resale")
    assert citation(example("resale")).count("Work with other partners") == 3


def test_every_scenario_of_the_source_is_an_example() -> None:
    """And every answer in an example's address is one that the form knows."""
    cited = " ".join(each.source for each in EXAMPLES)
    assert all(f"scenario {number}" in cited for number in range(1, 9))
    for each in EXAMPLES:
        for case in each.cases:
            assert all(
                value in CHOICES[name].options if name in CHOICES else value in REGIONS
                for name, value in case.answers.items()
            )


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"a_mpa": "no"}, {"R19"}),
        ({"a_state": "suspended"}, {"R70"}),
        ({"b_state": "suspended"}, {"R70"}),
        ({"a_kind": "direct_bill"}, {"asking-provider"}),
        ({"b_kind": "direct_bill"}, {"R32"}),
        ({"b_kind": "company"}, {"R11"}),
        ({"b_state": "none"}, {"R11"}),
        ({"b_state": "pending"}, {"R11-pending"}),
        ({"b_state": "rejected"}, {"R11-rejected"}),
        ({"b_mpa": "no"}, set()),
        ({"tie": "partners"}, {"R16-partners"}),
        ({"tie": "customer"}, {"R31"}),
        ({"want": "sell", "tie": "none"}, {"R10"}),
        ({"want": "sell", "b_mpa": "no"}, {"R20"}),
        ({"want": "sell", "b_state": "pending"}, {"R21"}),
        ({"want": "sell", "c_tie": "other"}, {"R34"}),
        ({"want": "sell", "a_kind": "indirect_reseller", "b_kind": "none"}, {"R47", "add-customer"}),
        ({"want": "order", "c_agreed": "no"}, {"R40"}),
        ({"want": "order", "a_kind": "indirect_reseller", "b_kind": "none"}, {"R47"}),
        ({"want": "support", "c_admin": "no"}, {"R61"}),
        ({"want": "support", "tie": "none"}, {"R10"}),
        ({"want": "transfer", "b_mpa": "no"}, {"R20", "R26"}),
        ({"want": "transfer", "c_tie": "other"}, {"R45"}),
    ],
)
def test_each_fact_that_speaks_against_it_is_named(answers: dict[str, str], codes: set[str]) -> None:
    """With reason and remedy, and nothing else is."""
    found = advice(**answers)
    assert found.refused_codes == codes
    assert found.outcome == (NOT_SUPPORTED if codes else SUPPORTED)
    refusing = [each.refusal for each in found.verdicts if each.refusal]
    assert all(refusal.text and refusal.remedy for refusal in refusing)


@pytest.mark.parametrize("want", QUESTIONS)
def test_every_intention_is_possible_as_it_stands_at_first(want: str) -> None:
    """And every rule asked is there once, fulfilled or out of place."""
    found = advice(want=want)
    assert found.outcome == SUPPORTED
    codes = [each.rule.code for each in found.verdicts]
    assert len(codes) == len(set(codes))
    assert {each.kind for each in found.verdicts} <= {FULFILLED, NOT_APPLICABLE}
    assert not {each.code for each in found.always} & set(codes)
    assert len(found.always) <= len(ALWAYS[want])


def test_every_rule_about_partners_is_told_somewhere() -> None:
    """R1 to R32, judged or told beside."""
    judged = {question.rule.code for questions in QUESTIONS.values() for question in questions}
    told = {code for codes in ALWAYS.values() for code in codes}
    assert not {f"R{number}" for number in range(1, 33)} - judged - told


def test_citations_are_words_for_readers() -> None:
    """No number of a file and no note of ours is shown."""

    class Cited:
        source = "source 003, scenario 4; dossier, J2; dossier, MPA questions; error 900154; decision of the portal"

    assert citation(Cited()) == (
        "Supported CSP partner relationships, scenario 4; Partner Center documentation; "
        "Partner Center documentation: MPA questions; Partner Center error 900154; Decision of this portal"
    )
