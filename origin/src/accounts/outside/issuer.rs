//! What is asked of an issuer. The protocol is `openidconnect`'s; here are the client, the
//! limits, and what of the answer is believed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdTokenClaims,
    CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, TokenResponse as _,
};
use secrecy::ExposeSecret as _;
use tokio::sync::Mutex;

use super::linking::Said;
use super::settings::{self, IssuerSettings};
use crate::accounts::Email;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long one answer may take; the edge waits 15 s for all of them.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The largest answer that is read, in bytes.
const BYTES_MAX: usize = 256 * 1024;
/// How long an issuer's own description is believed before it is read again.
const KNOWN_FOR: Duration = Duration::from_secs(600);
/// Longest subject: OIDC Core, 2 allows 255 ASCII characters.
const SUBJECT_MAX: usize = 255;

/// Why an issuer's answer led nowhere.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// It does not answer, or says that it cannot.
    #[error("the other service does not answer: {0}")]
    Away(String),
    /// It answered something that must not be believed, or refused us.
    #[error("the other service's answer cannot be used: {0}")]
    Refused(String),
}

/// All issuers of this process.
pub struct Issuers(Vec<Issuer>);

/// One issuer.
pub struct Issuer {
    settings: IssuerSettings,
    redirect: RedirectUrl,
    address: IssuerUrl,
    http: reqwest::Client,
    known: Mutex<Option<(Instant, Arc<CoreProviderMetadata>)>>,
}

/// What binds a sign-in together; random, one of each a sign-in.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// Is shown when the code is redeemed.
    pub verifier: String,
}

impl Issuers {
    /// The issuers of FRONTROW_OIDC, whose browsers come back to `site`.
    ///
    /// # Errors
    /// A setting that cannot be used.
    pub fn new(setting: &str, site: &str) -> anyhow::Result<Self> {
        let all = settings::parse(setting)?;
        all.into_iter().map(|one| Issuer::new(one, site)).collect::<Result<_, _>>().map(Self)
    }

    /// Id and name of each.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|one| (one.settings.id.as_str(), one.settings.name.as_str()))
    }

    /// The issuer of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Issuer> {
        self.0.iter().find(|one| one.settings.id == id)
    }
}

impl Issuer {
    fn new(settings: IssuerSettings, site: &str) -> anyhow::Result<Self> {
        let redirect = format!("{site}/api/v1/auth/oidc/{}/callback", settings.id);
        Ok(Self {
            redirect: RedirectUrl::new(redirect).context("FRONTROW_SITE_URL is no address")?,
            address: IssuerUrl::new(settings.issuer.clone())?,
            http: reqwest::Client::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(TIMEOUT)
                // Whoever redirects us could send us anywhere, our own network included.
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
            known: Mutex::new(None),
            settings,
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.settings.id
    }

    /// Whether `iss`, where an answer names one, is this issuer (RFC 9207).
    #[must_use]
    pub fn is_named(&self, iss: Option<&str>) -> bool {
        iss.is_none_or(|iss| iss == self.settings.issuer)
    }

    /// The issuer's page for this sign-in.
    ///
    /// # Errors
    /// The issuer is away.
    pub async fn page(&self, secrets: &Secrets) -> Result<String, IssuerError> {
        let metadata = self.metadata(false).await?;
        let client = CoreClient::from_provider_metadata(
            (*metadata).clone(),
            ClientId::new(self.settings.client_id.clone()),
            None,
        )
        .set_redirect_uri(self.redirect.clone());
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let (url, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Redeems a code: who the issuer says it is.
    ///
    /// # Errors
    /// The issuer is away, refuses the code, or gives an ID token that does not hold.
    pub async fn person(&self, code: String, secrets: &Secrets) -> Result<Said, IssuerError> {
        let metadata = self.metadata(false).await?;
        let methods = metadata.token_endpoint_auth_methods_supported();
        let basic =
            methods.is_none_or(|all| all.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = CoreClient::from_provider_metadata(
            (*metadata).clone(),
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(self.settings.client_secret.expose_secret().to_owned())),
        )
        .set_redirect_uri(self.redirect.clone())
        .set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody });
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| IssuerError::Refused(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let http = |request| send(self.http.clone(), request);
        let answer = request.request_async(&http).await.map_err(|error| match error {
            RequestTokenError::Request(error) => IssuerError::Away(error.to_string()),
            RequestTokenError::ServerResponse(error)
                if error.error().as_ref().starts_with("temporarily") =>
            {
                IssuerError::Away(error.error().as_ref().to_owned())
            }
            other => IssuerError::Refused(other.to_string()),
        })?;
        let token = answer
            .id_token()
            .ok_or_else(|| IssuerError::Refused("there is no ID token".to_owned()))?;
        let nonce = Nonce::new(secrets.nonce.clone());
        let believed = |metadata: &CoreProviderMetadata| {
            let client = CoreClient::from_provider_metadata(
                metadata.clone(),
                ClientId::new(self.settings.client_id.clone()),
                Some(ClientSecret::new(self.settings.client_secret.expose_secret().to_owned())),
            );
            // Never HS256: its key is the client's secret. Never none.
            let verifier = client.id_token_verifier().set_allowed_algs([
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
                CoreJwsSigningAlgorithm::RsaSsaPssSha256,
                CoreJwsSigningAlgorithm::EcdsaP256Sha256,
                CoreJwsSigningAlgorithm::EdDsa,
            ]);
            token.claims(&verifier, &nonce).map(said)
        };
        let first = believed(&metadata);
        let verdict = match first {
            // The issuer may have another key by now.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                believed(&*self.metadata(true).await?)
            }
            verdict => verdict,
        };
        verdict.map_err(|error| IssuerError::Refused(error.to_string()))?
    }

    /// What the issuer says of itself, with its keys.
    async fn metadata(&self, anew: bool) -> Result<Arc<CoreProviderMetadata>, IssuerError> {
        // Held while asking: who comes meanwhile waits for the one answer.
        let mut known = self.known.lock().await;
        if let Some((since, metadata)) = &*known
            && !anew
            && since.elapsed() < KNOWN_FOR
        {
            return Ok(Arc::clone(metadata));
        }
        let http = |request| send(self.http.clone(), request);
        let metadata = match CoreProviderMetadata::discover_async(self.address.clone(), &http).await
        {
            Ok(metadata) => Arc::new(metadata),
            // What it said before is most likely still so; if not, its answers will tell.
            Err(error) => match &*known {
                Some((_, metadata)) if !anew => Arc::clone(metadata),
                _ => return Err(IssuerError::Away(error.to_string())),
            },
        };
        *known = Some((Instant::now(), Arc::clone(&metadata)));
        Ok(metadata)
    }
}

/// What is taken over of the claims.
fn said(claims: &CoreIdTokenClaims) -> Result<Said, IssuerError> {
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > SUBJECT_MAX {
        return Err(IssuerError::Refused("the subject is empty or too long".to_owned()));
    }
    Ok(Said {
        subject: subject.to_owned(),
        email: claims.email().and_then(|email| Email::parse(email).ok()),
        email_verified: claims.email_verified() == Some(true),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
    })
}

/// A request did not come through.
#[derive(Debug, thiserror::Error)]
enum HttpError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("the answer is larger than {BYTES_MAX} bytes")]
    TooLarge,
    #[error(transparent)]
    Malformed(#[from] http::Error),
}

async fn send(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let mut answer = http.execute(request.try_into()?).await?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > BYTES_MAX {
            return Err(HttpError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = http::Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        *headers = answer.headers().clone();
    }
    Ok(response.body(body)?)
}
