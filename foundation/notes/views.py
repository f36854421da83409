"""Notes on something: a panel for its page, which is also a page of its own."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock
from foundation.access import SignedInRequest, no_membership, signed_in
from foundation.lists.keyset import Place, read_page
from foundation.notes import services
from foundation.notes.forms import NoteForm
from foundation.notes.models import Note
from foundation.notes.subjects import NoteSubject, subject
from foundation.organisations.actor import Actor

PAGE = 20
FIELD_ID = "note_%s"
"""How the form's fields are called on the page that the panel is part of, which may have forms of its own."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, about: str, about_id: UUID) -> HttpResponse:
    """Show one's company's notes on something, and keep another. 404 for who may not know of it."""
    if request.actor is None:
        return no_membership(request)
    found = subject(request.actor, about, about_id)
    if found is None:
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None, auto_id=FIELD_ID)
    if form.is_bound and form.is_valid():
        services.add_note(
            actor=request.actor, now=clock.now(), about=found.record, text=form.cleaned_data["text"].strip()
        )
        if not request.htmx:
            return redirect(request.path)
        form = NoteForm(auto_id=FIELD_ID)
    return notes_page(request, request.actor, found, form)


@signed_in
@require_POST
def remove(request: SignedInRequest, about: str, about_id: UUID, note_id: int) -> HttpResponse:
    """Take a note away: an own one, or any with the right to."""
    if request.actor is None:
        return no_membership(request)
    found = subject(request.actor, about, about_id)
    if found is None:
        raise Http404
    mine = Note.objects.visible_to(request.actor).filter(about_type=found.record._meta.label, about_id=str(about_id))
    services.remove_note(actor=request.actor, now=clock.now(), note=get_object_or_404(mine, pk=note_id))
    if request.htmx:
        return notes_page(request, request.actor, found, NoteForm(auto_id=FIELD_ID))
    return redirect("notes", about=about, about_id=about_id)


def notes_page(request: HttpRequest, actor: Actor, found: NoteSubject, form: NoteForm) -> HttpResponse:
    """Draw the panel for HTMX, else the page around it; 400 while the form has errors."""
    is_part = getattr(request, "htmx", False)
    rows = Note.objects.visible_to(actor).about(found.record).select_related("written_by")
    place = Place(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    page = read_page(rows, ("-written_at", "-id"), place, PAGE)
    context = {
        "subject": found,
        "notes": [(note, services.may_remove(actor, note)) for note in page.rows],
        "page": page,
        "form": form,
        "is_part": is_part,
        "here": request.resolver_match.kwargs if request.resolver_match else {},
        "title": _("Notes on {name}").format(name=found.name),
    }
    template = "notes/panel.html" if is_part else "notes/page.html"
    response = render(request, template, context, status=400 if form.errors else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
