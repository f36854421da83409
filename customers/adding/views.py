"""What is checked while a new customer's form is being filled."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from customers.adding.account import full_domain
from customers.adding.free_domains import availability
from customers.naming.company_names import company_name_problems
from customers.naming.domains import DomainPrefix, prefix_fits, suggest_prefix, tidy_prefix
from foundation.access import PortalRequest, member

LONGEST_NAME = 200


@member("customers.add")
@require_safe
def company_name_check(request: PortalRequest) -> HttpResponse:
    """Answer what to look at again in a company's name, and propose a domain name while none is typed."""
    name = request.GET.get("company_name", "")[:LONGEST_NAME]
    refusal, warning = company_name_problems(name) if name.strip() else (None, None)
    proposal = "" if refusal or not name.strip() or request.GET.get("domain_prefix") else free_prefix(name)
    context = {"refusal": refusal, "warning": warning, "proposals": [proposal] if proposal else []}
    return render(request, "customers/company_name_check.html", context)


@member("customers.add")
@require_safe
def domain_check(request: PortalRequest) -> HttpResponse:
    """Answer whether a domain name is free; if it is taken, with others that are."""
    prefix = tidy_prefix(request.GET.get("domain_prefix", "")[:64])
    context: dict[str, object] = {"prefix": prefix, "domain": full_domain(prefix)}
    if prefix:
        found = availability(prefix)
        refusal = prefix_fits.check(DomainPrefix(prefix))
        context |= {"refusal": refusal, "is_taken": found.is_taken}
        context["proposals"] = found.free if refusal or found.is_taken else []
    return render(request, "customers/domain_check.html", context)


def free_prefix(company_name: str) -> str:
    """Return a domain prefix made from a company's name that nobody has."""
    prefix = suggest_prefix(company_name)
    found = availability(prefix, how_many=1)
    return found.free[0] if found.is_taken and found.free else prefix
