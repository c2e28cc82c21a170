"""Django's settings. What an installation may change comes from its environment; docs/how-to lists the names."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP

from duly.config import database, headers, home

CASEWORK = Path(__file__).resolve().parent.parent / "casework"
SECRET_KEY = home.secret("secret_key")

# Practice data on this computer only: a browser keeps no Secure cookie for http://127.0.0.1.
PLAIN_HTTP = os.environ.get("DULY_PLAIN_HTTP") == "1"
BEHIND_PROXY = os.environ.get("DULY_BEHIND_PROXY") == "1"
ALLOWED_HOSTS = os.environ.get("DULY_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

ROOT_URLCONF = "duly.config.urls"
WSGI_APPLICATION = "duly.config.server.application"
AUTH_USER_MODEL = "casework.Staff"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "duly.casework",
]
MIDDLEWARE = [
    "duly.config.log.line_for_each_answer",
    "duly.config.headers.headers_for_each_answer",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "duly.casework.accounts.sessions.same_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duly.casework.accounts.sessions.Limits",
    "duly.casework.door.Door",
    "duly.casework.accounts.second_step.Required",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.csp",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "duly.casework.layout.shell.shell",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [CASEWORK, CASEWORK / "accounts" / "library"],  # library: pages and mails the sign-in library names
        "APP_DIRS": True,
        "OPTIONS": {"environment": "duly.casework.layout.jinja.environment", "context_processors": CONTEXT_PROCESSORS},
    },
    {  # what is left of the sign-in library's own: short notices by mail
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

DATABASES = {"default": database.django(database.APP)}
if database.can_prepare():
    # A web machine is given DULY_APP_DATABASE_URL alone and never holds the owner's key.
    DATABASES["owner"] = database.django(database.OWNER)
CACHES = {  # in the database, or every worker process would count sign-in attempts for itself
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "duly_cache",
        # Beyond it old entries are dropped, and with them what they counted.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = os.environ.get("DULY_TIME_ZONE", "America/Chicago")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = home.folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Who one is: fifteen characters, no second copy of the rules for the pages of the sign-in library.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "duly.casework.accounts.passwords.NotAPattern"},
    {"NAME": "duly.casework.accounts.passwords.NotOurWords"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "duly.casework.accounts.adapter.ByInvitation"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator vouches for the address
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "duly.casework.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Duly: "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever did not change it themselves learns of it
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    # A key is an account from one address, or an account at its second step: ever longer waits.
    "login_failed": "20/m/ip,5/m/key,10/15m/key,20/2h/key,50/d/key",
    "failures": "100/365d/key",  # in a row, from devices the account never signed in from
    "reset_password": "20/m/ip,5/h/key",
    "policy_report": "20/m/ip",
    "refused_email": "10/h/user",  # each says that somebody signs in with it
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
MFA_ADAPTER = "duly.casework.accounts.adapter.SecondFactor"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP  # passkeys need https; on one's own computer http://localhost will do
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Duly"

# Sessions: a row on the server, gone after twelve hours whatever happens (the idle limit is casework's).
SESSION_ENGINE = "duly.casework.accounts.session_rows"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "duly.casework.layout.errors.forbidden"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "duly.casework.layout.said.Sealed"
if not PLAIN_HTTP:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A page runs only our code and is shown only by us.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": [headers.REPORTS_AT],
}
if not PLAIN_HTTP:  # browsers that know it then report over https alone, and no longer to report-uri
    SECURE_CSP["report-to"] = [headers.REPORTS_TO]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "duly.casework.documents.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A command that takes a file from its input and ends with 0 (nothing found) or 1 (something); without one none asks.
DOCUMENT_SCANNER = os.environ.get("DULY_SCANNER", "")
DOCUMENT_ROOM = int(os.environ.get("DULY_DOCUMENTS_GB", "50")) * 1_000_000_000


def mailer(url: str) -> dict[str, object]:
    """smtp://user:password@host:port, or smtps:// for TLS from the first byte; without one, files in the home."""
    if not url:
        folder = str(home.folder() / "mail")
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": folder}}
    parts = urlsplit(url)
    options = {
        "host": parts.hostname,
        "port": parts.port or 587,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp",
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": mailer(os.environ.get("DULY_SMTP_URL", ""))}
DEFAULT_FROM_EMAIL = os.environ.get("DULY_MAIL_FROM", "duly@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "duly.config.log.WithoutData"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "duly": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
