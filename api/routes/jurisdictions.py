"""Whose are these points, however many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from starlette.exceptions import HTTPException

from api.dependencies import At, OpenService, only_known
from api.errors import last_words, problems
from api.negotiation import chosen_type
from api.schemas.jurisdiction import Jurisdictions
from api.schemas.point_batches import ANSWERED, ASKED_BODY, TYPES, Form, form_of
from api.schemas.texts import Crs, Plain
from api.streams import Exchange
from boundaries.crs import parse_crs
from gridmap.errors import InputError
from gridmap.files.point_streams.answers import AnswerForm
from gridmap.files.point_streams.block import PointFields
from gridmap.files.point_streams.json_document import read_document
from gridmap.journeys.locate_points import answer_writer, locate_points, point_reader
from gridmap.service import Service

if TYPE_CHECKING:
    from gridmap.files.point_streams.json_document import PointDocument

router = APIRouter(tags=["jurisdiction"])

_Name = Annotated[Plain, Field(min_length=1, max_length=200)]
_TAKEN = ", ".join(TYPES.values())


@dataclass(frozen=True)
class _Asked:
    """What a batch wants."""

    fields: PointFields
    crs: str | None
    at: datetime | None
    full: bool | None
    prefix: str


def asked_batch(
    at: At,
    crs: Annotated[
        Crs | None, Query(description="Of all points; wgs84 if not given.", examples=["wgs84"])
    ] = None,
    details: Annotated[
        Literal["chain", "full"] | None,
        Query(
            description="full: with distances, candidates and the nearest area, as the look-up of "
            "one point; chain: only whose it is, some hundred times as fast. Full for JSON and "
            "NDJSON, chain for CSV and Arrow, if not given.",
            examples=["chain"],
        ),
    ] = None,
    lon: Annotated[
        _Name, Query(description="Field of the longitude or easting.", examples=["lon"])
    ] = "lon",
    lat: Annotated[
        _Name, Query(description="Field of the latitude or northing.", examples=["lat"])
    ] = "lat",
    accuracy: Annotated[
        _Name | None,
        Query(description="Field of the radius in metres; accuracy, if there is one.",
              examples=["accuracy"]),
    ] = None,
    id_field: Annotated[
        _Name | None,
        Query(alias="id", description="Field of your id; id, if there is one.", examples=["id"]),
    ] = None,
    prefix: Annotated[
        Plain,
        Query(max_length=50, description="Put before the names of the columns that are added.",
              examples=["gm_"]),
    ] = "",
) -> _Asked:  # fmt: skip
    """What the query says of a batch."""
    fields = PointFields(lon, lat, accuracy, id_field)
    return _Asked(fields, crs, at, None if details is None else details == "full", prefix)


@router.post(
    "/v1/jurisdictions",
    summary="Whose are these points?",
    response_model=Jurisdictions,
    responses=ANSWERED | problems(400, 404, 406, 408, 413, 415, 422, 503),
    dependencies=[Depends(only_known)],
    openapi_extra={"requestBody": ASKED_BODY},
)
async def jurisdictions(
    request: Request, service: OpenService, asked: Annotated[_Asked, Depends(asked_batch)]
) -> Response:
    """An answer for each point, in their order, while they still come in.

    NDJSON, CSV and Arrow streams may be of any size; a JSON document has at most 50,000 points.
    The answer is of the type that was sent unless `Accept` wants another. A row that can't be
    understood is answered as `unplaced`, with what was wrong; the others are answered all the same.
    """
    given, wanted = _types(request)
    return Exchange(
        partial(_work, service=service, asked=asked, given=given, wanted=wanted),
        TYPES[wanted],
        partial(_last_words, wanted, f"POST {request.url.path}"),
    )


def _types(request: Request) -> tuple[Form, Form]:
    """The form that comes, and the one that goes.

    Raises
    ------
    HTTPException
        415 or 406.
    """
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    given = form_of(request.headers.get("content-type", "").partition(";")[0])
    if given is None or packed != "identity":
        raise HTTPException(415, f"Send one of {_TAKEN}, unpacked, and declare it.")
    wanted = chosen_type(request.headers.get("accept"), [*TYPES.values()], TYPES[given])
    if wanted is None:
        raise HTTPException(406, f"The answer can be one of {_TAKEN}.")
    return given, next(form for form, kind in TYPES.items() if kind == wanted)


class _Source:
    """The bytes of a body."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self.read = read


def _work(
    read: Callable[[], bytes], put: Callable[[bytes], None], *,
    service: Service, asked: _Asked, given: Form, wanted: Form,
) -> None:  # fmt: skip
    """Answer a body; runs in a thread of its own."""
    source = _Source(read)
    document = read_document(source) if given == "json" else None
    crs = _crs(asked, document)
    full = wanted in {"json", "ndjson"} if asked.full is None else asked.full
    form = AnswerForm(service.locator(asked.at), crs, full, asked.prefix)
    known, extent = parse_crs(crs), service.settings.extent
    reader = point_reader(given, source, asked.fields, document)
    for piece in locate_points(reader, answer_writer(wanted, form), form, known, extent):
        put(piece)


def _crs(asked: _Asked, document: PointDocument | None) -> str:
    """The CRS of the query or the document."""
    written = None if document is None else document.crs
    stated = {crs for crs in (asked.crs, written) if crs is not None}
    if len(stated) > 1:
        raise InputError("The parameter crs and the body's crs differ.", where="crs")
    return stated.pop() if stated else "wgs84"


def _last_words(wanted: Form, asked: str, error: Exception) -> bytes:
    """A problem where a line may say one; in other forms only the log has it."""
    words = last_words(error, asked)
    return words + b"\n" if wanted == "ndjson" else b""
