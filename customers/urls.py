"""The floor's addresses."""

from django.urls import URLPattern, URLResolver, path

from customers.adding import views as adding
from customers.directory import account_views as account, views as directory

urlpatterns: list[URLPattern | URLResolver] = [
    path("customers/", directory.customers, name="customers"),
    path("customers/company-name-check/", adding.company_name_check, name="company_name_check"),
    path("customers/domain-check/", adding.domain_check, name="domain_check"),
    path("customers/<uuid:customer_id>/row/", directory.customer_row, name="customer_row"),
    path("customers/<uuid:customer_id>/account/", account.customer_account, name="customer_account"),
    path("customers/<uuid:customer_id>/agreement/", account.attest, name="customer_agreement"),
    path("customers/<uuid:customer_id>/remove/", account.remove_relationship, name="customer_remove"),
    path("customers/<uuid:customer_id>/reset-password/", account.reset_password, name="customer_reset_password"),
]
