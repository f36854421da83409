"""The *New subscription* form: the catalogue to tick, licence counts, plans, and the reseller for incentives."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from foundation.money import round_money
from foundation.rules import Refusal, refusals
from foundation.sorting import sort_name
from foundation.ui.forms import PortalForm
from relationships.partnerships.rules import Pair
from subscriptions.catalogue.models import Offer
from subscriptions.catalogue.price_books import OfferForSale, PriceBook, plan_from
from subscriptions.catalogue.words import price_words, quantity_words
from subscriptions.ordering.buyers import Buyer
from subscriptions.ordering.decision import record_refusals
from subscriptions.ordering.facts import is_for, wanted_lines
from subscriptions.ordering.lines import OrderLineRequest, Quote, priced, quote
from subscriptions.ordering.rules import LINE_RULES


@dataclass(frozen=True)
class PlanOption:
    """A plan of one offer as the page draws it."""

    key: str
    label: str
    price: Decimal
    price_words: str
    chosen: bool


@dataclass(frozen=True)
class OfferRow:
    """One offer of the form. `amount` is what the first billing comes to, if it is ticked."""

    offer: Offer
    pick: BoundField
    quantity: BoundField
    plan: BoundField
    plans: Sequence[PlanOption]
    bases: str
    quantities: str
    is_picked: bool
    is_shown: bool
    is_locked: bool
    amount: Decimal | None


class ResellerSelect(forms.Select):
    """A list in which those who may not be chosen now are drawn disabled."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Disable an option that is closed."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class OrderForm(PortalForm):
    """Offers of a price book to tick, for one buyer.

    `resellers` are the seller's pairs by reseller, or None where there are no resellers at all (direct bill);
    `lines` and `reseller_id` are what is chosen at first; `needs_lines` refuses a form without a tick.
    """

    q = forms.CharField(label=_("Search the catalog"), required=False, max_length=100)
    reseller = forms.TypedChoiceField(
        label=_("Reseller for incentives"),
        required=False,
        coerce=UUID,
        empty_value=None,
        widget=ResellerSelect,
        help_text=_("It earns the incentives for these subscriptions; it need not be the customer's reseller."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        book: PriceBook,
        buyer: Buyer,
        resellers: Mapping[UUID, Pair] | None,
        lines: Iterable[OrderLineRequest] = (),
        reseller_id: UUID | None = None,
        needs_lines: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.book, self.buyer, self.needs_lines = book, buyer, needs_lines
        self.for_sale = [each for each in book.offers.values() if is_for(each.offer, buyer.qualification)]
        self.closed = {key: found for key, pair in (resellers or {}).items() if (found := record_refusals(pair, buyer))}
        self.lines: list[OrderLineRequest] = []
        self.first_lines = {line.offer_id: line for line in lines}
        self._offer_resellers(resellers, reseller_id)
        for each in self.for_sale:
            self._offer(each)

    def _offer_resellers(self, resellers: Mapping[UUID, Pair] | None, reseller_id: UUID | None) -> None:
        if resellers is None:
            del self.fields["reseller"]
            return
        choices = [(str(key), _named(pair)) for key, pair in resellers.items()]
        field = self.fields["reseller"]
        field.choices = [("", _("No indirect reseller")), *choices]  # type: ignore[attr-defined]
        field.widget.closed = frozenset(str(key) for key in self.closed)
        usual = reseller_id if reseller_id in resellers and reseller_id not in self.closed else ""
        self.initial.setdefault("reseller", str(usual))

    def _offer(self, for_sale: OfferForSale) -> None:
        """Add the fields of one offer."""
        offer, plans = for_sale.offer, [(plan.key, plan.label) for plan in for_sale.prices]
        chosen = self.first_lines.get(offer.pk)
        names = {"name": offer.name}
        self.fields[f"pick-{offer.pk}"] = forms.BooleanField(
            label=offer.name, required=False, initial=chosen is not None
        )
        self.fields[f"quantity-{offer.pk}"] = forms.IntegerField(
            label=_("Licenses of %(name)s") % names,
            required=False,
            min_value=1,
            max_value=2_147_483_647,
            initial=chosen.quantity if chosen else offer.minimum,
        )
        self.fields[f"plan-{offer.pk}"] = forms.ChoiceField(
            label=_("Plan of %(name)s") % names,
            required=False,
            choices=plans,
            initial=chosen.plan.key if chosen else plans[0][0],
        )

    def clean(self) -> dict[str, Any]:
        """Collect the ticked lines and ask the rules about each, beside its offer."""
        cleaned = super().clean() or self.cleaned_data
        self.lines = [line for each in self.for_sale if (line := self._line(each, cleaned))]
        for facts in wanted_lines(book=self.book, lines=self.lines, buyer=self.buyer):
            self._complain(f"quantity-{facts.offer_id}", refusals(LINE_RULES, facts))
        if chosen := cleaned.get("reseller"):
            self._complain("reseller", self.closed.get(chosen, []))
        if self.needs_lines and not self.lines and not self.errors:
            self.add_error(None, _("Tick at least one subscription."))
        return cleaned

    def _line(self, for_sale: OfferForSale, cleaned: Mapping[str, Any]) -> OrderLineRequest | None:
        key = for_sale.offer.pk
        if not cleaned.get(f"pick-{key}") or {f"quantity-{key}", f"plan-{key}"} & self.errors.keys():
            return None
        quantity, plan = cleaned.get(f"quantity-{key}"), cleaned.get(f"plan-{key}")
        if not quantity:
            self.add_error(f"quantity-{key}", _("Enter the number of licenses."))
            return None
        chosen = plan_from(plan) if plan else next(iter(for_sale.prices))
        return OrderLineRequest(key, quantity, chosen.term, chosen.cycle)

    def _complain(self, field: str, found: Iterable[Refusal]) -> None:
        for refusal in found:
            self.add_error(field, f"{refusal.text} {refusal.remedy}")

    def quote(self) -> Quote:
        """Return what is ticked, priced: the first lines of an unbound form, the accepted ones of a bound one."""
        lines = self.lines if self.is_bound else list(self.first_lines.values())
        return quote(self.book, priced(self.book, lines))

    def rows(self) -> Iterator[OfferRow]:
        """Return the offers in the order of the catalogue; the search hides the others, but none that is ticked."""
        wanted = sort_name(str(self["q"].value() or ""))
        for each in self.for_sale:
            picked = bool(self[f"pick-{each.offer.pk}"].value())
            found = wanted in sort_name(f"{each.offer.name} {each.offer.category} {each.offer.pk}")
            yield self._row(each, picked, found or picked)

    def _row(self, for_sale: OfferForSale, picked: bool, shown: bool) -> OfferRow:
        offer = for_sale.offer
        plan, quantity = self[f"plan-{offer.pk}"], self[f"quantity-{offer.pk}"]
        options = [
            PlanOption(
                each.key, each.label, price, price_words(offer, price, self.book.currency), each.key == plan.value()
            )
            for each, price in for_sale.prices.items()
        ]
        names = (self.book.offers[key].offer.name for key in for_sale.bases if key in self.book.offers)
        return OfferRow(
            offer=offer,
            pick=self[f"pick-{offer.pk}"],
            quantity=quantity,
            plan=plan,
            plans=options,
            bases=", ".join(sorted(names)),
            quantities=quantity_words(offer),
            is_picked=picked,
            is_shown=shown,
            is_locked=offer.minimum == offer.maximum,
            amount=_amount(self.book, for_sale, plan.value(), quantity.value()) if picked else None,
        )

    def closed_resellers(self) -> list[Refusal]:
        """Return why some resellers cannot be chosen now, one reason each."""
        return [found[0] for found in self.closed.values()]


class NewSubscriptionForm(OrderForm):
    """The form for an existing customer: `submission` makes a form that is sent twice the same order (R57)."""

    submission = forms.UUIDField(widget=forms.HiddenInput)


def _named(pair: Pair) -> str:
    """Return a reseller as the source documents list it: name and MPN ID."""
    return f"{pair.reseller.name} (ID: {pair.reseller.mpn_id})" if pair.reseller.mpn_id else pair.reseller.name


def _amount(book: PriceBook, for_sale: OfferForSale, plan: Any, quantity: Any) -> Decimal | None:
    """Return the first billing of what somebody typed, or None where that is no number or no plan."""
    price = next((price for each, price in for_sale.prices.items() if each.key == plan), None)
    number = str(quantity or "")
    if price is None or not number.isdecimal() or len(number) > 10:
        return None
    return round_money(price * int(number), book.currency)
