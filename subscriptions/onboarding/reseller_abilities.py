"""The four abilities of *What this reseller can do* (source 002); their pages are this floor's."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.adding.decision import seller_refusals
from foundation.organisations.actor import Actor
from foundation.rules import refusals
from relationships.agreements.rules import SELLER_RULES
from relationships.partnerships.rules import Pair, are_partners, association_refusals, serving_refusals
from relationships.resellers.abilities import Ability, register_ability
from subscriptions.subscriptions.rules import may_support


def adds_customers(actor: Actor, pair: Pair) -> Ability:
    """Adding customers on its behalf, which makes it an administrator of theirs (R35)."""
    return Ability(
        order=10,
        label=_("Add new customers on its behalf"),
        where=_("New customer page"),
        url=f"{reverse('new_customer')}?reseller={pair.reseller.partner_id}",
        permitted=actor.may("customers.add"),
        refusals=(*seller_refusals(pair.provider), *serving_refusals(pair)),
        goal=_("The reseller manages a customer's account and has admin permissions to manage its subscriptions"),
        doing=_("Associate the reseller with the customer account when you add a new customer."),
    )


def orders(actor: Actor, pair: Pair) -> Ability:
    """Ordering for its customers, for which the reseller itself needs nothing."""
    return Ability(
        order=20,
        label=_("Submit orders on behalf of its customers"),
        where=_("Customers page: choose a customer, then Add subscription"),
        url=_customers_of(pair),
        permitted=actor.may("orders.place"),
        refusals=tuple(refusals(SELLER_RULES, pair.provider)),
    )


def associates(actor: Actor, pair: Pair) -> Ability:
    """Naming it on a subscription (R63)."""
    return Ability(
        order=30,
        label=_("Associate it with a subscription"),
        where=_("New subscription page: choose a customer, then Add subscription"),
        url=_customers_of(pair),
        permitted=actor.may("orders.place"),
        refusals=(*refusals(SELLER_RULES, pair.provider), *association_refusals(pair)),
        goal=_("The reseller gets credit for incentives"),
        doing=_("Associate the reseller with the subscription."),
    )


def supports(actor: Actor, pair: Pair) -> Ability:
    """Making it the support contact of single subscriptions (R61)."""
    return Ability(
        order=40,
        label=_("Designate it as support contact of a customer's subscription"),
        where=_("The subscription's page: choose the customer, then Subscriptions"),
        url=_customers_of(pair),
        permitted=actor.may("support_contact.assign"),
        refusals=tuple(refusals([are_partners], pair)),
        goal=_("The reseller handles customer support for specific subscriptions"),
        doing=_("Select the reseller from the Designated support contact list."),
        condition=may_support.statement,
    )


def _customers_of(pair: Pair) -> str:
    return f"{reverse('customers')}?reseller={pair.reseller.partner_id}"


def register() -> None:
    """Add them to the reseller's page."""
    for give in (adds_customers, orders, associates, supports):
        register_ability(give)
