//! Who may call an operation, as the document says it: read from the same table by which the
//! gate lets requests through, so that the two cannot differ.

use frontrow_shared::route::{RouteClass, class_of};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};

/// `Authorization: Bearer` with an access token.
const ACCESS: &str = "access";
/// The same token as a cookie.
const ACCESS_COOKIE: &str = "access_cookie";
/// The refresh token, a cookie alone.
const REFRESH_COOKIE: &str = "refresh_cookie";
/// A pass.
const PASS: &str = "pass";
/// An access token of an account with a role, on the internal listener.
const STAFF: &str = "staff";

/// What an operation asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing; through the edge.
    Nothing,
    /// Nothing, and no page sends it: webhooks.
    NothingFromAnywhere,
    /// Nothing, on the internal listener.
    NothingInside,
    /// A sign-in.
    Account,
    /// A pass for the sale in the path, and perhaps a sign-in.
    Pass { signed_in: bool },
    /// A role, on the internal listener.
    Role,
}

/// What the operation asks for. A staff operation that asks for nothing says `security(())`.
pub(super) fn needs(method: &str, path: &str, operation: &Operation) -> Needs {
    if path.starts_with("/staff/") {
        return if operation.security.is_some() { Needs::NothingInside } else { Needs::Role };
    }
    let sale = "sal_00000000000000000000000000000000";
    let filled: Vec<&str> = path
        .split('/')
        .map(|part| match part {
            "{sale}" => sale,
            _ => part.trim_matches(['{', '}']),
        })
        .collect();
    match class_of(method, &filled.join("/")) {
        Some(RouteClass::Admission { signed_in, .. }) => Needs::Pass { signed_in },
        Some(RouteClass::Account) => Needs::Account,
        Some(RouteClass::Webhook) => Needs::NothingFromAnywhere,
        // An address that the gate does not know is a mistake which a test finds.
        Some(RouteClass::Open { .. } | RouteClass::SignIn { .. }) | None => Needs::Nothing,
    }
}

impl Needs {
    /// Any one of these sets of credentials will do.
    pub(super) fn requirements(self) -> Vec<SecurityRequirement> {
        let one = |scheme: &str| SecurityRequirement::new(scheme, [""; 0]);
        match self {
            Self::Nothing | Self::NothingFromAnywhere | Self::NothingInside => Vec::new(),
            Self::Account => vec![one(ACCESS), one(ACCESS_COOKIE)],
            Self::Pass { signed_in: false } => vec![one(PASS)],
            Self::Pass { signed_in: true } => {
                [ACCESS, ACCESS_COOKIE].map(|access| one(PASS).add(access, [""; 0])).into()
            }
            Self::Role => vec![one(STAFF)],
        }
    }
}

/// Explains the schemes.
pub(super) fn add_schemes(document: &mut Document) {
    let bearer = |words: &str| {
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        SecurityScheme::Http(http.description(Some(words)).build())
    };
    let cookie = |name: &str, words: &str| {
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(name, words)))
    };
    let pass = "A pass for the sale in the path, as its claim gave it. Browsers send it as the \
                cookie `__Host-fr_pass_` followed by the sale's id instead.";
    let pass = ApiKey::Header(ApiKeyValue::with_description("x-frontrow-pass", pass));
    let schemes = [
        (ACCESS, bearer("An access token, ten minutes good; of programs and apps.")),
        (ACCESS_COOKIE, cookie("__Host-fr_access", "The same token, of browsers.")),
        (REFRESH_COOKIE, cookie("__Host-fr_refresh", "30 days good, new at every use.")),
        (PASS, SecurityScheme::ApiKey(pass)),
        (STAFF, bearer("An access token of an account with the role staff or admin.")),
    ];
    let components = document.components.get_or_insert_default();
    for (name, scheme) in schemes {
        components.add_security_scheme(name, scheme);
    }
}
