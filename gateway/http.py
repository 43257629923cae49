"""HTTP: one GraphQL operation by GET or POST."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from gateway import http_answer
from gateway.admission import Overloaded
from gateway.client_left import ClientLeft, while_connected
from gateway.errors import CODES, RequestError
from gateway.execution import Answer
from gateway.gateway import gateway_of
from gateway.http_request import budget_of, check_kind, check_method_and_type, read_request
from gateway.language import language_of
from gateway.negotiation import JSON, answer_type
from gateway.operation_log import OperationLog
from gateway.refusal import masked
from gateway.refusal_log import RefusalLog
from gateway.request_headers import RequestHeaders


class GraphQLOverHttp:
    """The ASGI endpoint. Nothing but an answer leaves it, whatever goes wrong."""

    def __init__(self) -> None:
        self._refusals = RefusalLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, unless the client leaves before the answer is there."""
        headers = RequestHeaders(scope)
        request_id = headers.request_id()
        accepted = answer_type(headers.get("accept"))
        media_type = accepted or JSON
        try:
            gateway_of(scope).admission.check()
        except Overloaded as refusal:
            self._refusals.add()
            reply = http_answer.of_refusal(refusal, media_type=media_type, request_id=request_id)
            await reply.send(send, media_type=media_type, request_id=request_id)
            return
        log = OperationLog(request_id=request_id, transport="http")
        try:
            if accepted is None:
                raise RequestError("NOT_ACCEPTABLE", "Answers are JSON, which Accept excludes.")
            answer = await _run(scope, receive, headers, log, request_id=request_id)
            reply = http_answer.of_answer(answer)
        except ClientLeft:
            log.client_left()
            log.write(http_status=CODES["OPERATION_CLOSED"].http_status)
            return
        except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
            told = error if isinstance(error, RequestError) else masked(request_id)
            log.refusal(told)
            reply = http_answer.of_refusal(told, media_type=media_type, request_id=request_id)
        log.write(http_status=reply.status)
        await reply.send(send, media_type=media_type, request_id=request_id)


async def _run(
    scope: Scope, receive: Receive, headers: RequestHeaders, log: OperationLog, *, request_id: str
) -> Answer:
    """The path of one query: may it be, who asks, what is asked, whose turn is it, run it."""
    gateway = gateway_of(scope)
    check_method_and_type(scope["method"], headers)
    budget_ms = budget_of(headers, most_ms=gateway.settings.operation_ms)
    viewer = await gateway.identify(headers.get("authorization"))
    language = language_of(headers.get("accept-language"), gateway.settings.languages)
    log.viewer(viewer, language)
    request = await read_request(scope, receive, headers, most_bytes=gateway.settings.body_bytes)
    kind = gateway.engine.kind(request)
    log.request(request, kind)
    check_kind(scope["method"], kind)
    async with (
        while_connected(receive),
        gateway.admission.turn(gateway.engine.priority(request), patience_ms=budget_ms) as waited,
    ):
        answer = await gateway.engine.run(
            request,
            viewer=viewer,
            language=language,
            request_id=request_id,
            budget_ms=max(budget_ms - waited, 1),
        )
    log.answer(answer)
    return answer
