//! Which issuers there are: FRONTROW_OIDC.

use anyhow::{Context as _, ensure};
use secrecy::SecretString;
use serde::Deserialize;

/// One issuer, as the operator writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerSettings {
    /// Its name in addresses and in the database: lowercase letters, digits and hyphens. It
    /// must never be given to another issuer.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its address; `/.well-known/openid-configuration` below it is read.
    pub issuer: String,
    /// Our id there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
}

/// Most issuers: each is a button on the sign-in page.
const ISSUERS_MAX: usize = 8;
/// Longest id and name.
const NAME_CHARS_MAX: usize = 40;

/// Reads the setting.
///
/// # Errors
/// What is wrong with it, without the secrets in it.
pub fn parse(text: &str) -> anyhow::Result<Vec<IssuerSettings>> {
    // serde's sentence could repeat a value; where it stands is enough to find it.
    let all: Vec<IssuerSettings> = serde_json::from_str(text).map_err(|error| {
        anyhow::anyhow!(
            "the JSON cannot be read at line {} column {}",
            error.line(),
            error.column()
        )
    })?;
    ensure!(all.len() <= ISSUERS_MAX, "at most {ISSUERS_MAX} issuers");
    for (at, one) in all.iter().enumerate() {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let id = &one.id;
        ensure!(
            (1..=NAME_CHARS_MAX).contains(&id.len()) && id.bytes().all(plain),
            "an id has 1 to {NAME_CHARS_MAX} lowercase letters, digits and hyphens"
        );
        ensure!(all[..at].iter().all(|other| other.id != *id), "{id} stands twice");
        let name = one.name.chars().count();
        ensure!((1..=NAME_CHARS_MAX).contains(&name), "{id}: a name of 1 to {NAME_CHARS_MAX}");
        let address: reqwest::Url =
            one.issuer.parse().with_context(|| format!("{id}: issuer is no address"))?;
        let inside = address.host_str().is_some_and(|host| {
            host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        });
        ensure!(address.scheme() == "https" || inside, "{id}: the issuer has to be https");
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_read_and_mistakes_told_without_secrets() {
        let one = |id: &str, issuer: &str| {
            format!(
                r#"{{"id":"{id}","name":"N","issuer":"{issuer}","client_id":"c","client_secret":"hush"}}"#
            )
        };
        let good = one("sim-1", "https://issuer.example");
        assert_eq!(parse("[]").unwrap().len(), 0);
        assert_eq!(parse(&format!("[{good}]")).unwrap()[0].id, "sim-1");
        parse(&format!("[{}]", one("sim", "http://127.0.0.1:9"))).unwrap();
        for bad in [
            "",
            "{}",
            &format!("[{good},{good}]"),
            &format!("[{}]", one("Sim", "https://issuer.example")),
            &format!("[{}]", one("sim", "http://issuer.example")),
            &format!("[{}]", one("sim", "issuer")),
            &format!("[{}]", good.replace("client_id", "client")),
        ] {
            let told = format!("{:#}", parse(bad).unwrap_err());
            assert!(!told.contains("hush"), "{told}");
        }
    }
}
