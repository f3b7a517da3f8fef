//! Where the browser goes on after signing in: a path of the site and nowhere else, or a link
//! that signs in would be a way to lead people astray.

/// Longest path with its query, in bytes.
const BYTES_MAX: usize = 512;

/// The path, or the front page for anything that a browser could take for another site.
#[must_use]
pub fn checked(path: &str) -> &str {
    let good = path.len() <= BYTES_MAX
        && path.starts_with('/')
        // `//host` is another site, and browsers read `\` as `/`.
        && !path.starts_with("//")
        && !path.contains('\\')
        // Browsers drop tabs and line ends first, and only then look for `//`.
        && path.bytes().all(|b| b.is_ascii_graphic());
    if good { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_site_are_gone_to() {
        for good in ["/", "/orders/", "/wait/?sale=sal_1&show=prf_1"] {
            assert_eq!(checked(good), good);
        }
        let long = format!("/{}", "a".repeat(512));
        for bad in [
            "",
            "orders",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/a b",
            "/가",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\\b",
            "/\n",
            &long,
        ] {
            assert_eq!(checked(bad), "/", "{bad}");
        }
    }
}
