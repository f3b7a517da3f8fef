//! The frame of a reference page, and text made safe to stand in it. The pages need no script:
//! they are written here, once, and served as they are.

/// Where a page is served, which decides what it may link to.
pub(super) struct Place {
    /// The stylesheet's address.
    pub(super) stylesheet: &'static str,
    /// Home of the listener.
    pub(super) home: &'static str,
    /// What that is called.
    pub(super) home_name: &'static str,
    /// The page of problem codes, `#` and the code appended.
    pub(super) problems: &'static str,
}

/// The buyers' site.
pub(super) const SITE: Place = Place {
    stylesheet: "/css/reference.css",
    home: "/",
    home_name: "Frontrow",
    problems: "/developers/problems/",
};
/// The staff console.
pub(super) const CONSOLE: Place = Place {
    stylesheet: "/console/api/reference.css",
    home: "/console/",
    home_name: "Frontrow console",
    problems: "/console/api/problems/",
};

/// A whole page; `main` is HTML, `title` is text.
pub(super) fn page(place: &Place, title: &str, main: &str) -> String {
    let Place { stylesheet, home, home_name, .. } = place;
    let title = text(title);
    format!(
        r##"<!doctype html>
<!-- Written by `cargo xtask openapi`. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>{title} · Frontrow</title>
<link rel="stylesheet" href="{stylesheet}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a class="brand" href="{home}">{home_name}</a></header>
<main id="main" tabindex="-1">
<h1>{title}</h1>
{main}</main>
</body>
</html>
"##
    )
}

/// Text as HTML.
pub(super) fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A sentence as HTML: what stands between backticks is code.
pub(super) fn sentence(words: &str) -> String {
    let parts = words.split('`').enumerate().map(|(i, part)| match i % 2 {
        0 => text(part),
        _ => format!("<code>{}</code>", text(part)),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_sentence_cannot_leave_its_place() {
        assert_eq!(
            sentence("at most `a<b` & \"c\""),
            "at most <code>a&lt;b</code> &amp; &quot;c&quot;"
        );
    }
}
