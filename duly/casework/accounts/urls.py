"""The pages of signing in (the library's views, only those we use), of one's own account, and of people and roles."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from duly.casework.accounts import views

# The names are the library's: it reverses them.
SIGNING_IN = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/by-invitation/", account.signup, name="account_signup"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/changed/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
OWN_ACCOUNT = [
    path("account/", views.account, name="account"),
    path("account/sign-ins/end/", views.end_other_sign_ins, name="other-sign-ins"),
    path("account/keys/", views.single_keys, name="single-keys"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-step/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/second-step/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-step/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-step/keys/<int:pk>/name/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/second-step/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
PEOPLE = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<uuid:who>/", views.person, name="person"),
    path("people/<uuid:who>/edit/", views.edit_person, name="edit-person"),
    path("people/<uuid:who>/give-role/", views.give_role, name="give-role"),
    path("people/<uuid:who>/roles/<uuid:role>/end/", views.end_role, name="end-role"),
    path("people/<uuid:who>/end-access/", views.end_access, name="end-access"),
    path("people/<uuid:who>/send-link/", views.send_link, name="send-link"),
    path("people/<uuid:who>/second-step/", views.forget_second_factor, name="second-step-off"),
    path("invitation/", views.first_password, name="first-password"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
urlpatterns = [*SIGNING_IN, *OWN_ACCOUNT, *PEOPLE]
