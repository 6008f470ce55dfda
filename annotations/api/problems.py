"""What only the API can say no to. Everything else it refuses is in annotations/errors.py."""

from annotations.errors import AnnotationError


class NotAuthenticated(AnnotationError):
    """No key and no session."""

    code = "not_authenticated"
    message = "Sign in, or send a key in the Authorization header."
    hint = "Send the header “Authorization: Bearer <key>”, or sign in."
    status = 401


class AuthenticationFailed(AnnotationError):
    """A key that is unknown, expired or revoked, or whose owner's account is closed. Which of these is not said."""

    code = "authentication_failed"
    message = "This key is not valid."
    hint = "It may have expired or been revoked. Make a new one."
    status = 401


class CsrfFailed(AnnotationError):
    """A browser's request without the token that proves our own page sent it."""

    code = "csrf_failed"
    message = "The X-CSRFToken header is missing or old."
    hint = "Reload the page. Scripts use a key instead of a session."
    status = 403


class InsufficientScope(AnnotationError):
    """A valid key that was not made for this."""

    code = "insufficient_scope"
    message = "This key does not have the scope for this."
    status = 403


class BodyUnreadable(AnnotationError):
    """A body that is no JSON, or no JSON everybody reads alike."""

    code = "parse_error"
    message = "The body cannot be read."


class BodyTooLarge(AnnotationError):
    """A body beyond the limit."""

    code = "body_too_large"
    message = "The body is larger than 12 MB."
    status = 413


class LengthRequired(AnnotationError):
    """A body sent in chunks of unknown length."""

    code = "length_required"
    message = "Send a Content-Length."
    status = 411


class UnknownParameter(AnnotationError):
    """A query parameter that does nothing here. Ignoring it would answer another question than was asked."""

    code = "unknown_parameter"
    message = "There is no such parameter here."


class CursorInvalid(AnnotationError):
    """A cursor that did not come from this list."""

    code = "invalid_cursor"
    message = "This cursor does not belong to this list."
    hint = "Follow `next` and `previous` as they are, or begin without a cursor."


class MethodNotAllowed(AnnotationError):
    """The path is there, the method is not."""

    code = "method_not_allowed"
    message = "This method is not offered here."
    status = 405


class NotAcceptable(AnnotationError):
    """The caller takes nothing we can send."""

    code = "not_acceptable"
    message = "The answer comes as application/json, which the Accept header rules out."
    status = 406


class MediaTypeUnsupported(AnnotationError):
    """The body is of a kind this path does not read."""

    code = "unsupported_media_type"
    message = "Bodies of this kind are not read here."
    hint = "Send JSON with Content-Type: application/json."
    status = 415


class TooManyRequests(AnnotationError):
    """More requests than anybody needs."""

    code = "throttled"
    message = "Too many requests."
    hint = "Wait as long as Retry-After says."
    status = 429


class Busy(AnnotationError):
    """The database did not answer in time."""

    code = "busy"
    message = "The site is busy. Nothing was changed."
    hint = "Try again in a moment."
    status = 503
