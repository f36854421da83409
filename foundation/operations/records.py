"""The base of every page in the operators' admin.

Everything is read-only but what `editable` names; states and associations change through `operations`, which call
services; every other edit writes an audit event in its own transaction; nothing is deleted, nothing is counted to the
end, and the history shown is the audit's.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from foundation import clock
from foundation.audit.services import record as record_event
from foundation.operations import search
from foundation.operations.changes import RecordForm, as_json, values_of
from foundation.operations.history import history_context
from foundation.operations.links import Link, list_url, lists_about, record_url
from foundation.operations.operation import Operation, perform
from foundation.operations.paging import BoundedPaginator
from foundation.organisations.actor import Actor, operator
from foundation.rules import Text
from foundation.users.models import User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
    TabularInline = admin.TabularInline[Model, Model]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


HIDDEN = ("version",)
"""Columns that mean nothing to a reader."""


class RecordAdmin(ModelAdmin):
    """A model's list and pages for operators."""

    editable: ClassVar[tuple[str, ...]] = ()
    """Fields that may be changed by hand: names and contact data, never a state or an association."""
    derived: ClassVar[tuple[str, ...]] = ()
    """Columns that the model's `save` derives from the editable ones."""
    id_fields: ClassVar[tuple[str, ...]] = ("pk",)
    """Columns in which a pasted id is looked for."""
    operations: ClassVar[tuple[Operation, ...]] = ()

    form = RecordForm
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    sortable_by: ClassVar[tuple[str, ...]] = ()
    view_on_site = False
    change_form_template = "admin/operations/record.html"

    # What may be done ------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Records come from services."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Everything but `editable`."""
        stored = [field.name for field in (*self.opts.fields, *self.opts.many_to_many)]
        return [*(name for name in stored if name not in self.editable), *self.readonly_fields]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """The id, what can be changed, then the rest, unless the admin says which."""
        if self.fields:
            return list(self.fields)
        shown = [field.name for field in self.opts.fields if field.editable and field.name not in HIDDEN]
        return list(dict.fromkeys([self.opts.pk.name, *self.editable, *shown, *self.readonly_fields]))

    # Finding ---------------------------------------------------------------------------------------------------

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """An id is found exactly, words by the lookups in `search_fields`."""
        if not search_term.strip():
            return queryset, False
        if wanted := search.as_uuid(search_term):
            return search.with_id(queryset, self.id_fields, wanted), False
        return search.with_words(queryset, self.get_search_fields(request), search_term), False

    # Changing by hand ------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Model, form: RecordForm, change: bool) -> None:
        """Write only what was changed, and an audit event with the values before and after."""
        names = form.changed_data
        if not names:
            return
        stored = self.model._default_manager.select_for_update().get(pk=obj.pk)
        before, after = values_of(stored, names), {name: as_json(form.cleaned_data[name]) for name in names}
        columns = [name for name in names if not self.opts.get_field(name).many_to_many]
        for name in columns:
            setattr(stored, name, getattr(obj, name))
        actor, now = operator(cast(User, request.user)), clock.now()
        self.write(actor, now, stored, columns)
        record_event(actor=actor, now=now, verb="operator.changed", subject=stored, before=before, after=after)

    def write(self, actor: Actor, now: datetime, record: Model, columns: list[str]) -> None:
        """Store these columns of the locked record, and those that follow from them."""
        versioned = []
        if hasattr(record, "version"):
            record.version += 1
            versioned = ["version"]
        record.save(update_fields=[*columns, *versioned, *self.derived])

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:  # type: ignore[override]
        """The audit keeps the record of changes, not the admin's own log."""

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:  # type: ignore[override]
        """The audit keeps the record of changes, not the admin's own log."""

    # Pages -----------------------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Without anything to change there is no Save."""
        buttons = ("show_save", "show_save_and_continue", "show_save_and_add_another")
        savable = {} if self.editable else dict.fromkeys(buttons, False)
        return super().changeform_view(request, object_id, form_url, {**savable, **(extra_context or {})})

    def render_change_form(  # noqa: PLR0917  as Django has it
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        """Add the record's operations and the ways to what hangs on it."""
        if obj is not None:
            context["operations"] = self.operations_on(request, obj)
            context["lists_about"] = lists_about(request, self.admin_site, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The audit events about the object."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return self.page(request, "admin/operations/history.html", history_context(request, record))

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        """Return a page in the admin's frame."""
        request.current_app = self.admin_site.name
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**frame, **context})

    # Operations ------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The pages of the operations, before those of the records."""
        view = self.admin_site.admin_view(self.operation_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_operation"
        return [path("operations/<slug:name>/", view, name=name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The operations, as actions of the list."""
        if not self.has_change_permission(request):
            return {}
        return {each.name: (_go_to_operation, each.name, str(each.label)) for each in self.operations}

    def operations_on(self, request: HttpRequest, record: Model) -> list[Link]:
        """Return the buttons of a record's page."""
        if not self.has_change_permission(request, record):
            return []
        offered = [each for each in self.operations if each.offered(record)]
        return [Link(self.operation_url(each, [record.pk]), str(each.label)) for each in offered]

    def operation_url(self, operation: Operation, keys: Iterable[object]) -> str:
        """Return the address of the page that asks before the operation runs on the records with these keys."""
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_operation", args=[operation.name])
        return f"{url}?{urlencode([('id', str(key)) for key in keys])}"

    def operation_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Say what will happen, ask what the operation asks, and have it done."""
        operation = next((each for each in self.operations if each.name == name), None)
        if operation is None or not (records := self.records_named(request)):
            raise Http404
        if not all(self.has_change_permission(request, record) for record in records):
            raise PermissionDenied
        form = operation.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            perform(request, operation, records, form.cleaned_data)
            return HttpResponseRedirect(record_url(records[0]) if len(records) == 1 else list_url(self.model))
        return self.confirm_page(request, operation.label, operation.explanation, form, records)

    def confirm_page(
        self, request: HttpRequest, title: Text, explanation: Text, form: forms.Form, records: list[Model]
    ) -> TemplateResponse:
        """Ask before something is done: what will happen, to what, and what the form asks."""
        back = record_url(records[0]) if len(records) == 1 else list_url(self.model)
        context = {"title": title, "explanation": explanation, "form": form, "records": records, "back": back}
        return self.page(request, "admin/operations/confirm.html", context)

    def records_named(self, request: HttpRequest) -> list[Model]:
        """Return the records whose keys the address names, at most a list page of them."""
        try:
            return list(self.get_queryset(request).filter(pk__in=request.GET.getlist("id")[: self.list_per_page]))
        except (ValueError, ValidationError):
            raise Http404 from None


def _go_to_operation(admin_: RecordAdmin, request: HttpRequest, selected: QuerySet[Model]) -> HttpResponse:
    """Go on to the operation's page with the records ticked (never with "all pages")."""
    operation = next(each for each in admin_.operations if each.name == request.POST["action"])
    return HttpResponseRedirect(admin_.operation_url(operation, request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)))


class RecordInline(TabularInline):
    """Rows that are part of a record, shown on its page, to look at."""

    template = "admin/operations/rows.html"
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows come from services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """They are changed on their own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False
