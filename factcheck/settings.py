"""Every setting, in reading order, from the environment. A wrong value stops the start with a line that says why."""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def one_of(name: str, default: str, allowed: frozenset[str]) -> str:
    """The variable's value, which has to be one of `allowed`."""
    value: str = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: it has to be one of {', '.join(sorted(allowed))}.")
    return value


def flag(name: str, default: bool) -> bool:
    """A switch that says 1, 0, true, false, yes or no. A typo is an error, not a silent False."""
    word = one_of(name, "1" if default else "0", frozenset({"1", "0", "true", "false", "yes", "no"}))
    return word in {"1", "true", "yes"}


# --- Where things live -------------------------------------------------------------------------------------------

HOME = Path(env.str("CLAIMDESK_HOME", default=str(BASE_DIR / "var"))).expanduser().resolve()
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)  # before anything is put into it
DEBUG = flag("DEBUG", default=False)

BIND = env.str("BIND", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
if not 0 < PORT < 65536:
    raise ImproperlyConfigured(f"PORT={PORT}: a port is a number from 1 to 65535.")

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK_HOSTS)
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS=*: name the hosts people type, for example ALLOWED_HOSTS=desk.example.org."
    )
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)

LOCAL_ONLY = BIND in {"127.0.0.1", "::1", "localhost"} and set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)


def kept_secret(name: str, variable: str) -> str:
    """The secret in `variable`, else one made once and kept in HOME (mode 0600) while the site is local only."""
    given: str = env.str(variable, default="")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(f"{variable} is shorter than 32 characters.")
        return given
    if not LOCAL_ONLY:
        line = f"{variable}={secrets.token_urlsafe(48)}"
        raise ImproperlyConfigured(f"This site can be reached from outside, so {variable} has to be set. Add: {line}")
    path = HOME / "keys" / name
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Complete before it has its name: a second process that starts now never reads half a key.
    draft = path.with_name(f"{name}.{os.getpid()}.new")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(draft, path)
    except FileExistsError:
        pass  # made before, or just now by another process: that one counts
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text().strip()


SECRET_KEY = kept_secret("secret-key", "SECRET_KEY")
# Signs ledger events. It lives outside the database, so whoever can write there cannot forge an event.
LEDGER_KEY = kept_secret("ledger-key", "LEDGER_KEY")

# --- The application ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "annotations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "annotations.web.middleware.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "annotations.web.middleware.PageCompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "annotations.web.middleware.ErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "annotations.web.context.shell",
            ],
        },
    }
]

# --- Data --------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # IMMEDIATE: without it two writers that began by reading end in "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # recursive_triggers: else INSERT OR REPLACE deletes a row without asking the DELETE trigger.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
    ),
}

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'claimdesk.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured("DATABASE_URL: Claimdesk keeps its promises on sqlite:// and postgres:// only.")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True

# --- People ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "annotations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "annotations.web.locked.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_IPWARE_PROXY_COUNT = 1 if BEHIND_PROXY else 0

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Browsers ----------------------------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if LOCAL_ONLY:
    # Two copies beside each other on one machine share the host name, so the port tells their cookies apart.
    SESSION_COOKIE_NAME = f"claimdesk-session-{PORT}"
    CSRF_COOKIE_NAME = f"claimdesk-csrf-{PORT}"
else:
    SESSION_COOKIE_NAME = "__Host-claimdesk-session"
    CSRF_COOKIE_NAME = "__Host-claimdesk-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "annotations.web.errors.csrf_failed"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns on every request about one that is not there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files are kept in the database as blobs
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "annotations.engine.static_storage.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FETCH_ALLOW_HOSTS = frozenset(env.list("FETCH_ALLOW_HOSTS", default=[]))

# --- The API -----------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "annotations.api.auth.TokenAuthentication",
        "annotations.api.auth.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["annotations.api.permissions.ScopePermission"],
    "DEFAULT_PARSER_CLASSES": ["annotations.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "annotations.api.paging.CursorPaging",
    "DEFAULT_THROTTLE_RATES": {"burst": "1200/min", "anonymous": "60/min"},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "annotations.api.errors.problem",
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Claimdesk",
    "DESCRIPTION": "Articles in, claims reviewed, datasets out; every step in the ledger.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ArticleOrigin": "annotations.models.articles.ArticleOrigin.choices",
        "ClaimOrigin": "annotations.models.claims.ClaimOrigin.choices",
        "ClaimState": "annotations.models.claims.ClaimState.choices",
        "JobState": "annotations.models.jobs.JobState.choices",
        "LabelEnum": "annotations.models.claims.Label.choices",
    },
}

# --- The queue ---------------------------------------------------------------------------------------------------

# `up` starts the embedded broker and passes its address on in BROKER_URL. CELERY_BROKER_URL is ignored on purpose:
# a broker that merely happened to be running has swallowed other tools' jobs.
BROKER_URL = env.str("BROKER_URL", default="")
CELERY_BROKER_URL = BROKER_URL or f"redis+socket://{HOME / 'broker' / 'broker.sock'}"
IS_REDIS = CELERY_BROKER_URL.startswith(("redis", "rediss"))
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
    if IS_REDIS
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_IMPORTS = ["annotations.engine.celery_worker"]  # relay and heartbeat beside the tasks
CELERY_TASK_DEFAULT_QUEUE = "claimdesk"
CELERY_TASK_QUEUES = [Queue("claimdesk", Exchange("claimdesk"), routing_key="claimdesk")]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 900_000  # kB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False

# --- What the machine says ---------------------------------------------------------------------------------------

LOG_LEVEL = one_of("LOG_LEVEL", "INFO", frozenset({"DEBUG", "INFO", "WARNING", "ERROR"}))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "annotations": {"level": LOG_LEVEL},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
